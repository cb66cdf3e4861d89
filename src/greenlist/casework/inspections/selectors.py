"""Reading draws and visits: who may see what, whom a draw can meet, and the record that anybody can check."""

import json
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from greenlist.casework.inspections.models import Inspection, SpotDraw
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.contents import load
from greenlist.casework.register.models import ON_LIST, ListEntry

OPEN = ("to_visit", "to_rectify", "rectified", "removal_suggested")
DRAWN = ("units_drawn", "draw_public")


def draws() -> QuerySet[SpotDraw]:
    """All draws, the newest first, each with how many of its visits are still open."""
    is_open = Count("inspections", filter=Q(inspections__state__in=OPEN))
    return SpotDraw.objects.annotate(open_count=is_open).order_by("-opened_at", "-id")


def visible_to(actor: Actor) -> QuerySet[Inspection]:
    """The province and its centre all visits, a bureau those in its region."""
    rows = Inspection.objects.select_related("draw", "entry").order_by("-draw__opened_at", "position", "id")
    if actor.may("read_province"):
        return rows
    return rows.filter(unit=actor.unit) if actor.may("read_region") else rows.none()


def may_be_drawn() -> list[ListEntry]:
    """The units on the lists that this system published, each once: of several rows of one site the newest."""
    rows = ListEntry.objects.filter(origin="published", state__in=ON_LIST).select_related("site").order_by("year", "level", "id")
    return sorted({row.site_id or row.credit_code or row.name: row for row in rows}.values(), key=lambda row: str(row.pk))


def waiting_visits(actor: Actor, states: list[str]) -> dict[str, tuple[int, Any]]:
    """{state: (how many, since when the oldest)} of the visits this office sees, in one query."""
    rows = visible_to(actor).filter(state__in=states).order_by().values("state")
    told = rows.annotate(n=Count("pk"), since=Min("changed_at"))
    return {row["state"]: (row["n"], row["since"]) for row in told}


def next_draws() -> QuerySet[SpotDraw]:
    """The draws that were begun and not drawn yet, the nearest first."""
    return SpotDraw.objects.filter(state__in=["draw_open", "set_closed"]).order_by("figure_on", "id")


def overdue(actor: Actor) -> QuerySet[Inspection]:
    """Visits whose day for rectification is over."""
    return visible_to(actor).filter(state="to_rectify", due_on__lt=today())


def frame_of(draw: SpotDraw) -> dict[str, Any]:
    """The closed set: every unit with its chance."""
    held: dict[str, Any] = load(draw.frame_content)
    return held


def record_of(draw: SpotDraw, *, with_basis: bool) -> dict[str, Any]:
    """The record of a draw that has been drawn; the signals behind the chances are internal."""
    record: dict[str, Any] = load(draw.record_content)
    return record | ({"basis": load(draw.basis_content)} if with_basis else {})


def as_file(record: dict[str, Any]) -> str:
    """The record as `greenlist draw verify` reads it."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def problems_in(inspection: Inspection) -> int:
    """How many items of the checklist were found wanting."""
    return sum(told.get("answer") == "no" for told in inspection.answers.values())


def unseen_in(inspection: Inspection) -> int:
    """How many items of the checklist nobody looked at."""
    return sum(told.get("answer") == "unseen" for told in inspection.answers.values())
