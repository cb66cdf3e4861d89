"""Who looks for the values: he has every table of every year and grouping, knows who is in which, and knows that no value changes.

Each printed quartile says that of the units of its table at most so many lie below it, and at least so many not above it. He cuts the
numbers at all printed values and bounds, for units that are in the same tables, how many of them lie below each cut; what one table
says narrows what another may mean, until nothing moves. He names a unit when all those alike are forced into one narrow interval. Where
he knows that no two values are the same, a value printed in several tables is that of a unit that is in all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

NARROW = Fraction(11, 10)  # a value known to a tenth is found


@dataclass(frozen=True)
class Table:
    """A published cell: who is in it, and the interval in which each quartile lies (half open)."""

    members: frozenset[str]
    quartiles: tuple[tuple[Fraction, Fraction], ...]

    def bounds(self) -> list[tuple[Fraction, int, int]]:
        """(cut, fewest, most) of how many values lie below a cut."""
        size, told = len(self.members), []
        for part, (low, high) in zip((1, 2, 3), self.quartiles, strict=True):
            rank = ceil(Fraction(part * size, 4))
            told += [(low, 0, rank - 1), (high, rank, size)]
        return told


Bounds = dict[tuple[int, Fraction], list[int]]


def found(tables: list[Table], *, are_all_different: bool) -> Mapping[str, tuple[Fraction, Fraction]]:
    """{unit: the narrow interval its value must lie in}."""
    return forced(tables) | (matched(tables) if are_all_different else {})


def matched(tables: list[Table]) -> dict[str, tuple[Fraction, Fraction]]:
    """The units that alone are in all tables in which a value is printed."""
    printed: dict[tuple[Fraction, Fraction], frozenset[str]] = {}
    for table in tables:
        for value in table.quartiles:
            printed[value] = printed.get(value, table.members) & table.members
    return {unit: value for value, units in printed.items() if len(units) == 1 for unit in units}


def forced(tables: list[Table]) -> dict[str, tuple[Fraction, Fraction]]:
    """The units whose value is forced into a narrow interval by what is printed."""
    groups = alike(tables)
    cuts = sorted({cut for table in tables for cut, _, _ in table.bounds()})
    below: Bounds = {(i, cut): [0, len(units)] for i, units in enumerate(groups) for cut in cuts}
    inside = [(table, [i for i, units in enumerate(groups) if units <= table.members]) for table in tables]
    while _narrowed(below, cuts, len(groups)) | any(_told(below, table, mine) for table, mine in inside):
        pass
    return {
        unit: (low, high)
        for i, units in enumerate(groups)
        for low, high in _narrow(cuts)
        if below[i, low][1] == 0 and below[i, high][0] == len(units)
        for unit in units
    }


def alike(tables: list[Table]) -> list[frozenset[str]]:
    """The units by the tables they are in."""
    groups: dict[tuple[bool, ...], set[str]] = {}
    for unit in frozenset().union(*(table.members for table in tables)):
        groups.setdefault(tuple(unit in table.members for table in tables), set()).add(unit)
    return [frozenset(units) for units in groups.values()]


def _narrow(cuts: list[Fraction]) -> list[tuple[Fraction, Fraction]]:
    return [(low, high) for at, low in enumerate(cuts) for high in cuts[at + 1 :] if low > 0 and high <= low * NARROW]


def _told(below: Bounds, table: Table, mine: list[int]) -> bool:
    """What the sum over the groups of a table says of each of them."""
    moved = False
    for cut, fewest, most in table.bounds():
        low, high = sum(below[i, cut][0] for i in mine), sum(below[i, cut][1] for i in mine)
        for i in mine:
            own = below[i, cut]
            moved |= _set(own, fewest - (high - own[1]), most - (low - own[0]))
    return moved


def _narrowed(below: Bounds, cuts: list[Fraction], groups: int) -> bool:
    """At a higher cut no fewer lie below it."""
    moved = False
    for i in range(groups):
        for low, high in zip(cuts, cuts[1:], strict=False):
            moved |= _set(below[i, high], below[i, low][0], below[i, high][1])
        for low, high in zip(cuts[-2::-1], cuts[:0:-1], strict=True):
            moved |= _set(below[i, low], 0, below[i, high][1])
    return moved


def _set(own: list[int], fewest: int, most: int) -> bool:
    made = [max(own[0], fewest), min(own[1], most)]
    moved, own[:] = made != own, made
    return moved
