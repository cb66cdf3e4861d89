"""Reading sheets of accounts: an office sees its own."""

from django.db.models import QuerySet

from greenlist.casework.enrolment.models import AccountSheet
from greenlist.casework.journal.actors import Actor


def sheets_of(actor: Actor) -> QuerySet[AccountSheet]:
    """The sheets of the actor's bureau, or those of the offices for the system administrator; newest first."""
    rows = AccountSheet.objects.order_by("-uploaded_at", "-id")
    if actor.may("read_region"):
        return rows.filter(unit=actor.unit)
    return rows.filter(unit="") if actor.may("manage_accounts") else rows.none()
