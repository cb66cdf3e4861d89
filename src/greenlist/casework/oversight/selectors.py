"""Reading deliveries and what waits to be settled: the province sees all, a bureau its own and its own region's units."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.evaluators.models import Engagement, Evaluator
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.oversight.models import DailyCheck, DeliveryRow, ListDelivery, WatchedSource
from greenlist.casework.publication.selectors import passed_over_for
from greenlist.casework.register.models import ON_LIST, ListEntry, ProposedHit
from greenlist.casework.verification.selectors import AT_REST
from greenlist.rulebook.reference.adverse_lists import AdverseList, adverse_lists

DECIDED = ("withdrawn", "not_recommended", "listed")  # beside who was passed over, as far as the reader may know


@dataclass(frozen=True)
class Touched:
    """What a delivery speaks of: applications under way, and rows on the list."""

    applications: list[Application]
    entries: list[ListEntry]


def visible_to(actor: Actor) -> QuerySet[ListDelivery]:
    """The deliveries this person may see, newest first."""
    rows = ListDelivery.objects.select_related("source", "file").order_by("-received_at", "-id")
    if actor.may("read_province"):
        return rows
    return rows.filter(unit=actor.unit) if actor.may("read_region") else rows.none()


def list_of(delivery: ListDelivery) -> AdverseList:
    """Which of the lists that decide it is."""
    return adverse_lists()[delivery.source.list_id]


def with_counts(deliveries: QuerySet[ListDelivery]) -> QuerySet[ListDelivery]:
    """Each with how many of its rows were linked, are proposed, and were not read."""
    fates = {"linked": "row_linked", "proposed": "row_proposed", "known": "row_known", "broken": "row_broken"}
    return deliveries.annotate(**{name: Count("rows", filter=Q(rows__fate=fate)) for name, fate in fates.items()})


def fate_counts(delivery: ListDelivery) -> dict[str, int]:
    """{fate: how many rows}."""
    rows = delivery.rows.order_by().values("fate").annotate(n=Count("pk"))
    return {entry["fate"]: entry["n"] for entry in rows}


def rows_of(delivery: ListDelivery, fate: str = "") -> QuerySet[DeliveryRow]:
    """Its rows in the order of the file, all or those with one fate."""
    rows = delivery.rows.select_related("organisation").order_by("position")
    return rows.filter(fate=fate) if fate else rows


def open_hits_of(actor: Actor) -> QuerySet[ProposedHit]:
    """The rows that wait for somebody to say which unit is meant, oldest first; a bureau's are those that may mean its units."""
    rows = ProposedHit.objects.filter(state="hit_open").select_related("organisation").order_by("proposed_at", "row_id", "-likeness")
    if actor.may("read_province"):
        return rows
    own = Site.objects.filter(organisation=OuterRef("organisation_id"), unit=actor.unit)
    return rows.filter(Exists(own)) if actor.may("read_region") and actor.unit else rows.none()


def unmatched(unit: str) -> QuerySet[DeliveryRow]:
    """The rows of an office's imported lists that meant no unit of ours, in the order they came."""
    rows = DeliveryRow.objects.filter(fate=DeliveryRow.Fate.STRANGER, delivery__unit=unit, delivery__state="list_imported")
    return rows.select_related("delivery__source", "delivery__file").order_by("delivery__imported_at", "delivery_id", "position")


def placed(unit: str, organisations: Any) -> QuerySet[DeliveryRow]:
    """The rows of an office's imported lists that mean one of these organisations, or wait for somebody to say whom they mean."""
    fate = DeliveryRow.Fate
    meant = Q(fate=fate.PROPOSED) | Q(fate=fate.LINKED, organisation__in=organisations)
    rows = DeliveryRow.objects.filter(meant, delivery__unit=unit, delivery__state="list_imported")
    return rows.select_related("delivery__source", "delivery__file").order_by("delivery__imported_at", "delivery_id", "position")


def alive(organisations: Any) -> QuerySet[Application]:
    """The applications of these organisations that are under way or listed."""
    rows = Application.objects.filter(site__organisation__in=organisations).exclude(state__in=AT_REST)
    return rows.select_related("site__organisation", "round", "filing", "report").order_by("number")


def all_alive() -> QuerySet[Application]:
    """The same of all organisations."""
    return alive(Organisation.objects.all())


def last_daily_check() -> DailyCheck | None:
    """The newest daily check that came to its end."""
    return DailyCheck.objects.order_by("-day").first()


def is_overdue(check: DailyCheck | None) -> bool:
    """Is the newest daily check older than a day, or was there none?"""
    return check is None or now() - check.ended_at > timedelta(days=1)


def touched_by(delivery: ListDelivery, actor: Actor) -> Touched:
    """The applications and rows on the list of the units that the delivery's rows were linked to, or may mean; a bureau's its own."""
    rows = delivery.rows.filter(fate__in=[DeliveryRow.Fate.LINKED, DeliveryRow.Fate.PROPOSED])
    meant: set[UUID] = set(rows.exclude(organisation=None).values_list("organisation_id", flat=True))
    meant |= set(ProposedHit.objects.filter(row_id__in=rows.values("pk")).values_list("organisation_id", flat=True))
    entries = ListEntry.objects.filter(site__organisation__in=meant, state__in=ON_LIST).order_by("-year", "name")
    own = {} if actor.may("read_province") else {"unit": actor.unit}
    return Touched(list(alive(meant).filter(**own)), list(entries.filter(**own)))


def resting_on(evaluator: Evaluator) -> QuerySet[Application]:
    """The applications that an accepted evaluation of this body stands behind, and that are handed in or listed."""
    rows = Application.objects.filter(Exists(_accepted(evaluator=evaluator)), mode=Application.Mode.THIRD_PARTY).exclude(state__in=AT_REST)
    return rows.select_related("site__organisation", "round", "filing", "report").order_by("unit", "number")


def on_banned_bodies(applications: QuerySet[Application], actor: Actor) -> QuerySet[Application]:
    """Those of these applications that are not decided, as far as the reader may know, and were evaluated by a body whose results do not
    count today (C-60).
    """
    engaged = _accepted(evaluator__bans__decided_on__lte=today(), evaluator__bans__until_on__gt=today())
    rows = applications.filter(Exists(engaged), mode=Application.Mode.THIRD_PARTY)
    return rows.exclude(Q(state__in=DECIDED) | passed_over_for(actor))


def _accepted(**about: Any) -> QuerySet[Engagement]:
    return Engagement.objects.filter(application_number=OuterRef("number"), state__in=("engaged", "signed"), **about)


def sources_seen(actor: Actor) -> list[str]:
    """The names of the sources of the deliveries this person may see."""
    return list(WatchedSource.objects.filter(deliveries__in=visible_to(actor)).order_by("name").values_list("name", flat=True).distinct())
