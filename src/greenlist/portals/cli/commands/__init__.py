"""One module a command; each has add_to(kinds) and run(chosen) -> exit code."""
