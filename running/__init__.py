"""The launcher's parts: standard library only."""
