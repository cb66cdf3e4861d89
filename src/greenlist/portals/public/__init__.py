"""The face of: public."""
