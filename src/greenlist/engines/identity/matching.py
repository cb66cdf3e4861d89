"""Who is meant by a row of somebody's table: linked only by credit code, or by the same name within the region; all else is proposed.

A link decides; a proposal never does: a person confirms it, and until then what hangs on it is unknown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from greenlist.engines.identity.names import name_key
from greenlist.engines.identity.near import LEAST, NameIndex
from greenlist.engines.identity.slips import SlipIndex

CITY, PROVINCE = 4, 2
How = Literal["code", "name", ""]


@dataclass(frozen=True)
class Known:
    """One unit under one of its names (a unit with old names stands several times); region is a GB/T 2260 code or ''."""

    id: str
    name: str
    region: str = ""
    credit_code: str = ""


@dataclass(frozen=True)
class Asked:
    """What a row says; an empty text is: not said."""

    name: str
    region: str = ""
    credit_code: str = ""


@dataclass(frozen=True)
class Proposal:
    """A unit that may be meant, the name of it that is near, how near (‰), and the difference in words."""

    id: str
    name: str
    likeness: int
    why: str


@dataclass(frozen=True)
class Match:
    """`link`: the unit meant without doubt, or ''; `how` it was found; else the proposals, the nearest first."""

    link: str
    how: How
    proposals: tuple[Proposal, ...] = ()


class Matcher:
    """Known units, made ready to be asked."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = known
        names = [one.name for one in known]
        self._index, self._slips = NameIndex(names), SlipIndex(names)
        self._by_code: dict[str, set[str]] = {}
        for one in known:
            if one.credit_code:
                self._by_code.setdefault(one.credit_code, set()).add(one.id)

    def match(self, rows: Sequence[Asked]) -> list[Match]:
        """One answer a row, in order."""
        near = self._index.near([row.name for row in rows])
        return [self._one(row, [(found.position, found.likeness) for found in places]) for row, places in zip(rows, near, strict=True)]

    def _one(self, row: Asked, near: list[tuple[int, int]]) -> Match:
        holders = self._by_code.get(row.credit_code, set()) if row.credit_code else set()
        if len(holders) == 1:
            return Match(next(iter(holders)), "code")
        same = [self._known[at] for at in self._index.same(row.name)]
        within = {one.id for one in same if _is_within(row.region, one.region) and not _codes_differ(row, one)}
        if len(within) == 1 and not holders:
            return Match(next(iter(within)), "name")
        proposals: dict[str, Proposal] = {}
        for one, likeness in self._asked(row, same, near):
            if not holders or one.id in holders:
                proposals.setdefault(one.id, Proposal(one.id, one.name, likeness, difference(row, one)))
        return Match("", "", tuple(proposals.values()))

    def _asked(self, row: Asked, same: list[Known], near: list[tuple[int, int]]) -> Iterator[tuple[Known, int]]:
        """Who may be meant: the same name first, then one slip away, then the nearest."""
        yield from ((one, 1000) for one in same)
        liked = dict(near)
        yield from ((self._known[at], liked.get(at, LEAST)) for at in self._slips.near(row.name))
        yield from ((self._known[at], like) for at, like in near)


def difference(row: Asked, one: Known) -> str:
    """Why a person is asked, in words."""
    if name_key(row.name) != name_key(one.name):
        return f"名称不同：登记为“{one.name}”"
    if _codes_differ(row, one):
        return f"名称相同，信用代码不同（登记为{one.credit_code}）"
    if not _is_within(row.region, one.region):
        return "名称相同，所在地区不同" if row.region and one.region else "名称相同，没有写所在地区"
    return "名称相同，不止一家"


def _is_within(region: str, other: str) -> bool:
    """The same city, or one of the two names only the province they share."""
    if not region or not other:
        return False
    digits = PROVINCE if region.endswith("0000") or other.endswith("0000") else CITY
    return region[:digits] == other[:digits]


def _codes_differ(row: Asked, one: Known) -> bool:
    return bool(row.credit_code and one.credit_code and row.credit_code != one.credit_code)
