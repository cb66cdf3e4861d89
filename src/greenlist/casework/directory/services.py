"""Entering organisations and sites, renaming; granting, inviting, resetting and ending people, and who answers for what."""

from datetime import date

from django.db import transaction
from django.db.models import Model

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.roles import roles
from greenlist.casework.accounts.services import open_account, renew_code
from greenlist.casework.directory.models import Charge, Membership, Organisation, OrganisationName, Site
from greenlist.casework.directory.selectors import heirs_of, may_reset, open_positions, people_under, units_of
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.outbox.services import drop_for_position
from greenlist.rulebook.reference.credit_code import check_credit_code
from greenlist.rulebook.reference.industries import industries
from greenlist.rulebook.reference.regions import divisions


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


def rename_organisation(organisation: Organisation, *, name: str, on: date, actor: Actor, source: str = "") -> None:
    """Close the name in use on the day before nothing overlaps, and open the new one from `on`; `source` says where that is told."""
    with transaction.atomic():
        organisation.names.filter(until_on=None).update(until_on=on)
        OrganisationName.objects.create(organisation=organisation, name=name, from_on=on, source=source[:400])
        organisation.name = name
        organisation.save(update_fields=["name"])
        record(
            "rename_organisation",
            actor=actor,
            subject=organisation,
            detail={"name": name, "on": on.isoformat(), **({"source": source} if source else {})},
        )


def record_credit_code(organisation: Organisation, *, code: str, actor: Actor) -> None:
    """Write down the credit code of an organisation that had none. Raises Refused for a wrong code or one that another bears."""
    checked = _checked_code(code)
    if known := Organisation.objects.filter(credit_code=checked).exclude(pk=organisation.pk).first():
        raise Refused(f"统一社会信用代码 {checked} 已登记为“{known.name}”。", then="请核对是哪一家单位。")
    with transaction.atomic():
        organisation.credit_code = checked
        organisation.save(update_fields=["credit_code"])
        record("record_credit_code", actor=actor, subject=organisation, detail={"credit_code": checked})


def enter_site(
    organisation: Organisation, *, name: str, address: str, division: str, unit: str, actor: Actor, industry: str = "", park_type: str = ""
) -> Site:
    """Enter a site of an organisation; `unit` is the bureau that may recommend it. A plant has an industry, a park a type."""
    with transaction.atomic():
        site = Site.objects.create(
            organisation=organisation, name=name, address=address, division=division, unit=unit, industry=industry, park_type=park_type
        )
        record("enter_site", actor=actor, subject=site)
    return site


def relocate_site(site: Site, *, address: str, division: str, unit: str, on: date, actor: Actor) -> None:
    """The site stands at another address from a day on; the journal keeps both. Whether it may, its callers ask."""
    before = {"address": site.address, "division": site.division}
    with transaction.atomic():
        site.address, site.division, site.unit = address, division, unit
        site.save(update_fields=["address", "division", "unit"])
        record("relocate_site", actor=actor, subject=site,
               detail={"from": before, "to": {"address": address, "division": division}, "on": on.isoformat()})  # fmt: skip


def add_own_site(*, name: str, address: str, division: str, industry: str, actor: Actor) -> Site:
    """The unit's administrator adds a further plant under its credit code; the bureau follows from the county, or stays the unit's
    own. Raises Refused with everything that is wrong, or when a site of this name is there already.
    """
    if not actor.may("add_site"):
        raise NotAllowed("厂址由单位管理员新增。", clause="C-03")
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    name, address, found = name.strip(), address.strip(), divisions().get(division)
    check_plain(name, address)
    problems = too_long(Site, name=name, address=address)
    problems += [f"请填写{word}。" for word, text in (("厂址名称", name), ("地址", address)) if not text]
    if found is None or found.kind == "设区市":
        problems.append("请选择所在区县。")
    if industry not in industries() or industries()[industry].level != "小类":
        problems.append("行业代码须是 GB/T 4754 的四位小类代码。")
    if organisation.sites.filter(name=name).exists():
        problems.append(f"已有名为“{name}”的厂址；两处厂区请写明区别，如“……（二厂）”。")
    if problems or found is None:
        raise Refused("厂址没有新增。", items=problems, then="改好后再存；填过的还在。", clause="C-03")
    return enter_site(organisation, name=name, address=address, division=division, unit=organisation.unit or found.parent,
                      industry=industry, actor=actor)  # fmt: skip


