"""The append-only record, the one door for every change of state, the clock, and the sealer."""
