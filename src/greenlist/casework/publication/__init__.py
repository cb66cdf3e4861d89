"""Public notice, publication of the list, national nomination."""
