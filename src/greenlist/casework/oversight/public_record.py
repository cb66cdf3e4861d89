"""What anybody may read of the evaluating bodies: bans in force, and how many of their projects each published round took up and listed."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.models import Ban, Engagement, Evaluator
from greenlist.casework.evaluators.selectors import evaluators
from greenlist.casework.publication.disclosure import Disclosure
from greenlist.casework.publication.models import Publication

HELD = ("engaged", "signed")


@dataclass(frozen=True)
class PublicBody:
    """One body for the public: nothing of scores, complaints, inspections, or a round that is not published."""

    evaluator: Evaluator
    ban: Ban | None
    years: list[dict[str, Any]] = field(default_factory=list)


def public_bodies(day: date, shown: Disclosure) -> list[PublicBody]:
    """The bodies with a project in a published round or a ban in force, by name; as far as the classes of the round open them."""
    if "body" not in shown.fields:
        return []
    bans = _bans(day) if "ban" in shown.fields else {}
    years: dict[Any, list[dict[str, Any]]] = {}
    for row in _counted():
        years.setdefault(row["evaluator"], []).append(row)
    rows = evaluators().filter(pk__in={*bans, *years})
    return [PublicBody(body, bans.get(body.pk), years.get(body.pk, [])) for body in rows]


def _bans(day: date) -> dict[Any, Ban]:
    """{body: its newest ban in force}."""
    rows = Ban.objects.filter(decided_on__lte=day, until_on__gt=day).order_by("decided_on", "id")
    return {ban.evaluator_id: ban for ban in rows}


def _counted() -> list[dict[str, Any]]:
    """{evaluator, year, projects, listed}, the newest first. A project that the unit took away after the signature is no more than a project."""
    published = Application.objects.filter(number=OuterRef("application_number"), round__in=Publication.objects.values("round"))
    rows = Engagement.objects.filter(Q(state__in=HELD) | Q(signed_at__isnull=False)).filter(Exists(published))
    told = rows.annotate(year=Subquery(published.values("round__year")[:1]), is_listed=Exists(published.filter(state="listed")))
    number = "application_number"
    counts = {"projects": Count(number, distinct=True), "listed": Count(number, distinct=True, filter=Q(is_listed=True, state__in=HELD))}
    return list(told.order_by().values("evaluator", "year").annotate(**counts).order_by("-year", "evaluator"))
