"""Reading packages: those who take them in see all, the newest first; nobody else sees any."""

from django.db.models import QuerySet

from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.journal.actors import Actor


def visible_to(actor: Actor) -> QuerySet[OfflinePackage]:
    """The packages that came, with their zip and what became of them."""
    rows = OfflinePackage.objects.select_related("file", "batch", "round").order_by("-offered_at", "-id")
    return rows if actor.may("take_in_packages") else rows.none()
