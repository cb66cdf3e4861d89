"""Twelve units at a glance: what each has handed in, where its applications stand, and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.clock import now
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.register.models import Category, ListEntry
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import extensions_of
from greenlist.casework.selection.selectors import Standing
from greenlist.rulebook.notices import RecommendingUnit, round_parameters

AT_CITY = ("screening", "submitted", "verifying", "returned", "recommendable", "frozen")
AT_PROVINCE = ("recommended", "accepted", "reviewing", "reviewed", "proposed", "not_selected", "listed")
NOT_COUNTED = ("draft", "withdrawn")
COLUMNS = (
    ("申报", (*AT_CITY, *AT_PROVINCE, "not_recommended"), ""),
    ("市级在办", AT_CITY, ""),
    ("不予推荐", ("not_recommended",), ""),
    ("推荐", AT_PROVINCE, "all"),
    ("待形式审查", ("recommended",), "recommended"),
    ("待指派", ("accepted",), "accepted"),
    ("评审中", ("reviewing",), "reviewing"),
    ("已评审", ("reviewed",), "reviewed"),
    ("拟入选、公布", ("proposed", "listed"), "proposed"),
    ("未入选", ("not_selected",), "not_selected"),
)
TURNS = (("recommended", "等我形式审查"), ("accepted", "等我指派专家"), ("reviewed", "等遴选审定"), ("reviewing", "等专家评分"),
         ("proposed", "等公示公布"))  # fmt: skip

Counts = dict[tuple[str, str, str], int]


@dataclass(frozen=True)
class Line:
    """One recommending unit: the figures of COLUMNS, its newest batch, and the first turn that is open."""

    unit: RecommendingUnit
    counts: tuple[int, ...]
    batch: Batch | None
    turn: str
    waiting: int
    deadline_at: datetime
    is_extended: bool

    @property
    def is_late(self) -> bool:
        return self.batch is None and now() >= self.deadline_at

    @property
    def is_mine(self) -> bool:
        return "我" in self.turn


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


def batches_of(round_: Round) -> dict[str, Batch]:
    """{unit: its newest batch handed in}."""
    return {batch.unit: batch for batch in Batch.objects.filter(round=round_, state="submitted").order_by("submitted_at")}


def lines_of(round_: Round, counts: Counts, batches: dict[str, Batch]) -> list[Line]:
    """One line a recommending unit, in the order of the notice."""
    extended = {unit: extension.deadline_at for unit, extension in extensions_of(round_).items()}
    return [
        _line(unit, counts, batches.get(unit.code), extended.get(unit.code, round_.deadline_at), unit.code in extended)
        for unit in round_parameters(round_.notice).units
    ]


def by_state(counts: Counts, states: Iterable[str], unit: str = "") -> int:
    """How many stand in these states, of one unit or of all."""
    wanted = set(states)
    return sum(n for (u, _, state), n in counts.items() if state in wanted and (not unit or u == unit))


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


def _line(unit: RecommendingUnit, counts: Counts, batch: Batch | None, deadline_at: datetime, is_extended: bool) -> Line:
    figures = tuple(by_state(counts, states, unit.code) for _, states, _ in COLUMNS)
    if batch is None:
        return Line(unit, figures, None, f"等{unit.city}报送", by_state(counts, AT_CITY, unit.code), deadline_at, is_extended)
    open_turns = ((label, by_state(counts, (state,), unit.code)) for state, label in TURNS)
    turn, waiting = next(((label, n) for label, n in open_turns if n), ("", 0))
    return Line(unit, figures, batch, turn, waiting, deadline_at, is_extended)


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
