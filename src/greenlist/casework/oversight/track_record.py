"""What a body has done: its projects of each year with their results, and how its scores lie beside the panel's. Internal to offices."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from greenlist.casework.applications.models import Application, ReturnItem
from greenlist.casework.applications.selectors import AT_PROVINCE
from greenlist.casework.evaluators.models import Engagement, Evaluator
from greenlist.casework.filings.selectors import plan_by_digest
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.contents import load_each
from greenlist.casework.publication.selectors import passed_over_for
from greenlist.casework.review.models import Assignment, GroupOpinion
from greenlist.casework.review.selectors import given, sheet_result, sheet_rows
from greenlist.engines.scoring.deviation import Deviation, deviation


def years_of(evaluator: Evaluator, actor: Actor) -> list[dict[str, Any]]:
    """{year, projects, recommended, listed, passed_over, refused, returned} a year, the newest first; a bureau's those of its region.

    A project is an evaluation that the body accepted; one that the unit ended after the signature is still among them. Who was passed
    over is counted for a bureau from the notice on.
    """
    accepted = Q(state__in=("engaged", "signed")) | Q(signed_at__isnull=False)
    engaged = Engagement.objects.filter(accepted, evaluator=evaluator, application_number=OuterRef("number"))
    rows = Application.objects.filter(Exists(engaged)).alias(was_returned=Exists(ReturnItem.objects.filter(application=OuterRef("pk"))))
    if not actor.may("read_province"):
        rows = rows.filter(unit=actor.unit)
    results = {
        "recommended": Q(state__in=AT_PROVINCE),
        "listed": Q(state="listed"),
        "passed_over": passed_over_for(actor),
        "refused": Q(state="not_recommended"),
        "returned": Q(was_returned=True),
    }
    counts = {name: Count("pk", filter=held) for name, held in results.items()}
    return list(rows.order_by().values("round__year").annotate(projects=Count("pk"), **counts).order_by("-round__year"))


@dataclass(frozen=True)
class Compared:
    """How far a body's scores lie from the panels': over all its cases, and over those of each year and category."""

    overall: Deviation
    parts: tuple[tuple[int, str, Deviation], ...] = ()


def deviations(actor: Actor, *, evaluator: Evaluator | None = None) -> dict[Any, Compared]:
    """{body's id: its deviation} of every body with a signed and marked report, or of one.

    For the province alone, and empty for everybody else: a score of a case that is not decided is nobody else's.
    """
    return scores_compared(evaluator=evaluator) if actor.may("read_province") else {}


def scores_compared(*, evaluator: Evaluator | None = None) -> dict[Any, Compared]:
    """The same for what computes on the province's behalf. A case counts that the body and the panel both marked in full."""
    signed = Engagement.objects.filter(state="signed", **({"evaluator": evaluator} if evaluator else {})).exclude(marks={})
    marked = {number: (body, marks) for number, body, marks in signed.values_list("application_number", "evaluator_id", "marks")}
    of_case = _year_and_category(list(marked))
    found: dict[Any, list[tuple[int, str, Fraction]]] = {body: [] for body, _ in marked.values()}
    for number, panel in _panels(list(marked)).items():
        body, marks = marked[number]
        difference = _difference(marks, panel)
        if difference is not None:
            found[body].append((*of_case[number], difference))
    return {body: _compared(rows) for body, rows in found.items()}


def _year_and_category(numbers: list[str]) -> dict[str, tuple[int, str]]:
    rows = Application.objects.filter(number__in=numbers).values_list("number", "round__year", "category")
    return {number: (year, category) for number, year, category in rows}


def _compared(rows: list[tuple[int, str, Fraction]]) -> Compared:
    kinds = sorted({(year, category) for year, category, _ in rows}, key=lambda kind: (-kind[0], kind[1]))
    parts = [(y, c, deviation([one for year, category, one in rows if (year, category) == (y, c)])) for y, c in kinds]
    return Compared(deviation([one for *_, one in rows]), tuple(parts))


@dataclass(frozen=True)
class _Panel:
    """The panel's score of record of one application, and the stored sheet that tells which rows were marked by which plan."""

    score: str
    content: dict[str, Any]


def _difference(marks: dict[str, str], panel: _Panel) -> Fraction | None:
    """Body less panel; None where the body left a row of the sheet open."""
    plan, absent = plan_by_digest(panel.content["plan"]), panel.content["not_applicable"]
    if any(row not in marks for row in sheet_rows(plan) if row not in absent):
        return None
    return sheet_result(plan, given(marks), absent).total - Fraction(panel.score)


def _panels(numbers: list[str]) -> dict[str, _Panel]:
    """{application number: the panel's score}: of a group its confirmed opinion, else the one sheet."""
    agreed = dict(GroupOpinion.objects.filter(application__number__in=numbers, state="agreed").values_list("application__number", "score"))
    sheets = Assignment.objects.filter(application__number__in=numbers, state="handed_in").order_by("handed_in_at", "id")
    rows = list(sheets.values_list("application__number", "group", "score", "content_digest"))
    contents = load_each({digest for *_, digest in rows})
    held = {number: (agreed.get(number, "" if group else score), digest) for number, group, score, digest in rows}
    return {number: _Panel(score, contents[digest]) for number, (score, digest) in held.items() if score}
