"""The face of: province."""
