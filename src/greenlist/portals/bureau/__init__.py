"""The face of: bureau."""
