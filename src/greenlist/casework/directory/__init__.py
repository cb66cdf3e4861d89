"""Organisations, sites, and memberships: who holds which role where, from when."""
