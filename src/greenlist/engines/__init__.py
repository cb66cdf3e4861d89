"""How to compute, pure: scoring (exact lane)."""
