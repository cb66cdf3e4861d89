"""Wiring: settings, URL table, WSGI application. Nothing imports this package."""
