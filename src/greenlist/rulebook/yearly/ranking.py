"""Ranks and grades of a year, exact: who shares a score shares a rank, and no grade is larger than its share."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import TypeVar

from greenlist.rulebook.yearly.texts import Share

Unit = TypeVar("Unit", bound=Hashable)
VERSION = 1


@dataclass(frozen=True)
class Place:
    """Where a unit stands among `of`: its rank (the best of those with its score), how many share it, its grade, whether it is of the last.

    `is_held_down`: those with this score would not all have found room in the grade above, so that none of them is in it.
    """

    rank: int
    of: int
    shared_by: int
    grade: str
    is_held_down: bool
    is_bottom: bool


def ranked(scores: Mapping[Unit, Fraction], shares: Sequence[Share], bottom_percent: Fraction) -> dict[Unit, Place]:
    """A place for every unit. Those who share a score stand or fall together: they are in a grade when all of them find room in it and
    those above it, and of the last so many percent when all of them do. With 19 units 5 % are none, with 20 one.
    """
    ordered = sorted(scores, key=lambda unit: scores[unit], reverse=True)
    count, first, found = len(ordered), 1, dict[Unit, Place]()
    for _, group in groupby(ordered, key=lambda unit: scores[unit]):
        same = list(group)
        last = first + len(same) - 1
        grade, best = _grade(last, count, shares), _grade(first, count, shares)
        is_bottom = Fraction(count - first + 1, count) <= bottom_percent / 100
        found |= dict.fromkeys(same, Place(first, count, len(same), grade, grade != best, is_bottom))
        first = last + 1
    return found


def bottom_tie(places: Mapping[Unit, Place], bottom_percent: Fraction) -> list[Unit]:
    """Those with the lowest score when they are more than the last so many percent have room for, so that nobody is; [] otherwise."""
    lowest = max((place.rank for place in places.values()), default=0)
    last = [unit for unit, place in places.items() if place.rank == lowest and not place.is_bottom]
    has_room = len(places) * bottom_percent / 100 >= 1
    return last if has_room else []


def _grade(position: int, count: int, shares: Sequence[Share]) -> str:
    """The best grade with room for this position."""
    reached = Fraction(0)
    for share in shares:
        reached += share.part
        if Fraction(position, count) <= reached:
            return share.grade
    return shares[-1].grade
