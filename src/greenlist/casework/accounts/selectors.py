"""Reading accounts."""

from django.db.models import QuerySet

from greenlist.casework.accounts.models import User


def accounts(text: str = "") -> QuerySet[User]:
    """All accounts by login name, narrowed by a piece of the login name or the person's name."""
    rows = User.objects.order_by("username")
    return rows.filter(username__icontains=text) | rows.filter(name__icontains=text) if text else rows
