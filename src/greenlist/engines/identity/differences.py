"""Two tables of the same units compared: who stands in one only, and which values differ. Linked by code, else by the same name; near names are only proposed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from greenlist.engines.identity.names import name_key
from greenlist.engines.identity.slips import SlipIndex

Kind = Literal["only_ours", "only_theirs", "differs", "twice"]


@dataclass(frozen=True)
class Entry:
    """A row of a table: its place there, who it is, and its values by field as they stand; a field that is not there was not told."""

    place: str
    name: str
    credit_code: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """One difference. `field` is '' where a whole row stands in one table only; `near` names units of the other side that may be meant."""

    kind: Kind
    name: str
    ours_at: str = ""
    theirs_at: str = ""
    field: str = ""
    ours: str = ""
    theirs: str = ""
    near: tuple[str, ...] = ()


def differences(ours: Sequence[Entry], theirs: Sequence[Entry], same: Mapping[str, Mapping[str, str]] | None = None) -> list[Difference]:
    """All differences, ours in order, then what only they have. `same` says by field which written value means which: {field: {key: key}}."""
    linked, twice = _linked(ours, theirs)
    taken = {at for at in linked if at is not None}
    left = [at for at in range(len(theirs)) if at not in taken and at not in twice]
    lonely = [i for i, at in enumerate(linked) if at is None]
    near_theirs, near_ours = _Names([theirs[at] for at in left]), _Names([ours[i] for i in lonely])
    found: list[Difference] = []
    for i, at in enumerate(linked):
        if at is None:
            found.append(Difference("only_ours", ours[i].name, ours_at=ours[i].place, near=near_theirs.near(ours[i])))
        else:
            found += _values(ours[i], theirs[at], same or {})
    found += [Difference("twice", theirs[at].name, ours[i].place, theirs[at].place) for at, i in twice.items()]
    found += [Difference("only_theirs", theirs[at].name, theirs_at=theirs[at].place, near=near_ours.near(theirs[at])) for at in left]
    return found


def _linked(ours: Sequence[Entry], theirs: Sequence[Entry]) -> tuple[list[int | None], dict[int, int]]:
    """For each of ours the row of theirs; and of theirs the rows that name a unit once more, {theirs: ours}."""
    linked: list[int | None] = [None] * len(ours)
    twice: dict[int, int] = {}
    for key_of in (lambda entry: entry.credit_code, lambda entry: name_key(entry.name)):
        mine = Counter(key_of(entry) for entry in ours)
        position = {key_of(entry): i for i, entry in enumerate(ours) if mine[key_of(entry)] == 1}
        taken = {at for at in linked if at is not None} | set(twice)
        for at, entry in enumerate(theirs):
            i = position.get(key_of(entry)) if key_of(entry) else None
            if at in taken or i is None:
                continue
            if linked[i] is None:
                linked[i] = at
            else:
                twice[at] = i
    return linked, twice


def _values(one: Entry, other: Entry, same: Mapping[str, Mapping[str, str]]) -> list[Difference]:
    """The values that differ; of fields that both tables have."""
    pairs = {"name": (one.name, other.name)} | {name: (one.values[name], other.values[name]) for name in one.values if name in other.values}
    return [
        Difference("differs", one.name, one.place, other.place, name, mine, yours)
        for name, (mine, yours) in pairs.items()
        if _key(mine, same.get(name, {})) != _key(yours, same.get(name, {}))
    ]


def _key(text: str, same: Mapping[str, str]) -> str:
    key = name_key(text)
    return same.get(key, key)


class _Names:
    """The names of rows that are linked to nobody, made ready once to be asked."""

    def __init__(self, rows: Sequence[Entry]) -> None:
        self.names = [row.name for row in rows]
        self.index = SlipIndex(self.names)

    def near(self, entry: Entry) -> tuple[str, ...]:
        """Up to three of them one slip of the pen away."""
        return tuple(self.names[at] for at in self.index.near(entry.name)[:3])
