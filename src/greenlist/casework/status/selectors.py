"""Reading status pages."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Sum

from greenlist.casework.journal.clock import today
from greenlist.casework.register.models import ListEntry
from greenlist.casework.status.models import StatusCount, StatusPage

# how the state of a listing is called in a status file and list
STATE_OF = {"listing_standing": "listed", "listing_suspended": "suspended", "listing_removed": "removed", "listing_merged": "merged"}
COUNTED_DAYS = 30


def addresses_of(entries: Iterable[ListEntry]) -> dict[Any, str]:
    """{key of the entry: address of its status page}, in one query."""
    return dict(StatusPage.objects.filter(entry__in=[entry.pk for entry in entries]).values_list("entry", "address"))


def states_off_list() -> tuple[dict[int, str], int]:
    """({place: state} of every listing that does not simply stand, how many places there are)."""
    rows = StatusPage.objects.exclude(entry__state="listing_standing").values_list("place", "entry__state")
    newest = StatusPage.objects.order_by("-place").values_list("place", flat=True).first()
    return {place: STATE_OF[state] for place, state in rows}, (newest or 0) + 1


def opened_lately(page: StatusPage) -> int:
    """How often the page was opened in the last thirty days, today among them."""
    since = today() - timedelta(days=COUNTED_DAYS - 1)
    counted: int | None = StatusCount.objects.filter(page=page, day__gte=since).aggregate(total=Sum("count"))["total"]
    return counted or 0
