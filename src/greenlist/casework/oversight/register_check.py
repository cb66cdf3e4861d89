"""Is the list what was decided? Every entry against its events, every published list against its decision, every event against the journal.

Nothing is put right here: what does not hold is named, once a day, until somebody has looked.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.publication.models import Publication
from greenlist.casework.register.events import SET_BY_EVENTS, Kind, folded, stands_as
from greenlist.casework.register.models import ON_LIST, Level, ListEntry, ListEvent

# the journal's words for what happened to an entry after it was listed; enter_removal is that of lines from before there were events
ACTS = ("rename_listing", "move_listing", "carry_listing", "split_listing", "promote_listing", "suspend_listing", "remove_listing",
        "restore_listing", "merge_listing", "enter_removal")  # fmt: skip
AT_ONCE = 500


def register_breaks() -> list[dict[str, str]]:
    """[{entry, name, what}] of everything that does not hold; [] when the list is what was decided."""
    return [{"entry": pk, "name": name, "what": what} for pk, name, what in (*_of_entries(), *_of_publications())]


def _of_entries() -> Iterator[tuple[str, str, str]]:
    told = dict(
        JournalEntry.objects.filter(subject_kind="register.listentry", action__in=ACTS)
        .order_by()
        .values_list("subject_id")
        .annotate(n=Count("pk"))
    )
    events = {
        pk: list(own) for pk, own in groupby(ListEvent.objects.order_by("entry_id", "number").iterator(AT_ONCE), lambda e: e.entry_id)
    }
    for entry in ListEntry.objects.order_by("pk").iterator(AT_ONCE):
        own, known = events.get(entry.pk, []), told.get(entry.pk, 0)
        unknown = [f"有{len(own) - 1 - known}项变动没有日志"] if known < len(own) - 1 else []
        for what in (*wrong_with(entry, own), *unknown):
            yield str(entry.pk), entry.name, what


def wrong_with(entry: ListEntry, events: list[ListEvent]) -> Iterator[str]:
    """What does not hold between one entry and its events, given in their order."""
    if not events:
        yield "没有任何变动记录"
        return
    if [event.number for event in events] != list(range(1, len(events) + 1)):
        yield "变动记录的次序不连续"
    if [event.number for event in events if event.kind == Kind.LISTED] != [1]:
        yield "变动记录不是从列入开始"
    made, stands = folded(events), stands_as(entry)
    for column in SET_BY_EVENTS:
        if made.get(column, "") != stands[column]:
            label = ListEntry._meta.get_field(column.removesuffix("_id")).verbose_name
            yield f"“{label}”是“{stands[column]}”，按变动记录应是“{made.get(column, '')}”"


def _of_publications() -> Iterator[tuple[str, str, str]]:
    """Listed is who the decision listed, neither more nor fewer; a merger that handed a place on is no matter: the first event counts.
    Who stood on that list already got no second place.
    """
    numbers: dict[str, set[str]] = {}
    last: dict[str, datetime] = {}
    for made in Publication.objects.order_by("published_on", "id"):
        numbers.setdefault(made.document_number, set()).update(row["number"] for row in load(made.content_digest)["rows"])
        last[made.document_number] = made.published_at
    for document, decided in numbers.items():
        cases = Application.objects.filter(number__in=decided).values_list("site", "site__name", "category")
        sites = {pk: name for pk, name, _ in cases}
        first = ListEvent.objects.filter(entry__document=document, entry__origin=ListEntry.Origin.PUBLISHED, kind=Kind.LISTED)
        listed: dict[str, Any] = {event.sets["site_id"]: event.entry for event in first.select_related("entry")}
        yield from (
            ("", name, f"{document}公布列入，名册中没有")
            for pk, name, category in cases
            if str(pk) not in listed and not _stood(pk, category, last[document])
        )
        wanted = {str(pk) for pk in sites}
        yield from (
            (str(entry.pk), entry.name, f"名册中有，{document}的公布决定中没有") for pk, entry in listed.items() if pk not in wanted
        )


def _stood(site: UUID, category: str, before: datetime) -> bool:
    """Did the site stand on the provincial list by another entry when a list came out?"""
    known = ListEvent.objects.filter(entry__origin=ListEntry.Origin.PUBLISHED, entry__category=category, entered_at__lt=before)
    entries = known.filter(sets__site_id=str(site)).order_by().values_list("entry", flat=True).distinct()
    for entry in entries:
        made = folded(known.filter(entry=entry).order_by("number"))
        if (made["site_id"], made["level"]) == (str(site), Level.PROVINCIAL) and made["state"] in ON_LIST:
            return True
    return False