def grant_membership(
    user: User, organisation: Organisation, *, role: str, actor: Actor, from_on: date | None = None, duty: str = ""
) -> Membership:
    """Grant a role at an organisation. Only the security administrator (or the system while setting up) may.

    The first applicant of a unit is its administrator, later ones are fillers, unless `duty` says otherwise.
    """
    _check_may_grant(actor)
    if problems := _unfit(user, organisation, role, actor):
        raise Refused("岗位没有授予。", items=problems, then="三员分立：管理岗位不与业务岗位兼任，也不由本人授予。")
    return _granted(user, organisation, role=role, duty=duty or _first_duty(organisation, role), actor=actor, from_on=from_on)


def invite_person(
    organisation: Organisation, *, username: str, name: str, duty: str, actor: Actor, phone: str = "", is_restricted: bool = False
) -> tuple[Membership, str]:
    """Invite somebody to fill in for a unit: its administrator invites anybody, the bureau invites administrators.

    Returns (membership, activation code to hand over); the code is '' for a person who signs in already (a consultant of several
    units). Raises Refused when the login name is somebody else's.
    """
    _check_may_invite(organisation, duty, actor)
    if duty == "administrator" and is_restricted:
        raise Refused("单位管理员办理全部申报件，不能只办指定的件。", then="请改选分工，或取消“只办指定的申报件”。")
    with transaction.atomic():
        user, code = _person(username=username, name=name, phone=phone, actor=actor)
        made = _granted(user, organisation, role="applicant", duty=duty, actor=actor, is_restricted=is_restricted)
        record("invite_person", actor=actor, subject=made, detail={"duty": duty, "restricted": is_restricted})
    return made, code


def reset_person(user: User, *, actor: Actor, reason: str) -> str:
    """A new code for somebody who cannot sign in any more; returned once. Raises NotAllowed for a person in other hands."""
    if not may_reset(user, actor):
        raise NotAllowed(f"{user.name}的密码不由您重设。",
                         then="填报人由本单位管理员重设，单位管理员由推荐单位重设，机关人员和兼几个单位的由系统管理员重设。")  # fmt: skip
    return renew_code(user, actor=actor, reason=reason)


def end_membership(membership: Membership, *, actor: Actor, reason: str, successor: Membership | None = None) -> Membership | None:
    """End a membership at once; what he had in hand goes to the successor, else to a colleague in the same position.

    Returns who has it now; None when nobody is left (the office above then finds it under 无人经办).
    """
    _check_may_end(membership, actor)
    if not reason.strip():
        raise Refused("请写明终止岗位的理由。")
    if membership.until_on is not None:
        raise WrongState(f"这个岗位已于{membership.until_on:%Y年%-m月%-d日}终止，不必重复办理。", code="already")
    heirs = heirs_of(membership)
    if successor and successor not in heirs:
        raise Refused("没有终止：接办人须是同一单位、同一岗位的在岗人员，并能办理全部申报件。", then="请另选接办人。")
    heir = successor or next(iter(heirs), None)
    with transaction.atomic():
        membership.until_on = max(today(), membership.from_on)
        membership.save(update_fields=["until_on"])
        moved = _hand_over(membership, heir)
        entry = record("end_membership", actor=actor, subject=membership, reason=reason,
                       detail={"successor": heir.user.name if heir else "", "handed_over": moved})  # fmt: skip
        drop_for_position(membership.pk, entry=entry)
    return heir


