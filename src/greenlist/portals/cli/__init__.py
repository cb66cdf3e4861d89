"""The face of: cli."""
