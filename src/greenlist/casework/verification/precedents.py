"""How the same clause and the same kind of fact were judged before, in this and in earlier rounds: counts both ways, and the range."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.contents import load
from greenlist.casework.verification.models import Finding, Judgement

SHOWN = 3
FIGURE = re.compile(r"(?<![\d-])(\d+(?:\.\d+)?)\s*(万元|元|个月|天|次|起|人)")


@dataclass
class Side:
    """One way of judging: how often, over which days, the figures that the facts name (24个月, 2万元), the newest reasons."""

    label: str
    count: int = 0
    days: list[date] = field(default_factory=list)
    figures: list[tuple[Decimal, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def span(self) -> str:
        """13个月至24个月, or 12个月; '' when the facts name no figure."""
        unit = self.figures[0][1] if self.figures else ""
        values = sorted({value for value, own in self.figures if own == unit})
        return "至".join(f"{value:f}{unit}" for value in dict.fromkeys((values[0], values[-1]))) if values else ""

    @property
    def since(self) -> date:
        return min(self.days)

    @property
    def until(self) -> date:
        return max(self.days)


@dataclass(frozen=True)
class Precedents:
    """The judgements on one clause and kind of fact, both ways, and those sent up for an answer."""

    sides: tuple[Side, ...]

    @property
    def count(self) -> int:
        return sum(side.count for side in self.sides)


def precedents_of(finding: Finding) -> Precedents:
    """The newest judgement of every other application on the same clause and kind of fact."""
    return precedents([finding])[finding.pk]


def precedents(findings: Iterable[Finding]) -> dict[Any, Precedents]:
    """The same for many findings; one query, and one for each content that is compared."""
    held = list(findings)
    rows = Judgement.objects.filter(finding__clause__in={f.clause for f in held}, finding__verdict=Finding.Verdict.NOT_MET)
    newest: dict[tuple[Any, str], Judgement] = {}
    for row in rows.select_related("finding").order_by("judged_at", "id"):
        newest[(row.finding.application_id, row.finding.clause)] = row
    contents = {row.pk: load(row.finding.content_digest) for row in newest.values()}
    return {f.pk: _told(f, list(newest.values()), contents) for f in held}


def _told(finding: Finding, rows: list[Judgement], contents: dict[Any, dict[str, Any]]) -> Precedents:
    kind = load(finding.content_digest).get("rule", "")
    sides = {code: Side(str(label)) for code, label in Judgement.Outcome.choices}
    for row in rows:
        content = contents[row.pk]
        if row.finding.clause != finding.clause or row.finding.application_id == finding.application_id or content.get("rule", "") != kind:
            continue
        side = sides[row.outcome]
        side.count += 1
        side.days.append(row.judged_at.astimezone(SHANGHAI).date())
        side.figures += _figures(content["fact"])
        side.reasons = [row.reason, *side.reasons][:SHOWN]
    return Precedents(tuple(sides.values()))


def _figures(fact: str) -> list[tuple[Decimal, str]]:
    """The largest figure with its measure that a fact names, the last measure winning (最长24个月)."""
    found = [(Decimal(value), unit) for value, unit in FIGURE.findall(fact)]
    return [max(pair for pair in found if pair[1] == found[-1][1])] if found else []
