"""The selection table: recommending units by categories; applied, recommended, qualified and proposed against last year."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import AT_PROVINCE
from greenlist.casework.register.models import Category, ListEntry
from greenlist.casework.rounds.models import Round
from greenlist.casework.selection.selectors import Standing
from greenlist.rulebook.notices import round_parameters

NOT_COUNTED = ("draft", "withdrawn")

Counts = dict[tuple[str, str, str], int]


@dataclass(frozen=True)
class Cell:
    """One unit and one category of the selection table. `last_year` is None when last year's list is not held."""

    applied: int
    recommended: int
    qualified: int
    proposed: int
    last_year: int | None


def counts_of(round_: Round) -> Counts:
    """{(unit, category, state): how many}, without drafts and withdrawn ones."""
    # In the order of the index and counting no column: the database answers from the index alone.
    rows = Application.objects.filter(round=round_).exclude(state__in=NOT_COUNTED).values("unit", "state", "category")
    return {(r["unit"], r["category"], r["state"]): r["n"] for r in rows.annotate(n=Count("*"))}


def last_years(round_: Round) -> dict[tuple[str, str], int] | None:
    """{(unit, category): rows on this province's list of last year}; None when that list is not held."""
    rows = ListEntry.objects.filter(origin=ListEntry.Origin.PUBLISHED, level="provincial", year=round_.year - 1)
    found = {(r["unit"], r["category"]): r["n"] for r in rows.order_by().values("unit", "category").annotate(n=Count("pk"))}
    return found or None


def selection_table(round_: Round, counts: Counts, standings: list[Standing], qualified: set[Any], last_year: Any) -> list[Any]:
    """[(unit, [(category, cell), …])] in the order of the notice, then the sum as (None, …)."""
    proposed = _tally(s.application for s in standings if s.is_in)
    fit = _tally(s.application for s in standings if s.application.pk in qualified)
    rows = [
        (unit, [_cell(unit.code, category, counts, fit, proposed, last_year) for category in Category.values])
        for unit in round_parameters(round_.notice).units
    ]
    everything = [*rows, (None, [_sum(cells) for cells in zip(*(cells for _, cells in rows), strict=True)])]
    return [(unit, list(zip(Category.values, cells, strict=True))) for unit, cells in everything]


def _tally(applications: Iterable[Application]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for application in applications:
        found[(application.unit, application.category)] = found.get((application.unit, application.category), 0) + 1
    return found


def _cell(unit: str, category: str, counts: Counts, fit: dict[Any, int], proposed: dict[Any, int], last_year: Any) -> Cell:
    applied = sum(n for (u, c, _), n in counts.items() if (u, c) == (unit, category))
    recommended = sum(n for (u, c, state), n in counts.items() if (u, c) == (unit, category) and state in AT_PROVINCE)
    key = (unit, category)
    return Cell(applied, recommended, fit.get(key, 0), proposed.get(key, 0), None if last_year is None else last_year.get(key, 0))


def _sum(cells: Iterable[Cell]) -> Cell:
    held = list(cells)
    last_year = None if any(c.last_year is None for c in held) else sum(c.last_year or 0 for c in held)
    return Cell(sum(c.applied for c in held), sum(c.recommended for c in held), sum(c.qualified for c in held),
                sum(c.proposed for c in held), last_year)  # fmt: skip
