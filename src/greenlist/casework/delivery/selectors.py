"""Reading packages: those who take them in see all, the newest first; nobody else sees any."""

from django.db.models import QuerySet

from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.selectors import in_force
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.recommendation.models import Batch


def visible_to(actor: Actor) -> QuerySet[OfflinePackage]:
    """The packages that came, with their zip and what became of them."""
    rows = OfflinePackage.objects.select_related("file", "batch", "round").order_by("-offered_at", "-id")
    return rows if actor.may("take_in_packages") else rows.none()


def works_here(package: OfflinePackage) -> bool:
    """Does its office work on this installation: may somebody of it sign in, or has it a batch of this round that came in no package?"""
    people = Membership.objects.filter(in_force(today()), organisation__kind="bureau", organisation__unit=package.unit)
    return people.exists() or Batch.objects.filter(round=package.round_id, unit=package.unit, offline_package=None).exists()
