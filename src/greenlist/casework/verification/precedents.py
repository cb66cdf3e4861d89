"""How the same clause and the same kind of fact were judged before, in this and in earlier rounds: counts both ways, the range, and
judgements that contradict each other.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.contents import load_each
from greenlist.casework.verification.checklist import JUDGED, all_priorities, computed_labels, exclusion_labels, kind_of, outcome_words
from greenlist.casework.verification.models import Finding, Judgement
from greenlist.rulebook.eligibility.contradictions import Judged, contradictions, figure_of

SHOWN = 3
ALIKE = {"exclusion": ("rule",)}  # what must be the same for two facts to be of one kind; elsewhere also why they were open
ALSO_WHY = ("rule", "settle_by")


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
    """The judgements on one clause and the kind of fact in `content`, one side for each way of judging that there is."""

    sides: tuple[Side, ...]
    content: dict[str, Any]

    @property
    def count(self) -> int:
        return sum(side.count for side in self.sides)


@dataclass(frozen=True)
class Contradicting:
    """Two judgements on the same clause, kind and comparable size: one let its unit pass, the other did not; `more` like the nearer one."""

    clause: str
    label: str
    passed: Judgement
    barred: Judgement
    more: int

    @property
    def sides(self) -> tuple[Judgement, Judgement]:
        """Both, to be read beside each other."""
        return self.passed, self.barred


def precedents(findings: Iterable[Finding]) -> dict[Any, Precedents]:
    """{finding id: the newest judgement of every other application on the same clause and kind of fact}, in two queries."""
    held = list(findings)
    rows = _newest_judgements({f.clause for f in held})
    contents = load_each({f.content_digest for f in (*held, *(row.finding for row in rows))})
    return {f.pk: _told(f.clause, f.application_id, contents[f.content_digest], rows, contents) for f in held}


def precedents_about(application: Application, clause: str, content: dict[str, Any]) -> Precedents:
    """The same for an answer that is not stored yet."""
    rows = _newest_judgements({clause})
    return _told(clause, application.pk, content, rows, load_each({row.finding.content_digest for row in rows}))


def contradictions_among(applications: QuerySet[Application], *, about: Collection[Any]) -> list[Contradicting]:
    """The judgements on these applications, of whatever round, that contradict each other where one of the two is `about`; 3 queries.

    What was referred to the province is no judgement yet.
    """
    judged = Judgement.objects.filter(finding__application__in=applications.order_by().values("pk"))
    rows = [row for row in _newest_judgements(_judged_both_ways(judged), among=judged) if row.outcome != Judgement.Outcome.REFERRED]
    contents = load_each({row.finding.content_digest for row in rows})
    held = {(str(row.finding.application_id), row.finding.clause): row for row in rows}
    labels = exclusion_labels() | computed_labels()
    found = contradictions([_judged(row, contents[row.finding.content_digest]) for row in rows], about={str(pk) for pk in about})
    return [
        Contradicting(c.passed.clause, labels.get(c.passed.clause, c.passed.clause), held[c.passed.case, c.passed.clause],
                      held[c.barred.case, c.barred.clause], c.more)
        for c in found
    ]  # fmt: skip


def _judged_both_ways(judged: QuerySet[Judgement]) -> set[str]:
    """The clauses on which some judgements let a case pass and others did not: only there can be a contradiction.

    Whether a declared figure of a priority is true is checked for each unit by itself; that one is and another is not agrees.
    """
    ways = judged.exclude(outcome=Judgement.Outcome.REFERRED).order_by().values_list("finding__clause", "outcome").distinct()
    sides = {(clause, outcome in Judgement.SETTLED) for clause, outcome in ways}
    return {clause for clause, passes in sides if (clause, not passes) in sides} - set(all_priorities())


def _judged(row: Judgement, content: dict[str, Any]) -> Judged:
    kind = kind_of(row.finding.clause)
    same = "\n".join(str(content.get(name, "")) for name in ALIKE.get(kind, ALSO_WHY))
    return Judged(str(row.finding.application_id), row.finding.clause, same, content["fact"], row.outcome in Judgement.SETTLED,
                  is_exclusion=kind == "exclusion")  # fmt: skip


def _newest_judgements(clauses: set[str], *, among: QuerySet[Judgement] | None = None) -> list[Judgement]:
    """The newest judgement of each application on each of these clauses."""
    rows = (Judgement.objects.all() if among is None else among).filter(finding__clause__in=clauses)
    rows = rows.select_related("finding__application__site").order_by("judged_at", "id")
    return list({(row.finding.application_id, row.finding.clause): row for row in rows}.values())


def _told(
    clause: str, application_pk: Any, own: dict[str, Any], rows: Iterable[Judgement], contents: dict[str, dict[str, Any]]
) -> Precedents:
    """An exclusion is alike where the same rule found it; a condition or priority where it was open for the same cause too."""
    kind = kind_of(clause)
    sides = {outcome: Side(words) for outcome, words in outcome_words(kind).items()}
    for row in rows:
        content = contents[row.finding.content_digest]
        if row.finding.clause != clause or row.finding.application_id == application_pk or row.finding.verdict != JUDGED[kind]:
            continue
        if any(content.get(name, "") != own.get(name, "") for name in ALIKE.get(kind, ALSO_WHY)):
            continue
        side = sides[row.outcome]
        side.count += 1
        side.days.append(row.judged_at.astimezone(SHANGHAI).date())
        figure = figure_of(content["fact"])
        side.figures += [figure] if figure else []
        side.reasons = [row.reason, *side.reasons][:SHOWN]
    return Precedents(tuple(sides.values()), own)
