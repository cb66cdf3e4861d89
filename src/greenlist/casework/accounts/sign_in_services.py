"""Who signed in, who was refused, locked or signed out: one line of the journal each, never with what was typed as a password.

A login name that nobody has is not kept either: now and then it is a password that slipped into the wrong field.
"""

from datetime import timedelta

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.actors import ANONYMOUS, Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.models import JournalEntry

AN_HOUR = timedelta(hours=1)


def note_sign_in(user: User, *, address: str) -> None:
    """A person signed in."""
    record("signed_in", actor=_as(user), subject=user, detail=_told(user, address))


def note_sign_out(user: User, *, address: str) -> None:
    """A person signed out."""
    record("signed_out", actor=_as(user), subject=user, detail=_told(user, address))


def note_new_password(user: User) -> None:
    """A signed-in person changed his password."""
    record("password_changed", actor=_as(user), subject=user, detail={"username": user.username})


def note_refusal(username: str, *, address: str, is_locked: bool) -> None:
    """Somebody was refused: the password was wrong, or the name is locked at this address after too many wrong ones.

    One line an hour for a name and an address, so that nobody fills the journal; axes counts every one.
    """
    user = User.objects.filter(username__iexact=username.strip()).first()
    action, told = "sign_in_locked" if is_locked else "sign_in_refused", _told(user, address)
    if not JournalEntry.objects.filter(at__gt=now() - AN_HOUR, action=action, detail=told).exists():
        record(action, actor=ANONYMOUS, subject=user, detail=told)


def _as(user: User) -> Actor:
    return Actor(name=user.name, role="none", user_id=user.pk)


def _told(user: User | None, address: str) -> dict[str, str]:
    return {"username": user.username if user else "没有这个登录名", "address": address}
