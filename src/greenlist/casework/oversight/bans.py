"""What a ban touches: read when it is decided and kept by hash, and read again beside it whenever somebody looks."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.models import Ban, CapSlot, Engagement, Evaluator
from greenlist.casework.journal.contents import load
from greenlist.casework.oversight.selectors import resting_on
from greenlist.casework.register.models import ON_LIST, ListEntry
from greenlist.casework.verification.selectors import AT_REST

FORMAT = "greenlist.ban_touched/1"


@dataclass(frozen=True)
class TouchedRow:
    """One thing that a ban touched: what it was when the ban was decided, and what it is now. `pk` leads to a page of an application."""

    what: str
    name: str
    number: str
    then: str
    now: str
    pk: UUID | None = None


def unfinished_with(evaluator: Evaluator) -> list[Engagement]:
    """The engagements that this body has not signed and behind which no application is handed in: of those nothing can come any more.

    What an office entered for a unit (代录) stays engaged without a signature, so that its application is checked under C-60 instead.
    """
    handed_in = Application.objects.filter(number=OuterRef("application_number")).exclude(state__in=AT_REST)
    rows = Engagement.objects.filter(evaluator=evaluator, state__in=("asked", "engaged"), registered_from="").select_related(
        "site", "evaluator__organisation"
    )
    return list(rows.exclude(Exists(handed_in)).order_by("application_number", "id"))


def touched_by_ban(evaluator: Evaluator) -> dict[str, Any]:
    """Everything a ban on this body touches now, as plain values."""
    resting = list(resting_on(evaluator))
    return {
        "format": FORMAT,
        "applications": [{"number": a.number, "name": a.site.name, "state": a.get_state_display()} for a in resting],
        "engagements": [
            {"id": str(e.pk), "number": e.application_number, "name": e.site.name, "state": e.get_state_display()}
            for e in unfinished_with(evaluator)
        ],
        "entries": [
            {"id": str(e.pk), "name": e.name, "year": str(e.year), "state": e.get_state_display()}
            for e in _listed([a.site_id for a in resting if a.state == "listed"])
        ],
        "slots": [str(slot.position) for slot in CapSlot.objects.filter(engagement__evaluator=evaluator, released_at=None).order_by("id")],
    }


def _listed(sites: list[Any]) -> QuerySet[ListEntry]:
    return ListEntry.objects.filter(site__in=sites, origin="published", state__in=ON_LIST).order_by("-year", "name", "id")


def then_and_now(ban: Ban) -> list[TouchedRow]:
    """What the ban touched when it was decided, beside what became of it; empty for a ban of which nothing was kept."""
    if not ban.touched:
        return []
    kept = load(ban.touched)
    cases = {a.number: a for a in Application.objects.filter(number__in=[row["number"] for row in kept["applications"]])}
    engaged = {str(e.pk): e for e in Engagement.objects.filter(pk__in=[row["id"] for row in kept["engagements"]])}
    entries = {str(e.pk): e for e in ListEntry.objects.filter(pk__in=[row["id"] for row in kept["entries"]])}
    return [
        *(_row("申报件", row, row["number"], cases.get(row["number"])) for row in kept["applications"]),
        *(_row("评价委托", row, row["number"], engaged.get(row["id"])) for row in kept["engagements"]),
        *(_row("在册单位", row, f"{row['year']}年", entries.get(row["id"])) for row in kept["entries"]),
    ]


def _row(what: str, kept: dict[str, str], number: str, held: Any) -> TouchedRow:
    now = held.get_state_display() if held else "已不在"
    return TouchedRow(what, kept["name"], number, kept["state"], now, held.pk if held else None)


def places_kept(ban: Ban) -> int:
    """How many places under the cap the body's projects held when the ban was decided."""
    return len(load(ban.touched)["slots"]) if ban.touched else 0
