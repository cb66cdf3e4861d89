"""The draw itself: units lie one behind another, each as long as its chance, and one mark falls in every million.

Where the first mark falls and how the units of one stratum lie is decided by SM3 of the seed. Cities lie together, and in a city its
categories: each gets as many places as its chances add up to, rounded down or up. A unit is hit exactly as often as its chance says.
"""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import count

from greenlist.engines.sampling.chances import MILLION, Unit


def draw(units: Sequence[Unit], of: Mapping[str, int], *, seed: str) -> list[str]:
    """The keys drawn, in the order in which they lie. `of`: the chances by key; the order of `units` changes nothing."""
    ordered = sorted(units, key=lambda unit: (unit.city, unit.category, _sm3(f"{seed}\nunit\n{unit.key}"), unit.key))
    drawn, reached, mark = [], 0, first_mark(seed)
    for unit in ordered:
        reached += of[unit.key]
        if mark < reached:
            drawn.append(unit.key)
            mark += MILLION
    return drawn


def first_mark(seed: str) -> int:
    """Where the first mark falls: 0 to 999,999, each as likely; a digest that would favour some is left out."""
    even_end = 2**256 // MILLION * MILLION
    found = (int(_sm3(f"{seed}\nmark\n{turn}"), 16) for turn in count())
    return next(value for value in found if value < even_end) % MILLION


def _sm3(text: str) -> str:
    return hashlib.new("sm3", text.encode()).hexdigest()
