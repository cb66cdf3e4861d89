"""Accounts from a sheet: kept for the preview, then opened all at once, each with an activation code that is shown once."""

from collections.abc import Iterable

from django.db import transaction

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.services import open_account
from greenlist.casework.directory.models import Organisation
from greenlist.casework.directory.services import enter_organisation, invite_person
from greenlist.casework.enrolment.models import AccountSheet
from greenlist.casework.enrolment.selectors import sheets_of
from greenlist.casework.enrolment.sheets import OFFICES_NEED, UNITS_NEED, CheckedRow, check_offices, check_units, read_sheet
from greenlist.casework.files.names import clean_name
from greenlist.casework.files.storage import receive
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.rulebook.reference.credit_code import is_demo_code

LIMIT_MB = 5


def keep_sheet(*, chunks: Iterable[bytes], name: str, actor: Actor) -> AccountSheet:
    """Read an uploaded sheet and keep its rows for the preview; the file itself is not kept. Raises Refused for what is no such sheet."""
    _check_may(actor)
    name = clean_name(name)
    temporary, _, size = receive(chunks)
    try:
        if size > LIMIT_MB * 1024 * 1024:
            raise Refused(f"“{name}”超过{LIMIT_MB} MB，没有读。", then="请只留下要开户的行。")
        rows = read_sheet(temporary, name, UNITS_NEED if actor.unit else OFFICES_NEED)
    finally:
        temporary.unlink(missing_ok=True)
    return AccountSheet.objects.create(
        unit=actor.unit, name=name, rows=rows, uploaded_by_id=actor.user_id, uploaded_by=actor.name, uploaded_at=now()
    )


def checked_rows(sheet: AccountSheet) -> list[CheckedRow]:
    """Every row of the sheet against what is registered now: to be opened, there already, or what is wrong with which cell."""
    return check_units(sheet.rows, sheet.unit) if sheet.unit else check_offices(sheet.rows)


def open_from_sheet(sheet: AccountSheet, *, actor: Actor) -> list[tuple[CheckedRow, User, str]]:
    """Open every row that can be opened; returns (row, account, activation code). The others stay as the preview told them.

    A second time opens nothing: whoever has an account is left alone. Raises WrongState then.
    """
    _check_may(actor)
    if not sheets_of(actor).filter(pk=sheet.pk).exists():
        raise NotAllowed("这不是本单位的开户表。")
    with transaction.atomic():
        held = AccountSheet.objects.select_for_update().get(pk=sheet.pk)
        if held.opened_at:
            raise WrongState("这张表已经开过户，没有重复开立。", then="启用码只显示一次；丢失了的，请在人员页逐个重发。", code="already")
        rows = checked_rows(held)
        opened = [(row, *_opened(row, held.unit, actor)) for row in rows if row.fate == "new"]
        if not opened:
            raise Refused("没有一行可以开户。", then="请按各行的说明改好表，再上传一次。")
        held.opened_at = now()
        held.save(update_fields=["opened_at"])
        record("open_from_sheet", actor=actor, subject=held, detail={"rows": len(rows), "opened": len(opened)})
    return opened


def open_for_unit(*, typed: dict[str, str], actor: Actor) -> tuple[User, str]:
    """Open one unit's administrator by hand: the same checks as a row of the sheet. Raises Refused with every cell that is wrong."""
    if not (actor.may("invite_people") and actor.may("read_region")):
        raise NotAllowed("只有推荐单位可以为申报单位开户。")
    (row,) = check_units([[1, typed]], actor.unit)
    if row.fate != "new":
        told = [f"{head}：{problem}。" for head, _, problem in row.cells if problem] or [f"{row.held}。"]
        raise Refused("没有开户。", items=told, then="已有管理员的单位，由他在“本单位人员”里邀请别人；忘记密码的，在他的页面里重设。")
    with transaction.atomic():
        return _opened(row, actor.unit, actor)


def _opened(row: CheckedRow, unit: str, actor: Actor) -> tuple[User, str]:
    typed = row.typed
    if not unit:
        return open_account(username=typed["username"], name=typed["person"], phone=typed.get("phone", ""), actor=actor)
    organisation = row.organisation or enter_organisation(
        kind=Organisation.Kind.ENTERPRISE, name=typed["name"], credit_code=typed["credit_code"], division=typed["division"], unit=unit,
        actor=actor, is_demo=is_demo_code(typed["credit_code"]),
    )  # fmt: skip
    made, code = invite_person(
        organisation, username=typed["username"], name=typed["person"], phone=typed.get("phone", ""), duty="administrator", actor=actor
    )
    return made.user, code


def _check_may(actor: Actor) -> None:
    if not (actor.may("manage_accounts") or (actor.may("invite_people") and actor.may("read_region"))):
        raise NotAllowed("您当前的岗位不能批量开户。", then="申报单位由推荐单位开户，机关由系统管理员开户。")
