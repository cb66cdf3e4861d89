"""A refusal says what was not done, why, under which clause, and what to do next. Nothing was saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True)
class Difference:
    """One place of two versions: what this person wanted to store, and what stands there now."""

    label: str
    mine: str
    theirs: str


class Overtaken(WrongState):
    """Somebody acted on the same thing after this person had looked at it. Both versions are here, so that the person can choose.

    `seen` holds the fields with which the same form can be stored on top of the newer version; without them only that one can stay.
    """

    def __init__(
        self, what: str, *, by: str, at: datetime, places: Sequence[Difference], seen: Mapping[str, str] | None = None, then: str = "",
        clause: str = "", code: str = "",
    ) -> None:  # fmt: skip
        super().__init__(what, then=then, clause=clause, code=code)
        self.by, self.at, self.places, self.seen = by, at, tuple(places), dict(seen or {})
