"""Word templates that officials may edit: what stands in each, the kept defaults, how one is filled and checked."""
