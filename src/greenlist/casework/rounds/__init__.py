"""A round of the notice, its deadline and its signed parameters."""
