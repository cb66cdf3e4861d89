"""Reading cases, events and the log: who sees what, what is public, what waits, and how much there was in a year."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.publicity.models import CasePicture, GoodCase, Placement, PublicityYear, ServiceEvent, SharedCase
from greenlist.casework.register.events import Kind
from greenlist.casework.register.models import ON_LIST, ListEntry, ListEvent
from greenlist.casework.register.selectors import entries_visible_to, normalised, plain
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, parameter

STANDING = "listing_standing"
FALLEN = (Kind.SUSPENDED, Kind.REMOVED, Kind.MERGED)
INHERITED = Q(organisation__isnull=False, entry__site__isnull=False) & ~Q(entry__site__organisation=F("organisation"))
CHECKED = ("case_checked", "case_released", "case_taken_down")


def visible_to(actor: Actor) -> QuerySet[GoodCase]:
    """The unit its own cases, the bureau those of its region, the province and its centre all; the newest first.

    Own are those written of the unit: who takes over its entry reads neither its drafts nor its consent.
    """
    rows = GoodCase.objects.select_related("entry__site").order_by("-changed_at", "-id")
    if actor.may("read_own") and not actor.is_restricted:
        own = Q(organisation=actor.organisation_id)
        return rows.filter(own | Q(organisation=None, entry__site__organisation=actor.organisation_id))
    if actor.may("read_region"):
        return rows.filter(entry__unit=actor.unit)
    return rows if actor.may("read_province") else rows.none()


def entries_to_write_of(actor: Actor) -> QuerySet[ListEntry]:
    """The listed units of which this person may write a case."""
    if actor.may("read_own") and not actor.is_restricted:
        rows = ListEntry.objects.filter(origin="published", site__organisation=actor.organisation_id).order_by("-year", "id")
    else:
        rows = entries_visible_to(actor) if actor.may("write_case") else ListEntry.objects.none()
    return rows.filter(state__in=ON_LIST)


def with_pictures(rows: QuerySet[GoodCase]) -> QuerySet[GoodCase]:
    """The cases with their pictures in order."""
    pictures = CasePicture.objects.select_related("file", "thumbnail").order_by("added_at", "id")
    return rows.prefetch_related(Prefetch("pictures", pictures))


def public_cases(*, is_removal_public: bool, text: str = "", category: str = "", unit: str = "", industry: str = "") -> QuerySet[GoodCase]:
    """The released cases, the newest first, narrowed. Where a removal must not be told, who left the list is not shown at all.

    Nor is the case of a unit whose entry another one has: that one has not consented.
    """
    rows = GoodCase.objects.filter(state="case_released").exclude(INHERITED).select_related("entry__site").order_by("-released_at", "-id")
    if not is_removal_public:
        rows = rows.filter(entry__state=STANDING)
    if wanted := normalised(text):
        rows = rows.alias(plain_title=plain("title"), plain_name=plain("entry__name"))
        rows = rows.filter(Q(plain_title__icontains=wanted) | Q(plain_name__icontains=wanted))
    exact = {"entry__category": category, "entry__unit": unit}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return rows.filter(entry__site__industry__startswith=industry) if industry else rows


def public_industries() -> list[str]:
    """The first two digits of the industries of released cases."""
    codes = GoodCase.objects.filter(state="case_released").exclude(entry__site__industry="").values_list("entry__site__industry", flat=True)
    return sorted({code[:2] for code in codes.distinct()})


def to_settle(rows: QuerySet[GoodCase]) -> QuerySet[GoodCase]:
    """Of these the released cases whose unit does not stand on the list and about which nobody has said since then that they stay.

    And those whose entry another unit has: they can only be taken down.
    """
    since = ListEvent.objects.filter(entry=OuterRef("entry"), kind__in=FALLEN, entered_at__gt=OuterRef("kept_at"))
    fallen = ~Q(entry__state=STANDING) & (Q(kept_at=None) | Exists(since))
    return rows.filter(state="case_released").filter(fallen | INHERITED)


def events_of(actor: Actor) -> QuerySet[ServiceEvent]:
    """The events an office sees, with the cases shared there: the bureau its own, the province and its centre all."""
    rows = events().annotate(placed=Count("placements", filter=Q(placements__struck_because="")))
    if actor.may("read_region"):
        return rows.filter(unit=actor.unit)
    return rows if actor.may("read_province") else rows.none()


def events() -> QuerySet[ServiceEvent]:
    """All events that were not struck, the newest first, with the cases shared there."""
    shared = SharedCase.objects.select_related("case__entry").order_by("case__title", "id")
    rows = ServiceEvent.objects.filter(struck_because="").select_related("materials").order_by("-held_on", "-id")
    return rows.prefetch_related(Prefetch("shared", shared))


def placements_of(actor: Actor) -> QuerySet[Placement]:
    """The log an office sees: the bureau its own, the province and its centre all."""
    rows = Placement.objects.filter(struck_because="").select_related("case", "event", "scan").order_by("-published_on", "-id")
    if actor.may("read_region"):
        return rows.filter(unit=actor.unit)
    return rows if actor.may("read_province") else rows.none()


@dataclass(frozen=True)
class YearOf:
    """How much one bureau did in a year, per kind and channel, and whether it closed the year."""

    unit: str
    cases: int
    events: int
    attendance: int
    channels: dict[str, int]
    closed: PublicityYear | None

    @property
    def placements(self) -> int:
        return sum(self.channels.values())


def years_of(year: int, units: list[str]) -> list[YearOf]:
    """The year of each of these bureaus, in four queries. A case counts in the year in which the bureau checked it."""
    cases = dict(GoodCase.objects.filter(state__in=CHECKED, checked_at__year=year).values_list("unit").annotate(n=Count("pk")).order_by())
    held: dict[str, list[int]] = {}
    for unit, came in ServiceEvent.objects.filter(struck_because="", held_on__year=year).values_list("unit", "attendance"):
        held.setdefault(unit, []).append(came)
    placed: dict[str, dict[str, int]] = {}
    rows = Placement.objects.filter(struck_because="", published_on__year=year).values_list("unit", "channel").order_by()
    for unit, channel, count in rows.annotate(n=Count("pk")):
        placed.setdefault(unit, {})[channel] = count
    closed = {row.unit: row for row in PublicityYear.objects.filter(year=year)}
    return [
        YearOf(unit, cases.get(unit, 0), len(held.get(unit, [])), sum(held.get(unit, [])), placed.get(unit, {}), closed.get(unit))
        for unit in units
    ]


def wanted_a_year(round_: Round | None) -> tuple[int, int]:
    """(cases, events) that a bureau is asked for each year: parameters, the notice sets no number."""
    return (int(parameter(round_, "publicity_cases")), int(parameter(round_, "publicity_events"))) if round_ else (0, 0)


def years_to_close() -> list[int]:
    """The years a bureau may close: the last one, and from December on the present one."""
    return [today().year - 1] + ([today().year] if today().month == 12 else [])


def owed(actor: Actor) -> tuple[int, YearOf] | None:
    """(year, what there was) of the year that this bureau still has to close: since the notice, and it is over. None when there is none."""
    first, last = Round.objects.order_by("year", "id").values_list("year", flat=True).first(), today().year - 1
    if first is None or last < first or not actor.unit:
        return None
    (found,) = years_of(last, [actor.unit])
    return None if found.closed else (last, found)


def lacking(actor: Actor) -> list[str]:
    """What of this year a bureau still lacks in its last quarter, in words; [] before, or when nothing is lacking."""
    if today() < date(today().year, 10, 1) or not actor.unit:
        return []
    (found,) = years_of(today().year, [actor.unit])
    cases, held = wanted_a_year(current_round())
    return (["典型案例"] if found.cases < cases else []) + (["绿色制造服务行活动"] if found.events < held else [])


def fallen_words(case: GoodCase) -> str:
    """What must stand beside the case of a unit that is not in good standing on the list; '' for one that is."""
    entry = case.entry
    if case.is_inherited:
        return "承继了名单条目，没有同意公开本案例"
    if entry.state == STANDING:
        return ""
    return f"{entry.get_state_display()}{f' {entry.removed_on:%Y年%-m月%-d日}' if entry.removed_on else ''}"


def shareable(actor: Actor) -> QuerySet[GoodCase]:
    """The cases that can be named in an event or the log, the newest first: checked or released."""
    return (
        visible_to(actor).filter(state__in=("case_checked", "case_released")).order_by("-checked_at", "-id").annotate(name=F("entry__name"))
    )
