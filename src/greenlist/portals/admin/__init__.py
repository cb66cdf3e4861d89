"""The face of: admin."""
