"""Opening accounts, setting a first password, ending and restoring sign-in. No e-mail is needed."""

import secrets

from django.db import transaction

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import check_plain, too_long

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def open_account(*, username: str, name: str, actor: Actor, encoded: str = "") -> tuple[User, str]:
    """Open an account; returns (user, first password). Raises Refused when the login name is taken or empty.

    `encoded`: a ready password hash (bulk creation, the rehearsal); then the returned password is ''.
    """
    _check_may_manage(actor)
    username, name = username.strip(), name.strip()
    if not username or not name:
        raise Refused("登录名和姓名都要填写。")
    check_plain(username, name)
    if wordy := too_long(User, username=username, name=name):
        raise Refused("没有开立账号。", items=wordy, then="请写短些。")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"登录名“{username}”已有人使用。", then="请换一个登录名，例如加上单位简称。")
    password = "" if encoded else "".join(secrets.choice(ALPHABET) for _ in range(12))
    with transaction.atomic():
        user = User.objects.create_user(username, password or None, name=name, encoded=encoded)
        record("open_account", actor=actor, subject=user, detail={"username": username})
    return user, password


def set_active(user: User, *, is_active: bool, reason: str, actor: Actor) -> None:
    """End or restore a person's sign-in; a reason is required, and nobody ends his own."""
    _check_may_manage(actor)
    if user.pk == actor.user_id:
        raise Refused("不能停用自己的账号。", then="请由另一位系统管理员办理。")
    if not reason.strip():
        raise Refused("请写明理由。")
    with transaction.atomic():
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        record("restore_account" if is_active else "end_account", actor=actor, subject=user, reason=reason)


def _check_may_manage(actor: Actor) -> None:
    if actor.role != "system" and not actor.may("manage_accounts"):
        raise NotAllowed("只有系统管理员可以管理账号。")
