"""The face of: evaluator."""
