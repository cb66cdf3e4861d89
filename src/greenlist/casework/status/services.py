"""Giving listings their status pages, and counting how often one is opened."""

import logging

from django.db import Error as DatabaseFault
from django.db import transaction
from django.db.models import F, Max

from greenlist.casework.journal.clock import today
from greenlist.casework.register.models import ListEntry
from greenlist.casework.status.models import StatusCount, StatusPage

log = logging.getLogger(__name__)


def open_pages() -> int:
    """A status page for every listing of ours that has none; returns how many. Called when a list is published and once a day."""
    with transaction.atomic():
        ours = ListEntry.objects.filter(origin=ListEntry.Origin.PUBLISHED).order_by("pk")
        ours.select_for_update().only("pk").first()  # two at once come one after the other; what both would read is asked after it
        newest = StatusPage.objects.aggregate(place=Max("place"))["place"]
        first, lacking = 0 if newest is None else newest + 1, ours.filter(status_page=None)
        made = StatusPage.objects.bulk_create(
            (StatusPage(entry=entry, place=place) for place, entry in enumerate(lacking.only("pk"), start=first)), batch_size=500
        )
    return len(made)


def count_opening(page: StatusPage) -> None:
    """One more today. A page is shown even when it could not be counted."""
    try:
        with transaction.atomic():
            _, is_first = StatusCount.objects.get_or_create(page=page, day=today())
            if not is_first:
                StatusCount.objects.filter(page=page, day=today()).update(count=F("count") + 1)
    except DatabaseFault as problem:
        log.warning("a status page was opened and not counted: %s", problem)
