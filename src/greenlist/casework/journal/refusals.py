"""A refusal says what was not done, why, under which clause, and what to do next. Nothing was saved."""

from collections.abc import Sequence


class Refused(Exception):
    """Raised by services and by the door. `items` lists every single reason, so that all are shown at once."""

    def __init__(self, what: str, *, then: str = "", clause: str = "", items: Sequence[str] = (), code: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.then = then
        self.clause = clause
        self.items = tuple(items)
        self.code = code


class NotAllowed(Refused):
    """This person, in this position, may not do this act."""


class WrongState(Refused):
    """The case is not in a state from which this act can start (for instance: a second click)."""
