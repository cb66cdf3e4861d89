"""The face of: api."""
