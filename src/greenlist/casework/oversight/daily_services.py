"""每日比对: every kept list against every unit of today, once a day; what hangs on what is new is checked again, and a dated record is left."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from greenlist.casework.directory.models import Site
from greenlist.casework.journal.actors import SYSTEM, Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import record
from greenlist.casework.oversight.matching import entries_met
from greenlist.casework.oversight.matching_services import match_office
from greenlist.casework.oversight.models import DailyCheck, ListDelivery
from greenlist.casework.oversight.register_check import register_breaks
from greenlist.casework.oversight.selectors import all_alive
from greenlist.casework.oversight.writing import check_again
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.register.selectors import of_kind
from greenlist.casework.register.services import Entering, enter_adverse_records
from greenlist.casework.status.services import open_pages
from greenlist.casework.verification.services import check_each, turned
from greenlist.rulebook.reference.adverse_lists import adverse_lists


def check_daily(*, actor: Actor = SYSTEM) -> DailyCheck:
    """Match all kept lists with the units of today, look at every live case and at the list itself, and leave the record of the day.

    A second call on the same day returns that record and does nothing. A call that was broken off is simply made again.
    """
    if done := DailyCheck.objects.filter(day=today()).first():
        return done
    began = now()
    open_pages()
    offices = ListDelivery.objects.filter(state="list_imported").order_by("unit").values_list("unit", flat=True).distinct()
    matched = [match_office(unit, actor=actor) for unit in offices]
    copied = enter_at_new_sites(actor=actor)
    cases = list(all_alive())
    changed = turned(cases, {one.clause for one in adverse_lists().values()})
    check_each(changed, stage="daily", actor=actor)
    content = {
        "day": today().isoformat(),
        "rows": sum(found.rows for found in matched),
        "linked": sum(found.linked for found in matched) + copied,
        "proposed": sum(found.proposed for found in matched),
        "cases": [case.number for case in cases],
        "changed": [case.number for case in changed],
        "entries": entries_met(),
        "register": register_breaks(),
    }
    return _record_day(content, began, actor=actor)


def enter_at_new_sites(*, actor: Actor) -> int:
    """What lists brought about a unit also stands at the sites that it has got since; a bureau's only in its region. Returns how many.

    Meanwhile no list is imported and nobody else does the same: both would write what was looked for here before.
    """
    with transaction.atomic():
        list(ListDelivery.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
        missing = list(_missing())
        enter_adverse_records([one for one, _ in missing], actor=actor)
        for delivery in dict.fromkeys(delivery for _, delivery in missing):
            told = [_named(one) for one, source in missing if source == delivery]
            record("enter_at_new_sites", actor=actor, subject=delivery, clause="C-42", detail={"entered": told})
        check_again({one.site.organisation_id for one, _ in missing}, actor)
    return len(missing)


def _named(one: Entering) -> dict[str, str]:
    """The fact as the journal names it."""
    return {"site": str(one.site.pk), "kind": one.kind, "from_on": one.from_on.isoformat(), "reference": one.reference}


def _missing() -> Iterable[tuple[Entering, ListDelivery]]:
    """What counts at one site of a unit, for each other that knows nothing of that fact, neither that it began nor that it ended; with its list."""
    brought = AdverseRecord.objects.filter(file__list_deliveries__isnull=False)
    # of two offices that were given one file the province comes last and counts: it reaches further
    lists = {one.file_id: one for one in ListDelivery.objects.filter(file__in=brought.values("file")).order_by("-unit", "pk")}
    sites: dict[Any, list[Site]] = {}
    owners = Site.objects.filter(organisation__in=brought.values("site__organisation")).prefetch_related("adverse_records__file")
    for site in owners.order_by("pk"):
        sites.setdefault(site.organisation_id, []).append(site)
    for own in sites.values():
        there = {(site.pk, *key) for site in own for row in site.adverse_records.all() for key in _keys(row)}
        for row, source in sorted((pair for site in own for pair in _counting(site, lists)), key=_open_first):
            for site in own:
                if (site.pk, row.kind, row.from_on, row.reference) not in there and source.unit in {"", site.unit}:
                    there |= {(site.pk, *key) for key in _keys(row)}
                    made = Entering(site, row.kind, row.from_on, row.until_on, row.statement, row.source, row.reference, row.file)
                    yield made, source


def _keys(row: AdverseRecord) -> set[tuple[str, date, str]]:
    """The facts that a site with this row knows: its own, and for a person's word, which has no document, that something began that day."""
    return {(row.kind, row.from_on, row.reference), (row.kind, row.from_on, "")}


def _counting(site: Site, lists: dict[Any, ListDelivery]) -> Iterable[tuple[AdverseRecord, ListDelivery]]:
    """The rows that count at a site and speak of what a list brought there, each with that list.

    A person's word that a fact of a list has ended, which has no document, is such a row too.
    """
    rows = list(site.adverse_records.all())
    for kind in {row.kind for row in rows}:
        for row in of_kind(rows, kind):
            about = [lists[r.file_id] for r in rows if r.file_id in lists and (r.kind, r.from_on) == (kind, row.from_on)]
            if row.file_id in lists:
                yield row, lists[row.file_id]
            elif about and not row.reference:
                yield row, min(about, key=lambda one: (one.unit, one.pk))


def _open_first(pair: tuple[AdverseRecord, ListDelivery]) -> tuple[bool, bool, Any, Any]:
    """Where two sites of a unit say different things of one fact, a third learns of the one that bars."""
    row, _ = pair
    return not row.reference, row.until_on is not None, row.recorded_at, row.pk


def _record_day(content: dict[str, Any], began: Any, *, actor: Actor) -> DailyCheck:
    with transaction.atomic():
        digest = store("daily_check", content)
        made, is_new = DailyCheck.objects.get_or_create(
            day=today(),
            defaults={
                "began_at": began,
                "ended_at": now(),
                "row_count": content["rows"],
                "linked_count": content["linked"],
                "proposed_count": content["proposed"],
                "case_count": len(content["cases"]),
                "changed_count": len(content["changed"]),
                "entry_hits": content["entries"],
                "register_breaks": content["register"],
                "content_digest": digest,
            },
        )
        if is_new:
            record("check_daily", actor=actor, subject=made, clause="C-42", detail={"digest": digest})
            if content["register"]:
                record("find_register_breaks", actor=actor, subject=made, detail={"breaks": content["register"][:100]})
    return made
