"""How the same clause and the same kind of fact were judged before, in this and in earlier rounds: counts both ways, and the range."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.contents import load_each
from greenlist.casework.verification.checklist import JUDGED, kind_of, outcome_words
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
    """The judgements on one clause and kind of fact, one side for each way of judging that there is."""

    sides: tuple[Side, ...]

    @property
    def count(self) -> int:
        return sum(side.count for side in self.sides)


def precedents_of(finding: Finding) -> Precedents:
    """The newest judgement of every other application on the same clause and kind of fact."""
    return precedents([finding])[finding.pk]


def precedents(findings: Iterable[Finding]) -> dict[Any, Precedents]:
    """The same for many findings, in two queries."""
    held = list(findings)
    rows = _newest_judgements({f.clause for f in held})
    contents = load_each({f.content_digest for f in (*held, *(row.finding for row in rows))})
    return {f.pk: _told(f.clause, f.application_id, contents[f.content_digest], rows, contents) for f in held}


def precedents_about(application: Application, clause: str, content: dict[str, Any]) -> Precedents:
    """The same for an answer that is not stored yet."""
    rows = _newest_judgements({clause})
    return _told(clause, application.pk, content, rows, load_each({row.finding.content_digest for row in rows}))


def _newest_judgements(clauses: set[str]) -> list[Judgement]:
    """The newest judgement of each application on each of these clauses."""
    rows = Judgement.objects.filter(finding__clause__in=clauses).select_related("finding").order_by("judged_at", "id")
    return list({(row.finding.application_id, row.finding.clause): row for row in rows}.values())


def _told(
    clause: str, application_pk: Any, own: dict[str, Any], rows: Iterable[Judgement], contents: dict[str, dict[str, Any]]
) -> Precedents:
    """An exclusion is alike where the same rule found it; a condition or priority where it was open for the same cause too."""
    kind = kind_of(clause)
    same = ("rule",) if kind == "exclusion" else ("rule", "settle_by")
    sides = {outcome: Side(words) for outcome, words in outcome_words(kind).items()}
    for row in rows:
        content = contents[row.finding.content_digest]
        if row.finding.clause != clause or row.finding.application_id == application_pk or row.finding.verdict != JUDGED[kind]:
            continue
        if any(content.get(name, "") != own.get(name, "") for name in same):
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
