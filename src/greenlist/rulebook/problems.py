"""All faults of a data file at once, each with file and line."""


class DataProblems(ValueError):
    """Raised by loaders with every problem found, one a line: `file:line: what; what to do`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def raise_if_any(problems: list[str]) -> None:
    """Raise DataProblems when there is at least one."""
    if problems:
        raise DataProblems(problems)
