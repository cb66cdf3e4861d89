"""Reading accounts."""

from django.db.models import QuerySet

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.selectors import recent_entries

SIGN_INS = ("signed_in", "sign_in_refused", "sign_in_locked", "signed_out", "password_changed")


def accounts(text: str = "") -> QuerySet[User]:
    """All accounts by login name, narrowed by a piece of the login name or the person's name."""
    rows = User.objects.order_by("username")
    return rows.filter(username__icontains=text) | rows.filter(name__icontains=text) if text else rows


def sign_ins(text: str = "", action: str = "") -> QuerySet[JournalEntry]:
    """The lines about signing in and out, newest first, narrowed by a piece of the person's name or by one of these acts."""
    rows = recent_entries().filter(action__in=[action] if action in SIGN_INS else SIGN_INS)
    return rows.filter(subject_label__icontains=text) if text else rows
