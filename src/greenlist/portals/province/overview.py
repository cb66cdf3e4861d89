"""Twelve units at a glance: what each has handed in, where its applications stand, and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from greenlist.casework.applications.selectors import AT_PROVINCE
from greenlist.casework.journal.clock import now
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import extensions_of
from greenlist.casework.selection.table import Counts
from greenlist.rulebook.notices import RecommendingUnit, round_parameters

AT_CITY = ("screening", "submitted", "verifying", "returned", "recommendable", "frozen")
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


def batches_of(round_: Round) -> dict[str, Batch]:
    """{unit: its newest batch handed in}."""
    return {batch.unit: batch for batch in Batch.objects.filter(round=round_, state="submitted").order_by("submitted_at", "id")}


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


def _line(unit: RecommendingUnit, counts: Counts, batch: Batch | None, deadline_at: datetime, is_extended: bool) -> Line:
    figures = tuple(by_state(counts, states, unit.code) for _, states, _ in COLUMNS)
    if batch is None:
        return Line(unit, figures, None, f"等{unit.city}报送", by_state(counts, AT_CITY, unit.code), deadline_at, is_extended)
    open_turns = ((label, by_state(counts, (state,), unit.code)) for state, label in TURNS)
    turn, waiting = next(((label, n) for label, n in open_turns if n), ("", 0))
    return Line(unit, figures, batch, turn, waiting, deadline_at, is_extended)
