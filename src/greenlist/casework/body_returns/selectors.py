"""Reading the yearly returns of bodies: who owes one, what our own records say of their year, what was filed, who is late and what is proposed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from greenlist.casework.applications.models import Application, ReturnItem
from greenlist.casework.body_returns.models import BodyReturn, BodyReturnVersion, BodyReturnYear
from greenlist.casework.evaluators.models import Engagement, Evaluator
from greenlist.casework.evaluators.selectors import evaluators, told_only
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.contents import load
from greenlist.rulebook.yearly.timetable import days_late

OWED = ("return_open", "return_sent_back")
ACCEPTED = Q(state__in=("engaged", "signed")) | Q(signed_at__isnull=False)
LONG_LATE = 30


def visible_to(actor: Actor) -> QuerySet[BodyReturn]:
    """The province all, a bureau those of the bodies that worked in its region that year, a body its own."""
    rows = BodyReturn.objects.select_related("evaluator__organisation", "opening").order_by(
        "-opening__year", "evaluator__organisation__name", "id"
    )
    if actor.may("read_province"):
        return rows
    if actor.may("read_region"):
        here = Application.objects.filter(unit=actor.unit, round__year=OuterRef(OuterRef("opening__year")))
        worked = Engagement.objects.filter(ACCEPTED, evaluator=OuterRef("evaluator"), application_number__in=here.values("number"))
        return rows.filter(Exists(worked))
    return rows.filter(evaluator__organisation_id=actor.organisation_id) if actor.may("read_engagements") else rows.none()


def newest_year() -> BodyReturnYear | None:
    """The year that was opened last."""
    return BodyReturnYear.objects.order_by("-year").first()


def worked_in(year: int) -> QuerySet[Evaluator]:
    """The bodies with an account here that accepted a project of a round of this year, by name."""
    numbers = Application.objects.filter(round__year=year).values("number")
    accepted = Engagement.objects.filter(ACCEPTED, evaluator=OuterRef("pk"), application_number__in=numbers)
    return evaluators().filter(Exists(accepted)).exclude(told_only())


def work_of(evaluator: Evaluator, year: int) -> list[dict[str, Any]]:
    """{unit, category, projects, national, signed, returned} of the body's projects of one year, as our own records have them."""
    engaged = Engagement.objects.filter(ACCEPTED, evaluator=evaluator, application_number=OuterRef("number"))
    rows = Application.objects.filter(Exists(engaged), round__year=year).alias(
        is_signed=Exists(engaged.filter(signed_at__isnull=False)),
        was_returned=Exists(ReturnItem.objects.filter(application=OuterRef("pk"))),
        is_national=Exists(engaged.filter(is_national=True)),
    )
    counts = {"national": Q(is_national=True), "signed": Q(is_signed=True), "returned": Q(was_returned=True)}
    told = {name: Count("pk", filter=held) for name, held in counts.items()}
    return list(rows.order_by().values("unit", "category").annotate(projects=Count("pk"), **told).order_by("unit", "category"))


def newest_version(held: BodyReturn) -> BodyReturnVersion | None:
    """What was filed last."""
    return held.versions.order_by("-number").first()


def content_of(version: BodyReturnVersion) -> dict[str, Any]:
    """What a version says; numbers as text."""
    content: dict[str, Any] = load(version.content_digest)
    return content


@dataclass(frozen=True)
class Standing:
    """One return on a day: how many days late, and what the rule proposes. Nothing follows by itself."""

    body_return: BodyReturn
    late: int

    @property
    def proposed(self) -> str:
        if not self.late or self.body_return.state not in OWED:
            return ""
        if self.late <= LONG_LATE:
            return "建议催报"
        return f"逾期超过{LONG_LATE}天，建议有项目的各地列为监督检查的重点"


def standing_of(held: BodyReturn, day: date) -> Standing:
    """How a return stands on a day."""
    filed_on = held.filed_at.astimezone(SHANGHAI).date() if held.filed_at else None
    return Standing(held, days_late(held.opening.due_on, filed_on=filed_on, on=day))
