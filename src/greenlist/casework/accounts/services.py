"""Opening accounts, one-time codes, setting a password with one, ending and restoring sign-in. No e-mail is needed.

Nobody but the person ever knows a password: an account opens, or is reset, with a code that is shown once.
"""

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from greenlist.casework.accounts.codes import digest_of_code, new_code
from greenlist.casework.accounts.models import ActivationCode, User
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import check_plain, too_long

FIRST_DAYS, RESET_DAYS = 30, 3
NEW_CODE = "请向发码人要一个新的启用码：填报人找本单位管理员，单位管理员找推荐单位，其他人找系统管理员。"


def open_account(*, username: str, name: str, actor: Actor, phone: str = "", encoded: str = "") -> tuple[User, str]:
    """Open an account; returns (user, activation code). Raises Refused when the login name is taken or empty.

    `encoded`: a ready password hash (the rehearsal); then there is no code.
    """
    _check_may_open(actor)
    username, name = username.strip(), name.strip()
    if not username or not name:
        raise Refused("登录名和姓名都要填写。")
    check_plain(username, name, phone)
    if wordy := too_long(User, username=username, name=name, phone=phone):
        raise Refused("没有开立账号。", items=wordy, then="请写短些。")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"登录名“{username}”已有人使用。", then="请换一个登录名，例如加上单位简称。")
    with transaction.atomic():
        user = User.objects.create_user(username, None, name=name, encoded=encoded, phone=phone)
        record("open_account", actor=actor, subject=user, detail={"username": username})
        return user, "" if encoded else _issue(user, FIRST_DAYS, actor)


def renew_code(user: User, *, actor: Actor, reason: str) -> str:
    """Reset: a fresh code; the password in use, every session and every older code end at once.

    Whom the actor may reset is asked by directory.services.reset_person, which knows the positions.
    """
    _check_may_open(actor)
    if not reason.strip():
        raise Refused("请写明重设的理由。", then="例如“本人当面提出，忘记密码”。")
    if not user.is_active:
        raise Refused(f"{user.name}的账号已停用，没有重设。", then="请系统管理员先恢复账号。")
    with transaction.atomic():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        record("reset_access", actor=actor, subject=user, reason=reason)
        return _issue(user, RESET_DAYS, actor)


def activate(*, username: str, code: str, password: str, again: str) -> User:
    """Set the password with a one-time code. Raises Refused for a code that does not fit, is over or used, or a weak password."""
    check_plain(username, code, password)
    with transaction.atomic():
        held = ActivationCode.objects.select_for_update().select_related("user").filter(digest=digest_of_code(code)).first()
        if held is None or held.user.username.lower() != username.strip().lower() or not held.user.is_active:
            raise Refused("登录名和启用码对不上，密码没有设。", then="请对照拿到的那一张核对；启用码不分大小写，横线可以不输。")
        if held.ended_at or held.expires_at <= now():
            raise Refused(f"这个启用码{'用过了或已作废' if held.ended_at else '过了有效期'}，密码没有设。", then=NEW_CODE)
        if problems := _weak(password, again, held.user):
            raise Refused("密码没有设，启用码还能用。", items=problems, then="请改好后再设。")
        held.ended_at = now()
        held.save(update_fields=["ended_at"])
        held.user.set_password(password)
        held.user.save(update_fields=["password"])
        record("activate_account", actor=Actor(name=held.user.name, role="none", user_id=held.user.pk), subject=held.user)
    return held.user


def set_active(user: User, *, is_active: bool, reason: str, actor: Actor) -> None:
    """End or restore a person's sign-in; a reason is required, and nobody ends his own."""
    if actor.role != "system" and not actor.may("manage_accounts"):
        raise NotAllowed("只有系统管理员可以停用或恢复账号。")
    if user.pk == actor.user_id:
        raise Refused("不能停用自己的账号。", then="请由另一位系统管理员办理。")
    if not reason.strip():
        raise Refused("请写明理由。")
    with transaction.atomic():
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        record("restore_account" if is_active else "end_account", actor=actor, subject=user, reason=reason)


def _issue(user: User, days: int, actor: Actor) -> str:
    code = new_code()
    user.activation_codes.filter(ended_at=None).update(ended_at=now())
    ActivationCode.objects.create(
        user=user, digest=digest_of_code(code), issued_by=actor.name, issued_at=now(), expires_at=now() + timedelta(days=days)
    )
    return code


def _weak(password: str, again: str, user: User) -> list[str]:
    problems = [] if password == again else ["两次输入的密码不一样。"]
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems += error.messages
    return problems


def _check_may_open(actor: Actor) -> None:
    if actor.role != "system" and not (actor.may("manage_accounts") or actor.may("invite_people")):
        raise NotAllowed("您当前的岗位不能开立账号。", then="系统管理员、推荐单位和单位管理员可以。")
