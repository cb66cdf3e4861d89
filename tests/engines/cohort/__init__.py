"""The cohort lane, held against the exact lane."""
