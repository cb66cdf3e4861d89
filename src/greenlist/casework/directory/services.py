"""Entering organisations and sites, renaming, granting and ending memberships."""

from datetime import date

from django.db import transaction

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.roles import roles
from greenlist.casework.directory.models import Membership, Organisation, OrganisationName, Site
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.rulebook.reference.credit_code import check_credit_code


def enter_organisation(
    *, kind: str, name: str, actor: Actor, credit_code: str = "", division: str = "", unit: str = "", is_demo: bool = False
) -> Organisation:
    """Enter an organisation. Raises Refused with every problem of its credit code, or when the code is known."""
    code = _checked_code(credit_code) if credit_code else None
    if code and (known := Organisation.objects.filter(credit_code=code).first()):
        raise Refused(f"统一社会信用代码 {code} 已登记为“{known.name}”。", then="同一单位的另一处厂区，请在该单位下新增厂址。")
    with transaction.atomic():
        organisation = Organisation.objects.create(kind=kind, name=name, credit_code=code, division=division, unit=unit, is_demo=is_demo)
        OrganisationName.objects.create(organisation=organisation, name=name, from_on=None)
        record("enter_organisation", actor=actor, subject=organisation, detail={"credit_code": code or ""})
    return organisation


def rename_organisation(organisation: Organisation, *, name: str, on: date, actor: Actor) -> None:
    """Close the name in use on the day before nothing overlaps, and open the new one from `on`."""
    with transaction.atomic():
        organisation.names.filter(until_on=None).update(until_on=on)
        OrganisationName.objects.create(organisation=organisation, name=name, from_on=on)
        organisation.name = name
        organisation.save(update_fields=["name"])
        record("rename_organisation", actor=actor, subject=organisation, detail={"name": name, "on": on.isoformat()})


def record_credit_code(organisation: Organisation, *, code: str, actor: Actor) -> None:
    """Write down the credit code of an organisation that had none. Raises Refused for a wrong code or one that another bears."""
    checked = _checked_code(code)
    if known := Organisation.objects.filter(credit_code=checked).exclude(pk=organisation.pk).first():
        raise Refused(f"统一社会信用代码 {checked} 已登记为“{known.name}”。", then="请核对是哪一家单位。")
    with transaction.atomic():
        organisation.credit_code = checked
        organisation.save(update_fields=["credit_code"])
        record("record_credit_code", actor=actor, subject=organisation, detail={"credit_code": checked})


def enter_site(organisation: Organisation, *, name: str, address: str, division: str, unit: str, industry: str, actor: Actor) -> Site:
    """Enter a site of an organisation; `unit` is the bureau that may recommend it."""
    with transaction.atomic():
        site = Site.objects.create(organisation=organisation, name=name, address=address, division=division, unit=unit, industry=industry)
        record("enter_site", actor=actor, subject=site)
    return site


def grant_membership(user: User, organisation: Organisation, *, role: str, actor: Actor, from_on: date | None = None) -> Membership:
    """Grant a role at an organisation. Only the security administrator (or the system while setting up) may."""
    _check_may_grant(actor)
    if problems := _unfit(user, organisation, role, actor):
        raise Refused("岗位没有授予。", items=problems, then="三员分立：管理岗位不与业务岗位兼任，也不由本人授予。")
    with transaction.atomic():
        membership, is_new = Membership.objects.get_or_create(
            user=user, organisation=organisation, role=role, until_on=None,
            defaults={"from_on": from_on or today(), "granted_by": actor.name},
        )  # fmt: skip
        if is_new:
            record("grant_membership", actor=actor, subject=membership, detail={"role": role})
    return membership


def end_membership(membership: Membership, *, actor: Actor, reason: str) -> None:
    """End a membership at once; a reason is required."""
    _check_may_grant(actor)
    if not reason.strip():
        raise Refused("请写明终止岗位的理由。")
    if membership.until_on is not None:
        raise WrongState(f"这个岗位已于{membership.until_on:%Y年%-m月%-d日}终止，不必重复办理。", code="already")
    with transaction.atomic():
        membership.until_on = max(today(), membership.from_on)
        membership.save(update_fields=["until_on"])
        record("end_membership", actor=actor, subject=membership, reason=reason)


def _unfit(user: User, organisation: Organisation, role: str, actor: Actor) -> list[str]:
    """Why this person may not hold this role there: his own grant, a role foreign to the kind of organisation, two duties in one hand."""
    wanted = roles()[role]
    held = {m.role for m in user.memberships.filter(until_on=None)} - {role}
    admins = {r for r in held if roles()[r].scope == "system"}
    problems = ["不能给自己授予岗位。"] if actor.user_id == user.pk else []
    if organisation.kind not in wanted.kinds:
        problems.append(f"“{wanted.label}”岗位不能设在{organisation.get_kind_display()}。")
    if admins or (held and wanted.scope == "system"):
        problems.append(f"{user.name}已有岗位：{'、'.join(roles()[r].label for r in sorted(held))}。")
    return problems


def _check_may_grant(actor: Actor) -> None:
    if actor.role != "system" and not actor.may("manage_memberships"):
        raise NotAllowed("只有安全管理员可以授予或终止岗位。")


def _checked_code(text: str) -> str:
    code, problems = check_credit_code(text)
    if problems:
        raise Refused(f"统一社会信用代码“{text}”不正确。", items=problems, then="请对照营业执照改正后再保存。")
    return code
