"""Who may stand in a cell that is published, in view of all cells of the same figure that were published before.

Units that stood together in every cell so far, or in none, cannot be told apart by anything that was printed: exchange their values and
every table stays as it is. A cell is made so that each of its units keeps at least four such others. Then one cell taken from another,
over years, industries or cities, leaves never fewer than five.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from greenlist.engines.disclosure.quartiles import band, quartiles, two_figures

VERSION = 1
LEAST = 5
Unit = TypeVar("Unit", bound=Hashable)


@dataclass(frozen=True)
class Cell:
    """What is printed: three quartiles as decimal text and how many units, in a band. `members` are kept for the next cells, never printed."""

    members: frozenset[Hashable]
    quartiles: tuple[str, ...]
    band: str


def cell_of(values: Mapping[Unit, Fraction], released: Sequence[frozenset[Unit]]) -> Cell | None:
    """The cell of these units, or None when nothing may be printed: too few, or so many alike that the quartiles give their value away."""
    members = admitted(frozenset(values), released)
    if not members:
        return None
    told = tuple(two_figures(value) for value in quartiles(values[unit] for unit in members))
    return None if told[0] == told[-1] else Cell(frozenset(members), told, band(len(members)))


def admitted(candidates: frozenset[Unit], released: Sequence[frozenset[Unit]]) -> frozenset[Unit]:
    """Of the candidates those who may stand in the next cell; nobody when they are fewer than five."""
    alike: dict[tuple[bool, ...], set[Unit]] = {}
    for unit in candidates.union(*released):
        alike.setdefault(tuple(unit in cell for cell in released), set()).add(unit)
    found = frozenset(
        unit for seen, units in alike.items() for unit in _kept(units & candidates, units - candidates if any(seen) else set())
    )
    return found if len(found) >= LEAST else frozenset()


def _kept(here: set[Unit], away: set[Unit]) -> list[Unit]:
    """Of units alike so far those who stay when some are away: who is away is kept company by enough who are here, chosen by their keys."""
    company = max(0, LEAST - len(away)) if away else 0
    kept = sorted(here, key=str)[company:]
    return kept if len(kept) >= LEAST else []
