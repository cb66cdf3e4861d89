"""The rules of a notice put to one unit."""
