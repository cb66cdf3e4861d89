"""The rows of a section as shown: what is typed, what is odd, the change against last year, the evidence, the points now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from greenlist.casework.applications.explanation import unit_shown
from greenlist.casework.applications.selectors import ReturnedPlace
from greenlist.casework.applications.steps import with_unit
from greenlist.casework.filings.doubts import doubt, is_settled
from greenlist.casework.filings.forms import Row, Section
from greenlist.casework.filings.models import Evidence
from greenlist.casework.filings.selectors import Body, Gap, year_change
from greenlist.engines.scoring.item_result import ItemResult
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import shown

TIMES = 1000
"""From how many percent on a change is said in times."""


@dataclass(frozen=True)
class Proof:
    """A bound file under the short name that fits the cell: without the unit's name and the ending."""

    bound: Evidence
    name: str


@dataclass(frozen=True)
class Line:
    """One row. `odd` is one sentence, `is_settled` when a reason was written for it, `worked` the value computed from others, with its unit."""

    row: Row
    entry: dict[str, str]
    odd: str
    is_settled: bool
    is_gap: bool
    change: str
    evidence: list[Proof]
    item: ItemResult | None
    worked: str
    returned: ReturnedPlace | None

    def as_reply(self) -> dict[str, object]:
        """What autosave tells the page about this row."""
        return {"odd": self.odd, "is_settled": self.is_settled, "change": self.change}


@dataclass(frozen=True)
class Block:
    """Rows under one heading. kind: text, figures or items; it decides the columns."""

    kind: str
    part: str
    lines: list[Line]


def lines_of(
    section: Section, body: Body, gaps: Iterable[Gap], result: Result, *, bound: Iterable[Evidence], returned: Iterable[ReturnedPlace],
    unit: str, told: Mapping[str, str],
) -> list[Line]:  # fmt: skip
    """Every row of the section, in order; `unit` is the name that proofs need not repeat, `told` {row: what a clause says to it}."""
    empty = {gap.row for gap in gaps}
    back = {place.item.row: place for place in returned if place.item.section == section.id}
    proofs: dict[str, list[Proof]] = {}
    for evidence in bound:
        proofs.setdefault(evidence.row, []).append(Proof(evidence, _short(evidence.file.name, unit)))
    return [
        Line(row, entry := body.get(row.id, {}), told.get(row.id) or doubt(row, entry), row.id not in told and is_settled(row, entry), row.id in empty, change_of(row, entry),
             proofs.get(row.id, []), result.items.get(row.id), _worked(result, row.id), back.get(row.id))
        for row in section.rows
    ]  # fmt: skip


def blocks_of(lines: list[Line]) -> list[Block]:
    """The rows in runs of one kind and part."""
    made: list[Block] = []
    for line in lines:
        kind = "figures" if line.row.is_input else "items" if line.row.is_scored else "text"
        if not made or (made[-1].kind, made[-1].part) != (kind, line.row.part):
            made.append(Block(kind, line.row.part, []))
        made[-1].lines.append(line)
    return made


def change_of(row: Row, entry: dict[str, str]) -> str:
    """+3.5%, 约972倍, 首次填报; '' when either year is missing."""
    found = year_change(row, entry) if row.kind == "quantity" else None
    if found is None:
        return ""
    if found.percent is None:
        return "首次填报"
    if found.percent >= TIMES:
        return f"约{shown(found.percent / 100 + 1, 0)}倍"
    tenths = _tenths(abs(found.percent))
    return f"{'' if tenths == '0.0' else '+' if found.percent > 0 else '−'}{tenths}%"


def _worked(result: Result, name: str) -> str:
    item, found = result.plan.items.get(name), result.items.get(name)
    return with_unit(found.value, unit_shown(result, item)) if item and found else ""


def _short(name: str, unit: str) -> str:
    stem = name.rpartition(".")[0] or name
    return stem.removeprefix(unit).strip() or stem


def _tenths(value: Fraction) -> str:
    text = shown(value, 1)
    return text if "." in text else f"{text}.0"
