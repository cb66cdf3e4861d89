"""每日比对: every kept list against every unit of today, once a day; what hangs on what is new is checked again, and a dated record is left."""

from collections.abc import Iterable
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
from greenlist.casework.oversight.selectors import all_alive
from greenlist.casework.oversight.writing import check_again
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.register.services import Entering, enter_adverse_records
from greenlist.casework.verification.services import check_each, turned
from greenlist.rulebook.reference.adverse_lists import adverse_lists


def check_daily(*, actor: Actor = SYSTEM) -> DailyCheck:
    """Match all kept lists with the units of today, look at every live case, and leave the record of the day.

    A second call on the same day returns that record and does nothing. A call that was broken off is simply made again.
    """
    if done := DailyCheck.objects.filter(day=today()).first():
        return done
    began = now()
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
    }
    return _record_day(content, began, actor=actor)


def enter_at_new_sites(*, actor: Actor) -> int:
    """What lists brought about a unit also stands at the sites that it has got since; a bureau's only in its region. Returns how many."""
    with transaction.atomic():
        missing = list(_missing())
        enter_adverse_records(missing, actor=actor)
        check_again({one.site.organisation_id for one in missing}, actor)
    return len(missing)


def _missing() -> Iterable[Entering]:
    rows = AdverseRecord.objects.filter(file__list_deliveries__isnull=False).select_related("site", "file").order_by("recorded_at", "pk")
    brought = list(rows.distinct())
    offices = dict(ListDelivery.objects.filter(file__in={row.file_id for row in brought}).values_list("file_id", "unit"))
    sites: dict[Any, list[Site]] = {}
    for site in Site.objects.filter(organisation__in={row.site.organisation_id for row in brought}).order_by("pk"):
        sites.setdefault(site.organisation_id, []).append(site)
    there = {(row.site_id, row.kind, row.from_on, row.until_on, row.reference) for row in brought}
    for row in brought:
        office = offices[row.file_id]
        for site in sites[row.site.organisation_id]:
            key = (site.pk, row.kind, row.from_on, row.until_on, row.reference)
            if key not in there and (not office or site.unit == office):
                there.add(key)
                yield Entering(site, row.kind, row.from_on, row.until_on, row.statement, row.source, row.reference, row.file)


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
                "content_digest": digest,
            },
        )
        if is_new:
            record("check_daily", actor=actor, subject=made, clause="C-42", detail={"digest": digest})
    return made