def take_charge(subject: Model, *, actor: Actor) -> None:
    """Whoever begins a case in an office answers for it from now on; somebody who does so already goes on."""
    if actor.membership_id is None:
        return
    charge, is_new = Charge.objects.get_or_create(
        organisation_id=actor.organisation_id, role=actor.role, subject_id=subject.pk,
        defaults={"membership_id": actor.membership_id, "subject_kind": subject._meta.label_lower,
                  "subject_label": str(subject)[:200], "since_at": now()},
    )  # fmt: skip
    if not is_new and charge.membership_id is None:
        Charge.objects.filter(pk=charge.pk).update(membership_id=actor.membership_id, since_at=now())


def _granted(
    user: User, organisation: Organisation, *, role: str, duty: str, actor: Actor, from_on: date | None = None, is_restricted: bool = False
) -> Membership:
    with transaction.atomic():
        membership, is_new = Membership.objects.get_or_create(
            user=user, organisation=organisation, role=role, until_on=None,
            defaults={"from_on": from_on or today(), "granted_by": actor.name, "duty": duty, "is_restricted": is_restricted},
        )  # fmt: skip
        if is_new:
            record("grant_membership", actor=actor, subject=membership, detail={"role": role, "duty": duty})
            if not is_restricted:
                Charge.objects.filter(organisation=organisation, role=role, membership=None).update(membership=membership, since_at=now())
    return membership


def _hand_over(membership: Membership, heir: Membership | None) -> list[str]:
    """Move the leaver's charges; a colleague who inherits from the last administrator is the administrator now."""
    charges = Charge.objects.filter(membership=membership)
    moved = list(charges.order_by("subject_label").values_list("subject_label", flat=True))
    charges.update(membership=heir, since_at=now())
    if heir and membership.duty == "administrator" and not open_positions(heir.organisation_id, heir.role).filter(duty="administrator"):
        heir.duty = "administrator"
        heir.save(update_fields=["duty"])
    return moved


def _person(*, username: str, name: str, phone: str, actor: Actor) -> tuple[User, str]:
    """The account of this login name: a new one with its code, or the one there is if it is this person's and serves units only.

    One that has no position yet may be meant for an office: whoever drew it into a unit could reset it.
    """
    known = User.objects.filter(username__iexact=username.strip()).first()
    if known is None:
        return open_account(username=username, name=name, phone=phone, actor=actor)
    if known.name != name.strip() or set(known.memberships.values_list("role", flat=True)) != {"applicant"}:
        raise Refused(f"登录名“{username}”已有人使用。", then="请换一个登录名；同一个人的，请核对姓名与他账号上的一致。")
    return known, ""


def _first_duty(organisation: Organisation, role: str) -> str:
    duties = [duty.code for duty in roles()[role].duties]
    if not duties:
        return ""
    return duties[1] if open_positions(organisation.pk, role).filter(duty=duties[0]).exists() else duties[0]


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
        raise NotAllowed("只有安全管理员可以授予岗位。")


def _check_may_invite(organisation: Organisation, duty: str, actor: Actor) -> None:
    if duty not in {d.code for d in roles()["applicant"].duties}:
        raise Refused("请选择分工：单位管理员、填报人或代填人。")
    if actor.may("read_region"):
        is_mine = duty == "administrator" and units_of(actor.unit).filter(pk=organisation.pk).exists()
    else:
        is_mine = organisation.pk == actor.organisation_id
    if not (actor.may("invite_people") and is_mine):
        raise NotAllowed("只能邀请本单位的人员；推荐单位只邀请本地区各单位的管理员。")


def _check_may_end(membership: Membership, actor: Actor) -> None:
    if actor.role == "system" or actor.may("manage_memberships"):
        return
    if membership.user_id == actor.user_id or not people_under(actor).filter(pk=membership.pk).exists():
        raise NotAllowed("这个岗位不由您终止。", then="填报人由本单位管理员终止，单位管理员由推荐单位终止，其他岗位由安全管理员终止。")


def _checked_code(text: str) -> str:
    code, problems = check_credit_code(text)
    if problems:
        raise Refused(f"统一社会信用代码“{text}”不正确。", items=problems, then="请对照营业执照改正后再保存。")
    return code
