"""Which re-checks a person sees: the province all, a bureau those of its own region's entries."""

from django.db.models import F, QuerySet

from greenlist.casework.journal.actors import Actor
from greenlist.casework.register.models import Recheck


def rechecks_visible_to(actor: Actor) -> QuerySet[Recheck]:
    """Re-checks with their entry and event, the open ones and the newest first."""
    rows = Recheck.objects.select_related("entry", "event").order_by(F("settled_at").asc(nulls_first=True), "-proposed_at", "-id")
    if actor.may("read_province"):
        return rows
    return rows.filter(entry__unit=actor.unit) if actor.may("read_region") else rows.none()
