"""The face of: expert."""
