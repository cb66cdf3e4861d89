"""Faces: one package per actor. Portals hold no models and do not know each other."""
