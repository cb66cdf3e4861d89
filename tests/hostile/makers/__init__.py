"""Makers of hostile and harmless files, one module a kind."""
