"""交接: what a person has in hand, and what nobody has; reads across the rooms where the cases stand."""
