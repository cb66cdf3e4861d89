"""The department's page."""
