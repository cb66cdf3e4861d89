"""Expert review: assignment, pledge, score sheet."""
