"""Who signed in, who was refused, locked or signed out: one line of the journal each, never with what was typed as a password.

A login name that nobody has is not kept either: now and then it is a password that slipped into the wrong field.
"""

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.actors import ANONYMOUS, Actor
from greenlist.casework.journal.door import record


def note_sign_in(user: User, *, address: str) -> None:
    """A person signed in."""
    _note("signed_in", user, _as(user), address)


def note_sign_out(user: User, *, address: str) -> None:
    """A person signed out."""
    _note("signed_out", user, _as(user), address)


def note_new_password(user: User) -> None:
    """A signed-in person changed his password."""
    record("password_changed", actor=_as(user), subject=user, detail={"username": user.username})


def note_refusal(username: str, *, address: str, is_locked: bool) -> None:
    """Somebody was refused: the password was wrong, or the name is locked at this address after too many wrong ones."""
    user = User.objects.filter(username__iexact=username.strip()).first()
    _note("sign_in_locked" if is_locked else "sign_in_refused", user, ANONYMOUS, address)


def _as(user: User) -> Actor:
    return Actor(name=user.name, role="none", user_id=user.pk)


def _note(action: str, user: User | None, actor: Actor, address: str) -> None:
    known = {"username": user.username} if user else {"username": "没有这个登录名"}
    record(action, actor=actor, subject=user, detail=known | {"address": address})
