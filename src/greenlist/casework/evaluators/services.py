"""Entering bodies and their representatives, engagements, the cap of national projects, outside declarations."""

from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.directory.services import take_charge
from greenlist.casework.evaluators.models import CapSlot, Engagement, Evaluator, LegalRepresentative, OutsideDeclaration, Tenure
from greenlist.casework.evaluators.selectors import CapUsage, bans_in_force, cap_usage, related_people, representative_on, resolved
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.rights import check_may


def enter_evaluator(organisation: Organisation, *, representative: str, from_on: date, actor: Actor, told_from: str = "") -> Evaluator:
    """Enter a body with the person who represents it; `told_from` says where it is told of, when it did not register itself."""
    with transaction.atomic():
        evaluator = Evaluator.objects.create(organisation=organisation, told_from=told_from)
        person = LegalRepresentative.objects.create(name=representative.strip())
        Tenure.objects.create(evaluator=evaluator, representative=person, from_on=from_on)
        record(
            "enter_evaluator", actor=actor, subject=evaluator, clause="C-34", detail={"representative": person.name, "told_from": told_from}
        )
    return evaluator


def appoint_representative(evaluator: Evaluator, *, representative: LegalRepresentative, from_on: date, actor: Actor) -> Tenure:
    """Another person represents the body from a day on; the open tenure ends the day before."""
    with transaction.atomic():
        before = evaluator.tenures.select_for_update().get(until_on=None)
        if from_on <= before.from_on:
            raise Refused(f"新任期须晚于现任期的起始日{before.from_on.isoformat()}。")
        before.until_on = date.fromordinal(from_on.toordinal() - 1)
        before.save(update_fields=["until_on"])
        tenure = Tenure.objects.create(evaluator=evaluator, representative=representative, from_on=from_on)
        record("appoint_representative", actor=actor, subject=evaluator, clause="C-36", detail={"representative": representative.name})
    return tenure


def recognise_same_person(person: LegalRepresentative, *, as_person: LegalRepresentative, reason: str, actor: Actor) -> None:
    """Decide that two rows are one person (本轮参数: 同一法定代表人). His open places move to the row that stays.

    Raises Refused when together they hold more places than positions allow to keep apart.
    """
    check_may(actor, "recognise_person", "同一法定代表人只能由省厅认定。", clause="C-36")
    kept = resolved(as_person)
    if resolved(person) == kept:
        raise Refused("两条记录已经认定为同一人。")
    if not reason.strip():
        raise Refused("请写明认定为同一人的理由。", clause="C-36")
    with transaction.atomic():
        moved = resolved(person)
        moved.same_as, moved.decision = kept, reason.strip()
        moved.save(update_fields=["same_as", "decision"])
        for slot in CapSlot.objects.filter(representative=moved, released_at=None).order_by("year", "position"):
            taken = CapSlot.objects.filter(representative=kept, year=slot.year, released_at=None).values_list("position", flat=True)
            slot.representative, slot.position = kept, max(taken, default=0) + 1
            slot.save(update_fields=["representative", "position"])
        record("recognise_same_person", actor=actor, subject=kept, clause="C-36", reason=reason, detail={"person": str(moved.pk)})


def declare_outside(evaluator: Evaluator, *, year: int, projects: int, actor: Actor) -> OutsideDeclaration:
    """The body declares its national projects in other provinces; undeclared stays unknown."""
    check_own(evaluator, actor)
    if projects < 0:
        raise Refused("外省项目数不能是负数。")
    with transaction.atomic():
        declared = OutsideDeclaration.objects.create(
            evaluator=evaluator, year=year, projects=projects, declared_by=actor.name, declared_at=now()
        )
        record("declare_outside", actor=actor, subject=evaluator, clause="C-36", detail={"year": year, "projects": projects})
    return declared


def propose_engagement(
    evaluator: Evaluator, *, site: Site, notice: str, application_number: str, category: str, is_national: bool, actor: Actor
) -> Engagement:
    """A unit asks a body to evaluate it (C-04). Raises Refused while another engagement of the application is open."""
    if not actor.may("edit_filing") or site.organisation_id != actor.organisation_id:
        raise NotAllowed("只能为本单位的申报件委托评价。", clause="C-04")
    if site.organisation_id == evaluator.organisation_id:
        raise Refused("第三方机构不能评价自己。", then="请改选另一家第三方机构，或改为自我评价。", clause="C-34")
    if banned := _ban_sentence(evaluator):
        raise Refused("没有委托。", items=[banned], then="请改选另一家第三方机构，或改为自我评价。", clause="C-60")
    try:
        with transaction.atomic():
            made = Engagement.objects.create(
                evaluator=evaluator, site=site, notice=notice, application_number=application_number, category=category,
                is_national=is_national, proposed_by=actor.name, proposed_at=now(), is_demo=settings.DEMO,
            )  # fmt: skip
            record("propose_engagement", actor=actor, subject=made, clause="C-04", detail={"national": is_national})
    except IntegrityError:
        raise Refused("本件已有一项未了结的评价委托。", then="先取消原委托，再委托另一家机构。", clause="C-04") from None
    return made


def register_engagement(
    evaluator: Evaluator, *, site: Site, notice: str, application_number: str, category: str, is_national: bool, limit: int, document: str,
    actor: Actor, counts_related: bool = False,
) -> Engagement:  # fmt: skip
    """代录: the engagement that a summary table (`document`) names, agreed on paper. A national one takes its place under the cap.

    Raises Refused for a body that is banned, or whose places are all taken, with the list of those taken.
    """
    if not actor.may("transcribe") or site.unit != actor.unit:
        raise NotAllowed("只能登记本地区代录件的评价委托。", clause="C-04")
    if site.organisation_id == evaluator.organisation_id:
        raise Refused("第三方机构不能评价自己。", then="请改选另一家第三方机构，或改为自我评价。", clause="C-34")
    with transaction.atomic():
        made = Engagement.objects.create(
            evaluator=evaluator, site=site, notice=notice, application_number=application_number, category=category,
            is_national=is_national, registered_from=document[:200], proposed_by=actor.name, proposed_at=now(), is_demo=settings.DEMO,
        )  # fmt: skip
        change(made, "register_engagement", actor=actor, guards={"within_cap": "", "not_banned": _ban_sentence(evaluator)},
               detail={"document": document, "national": is_national})  # fmt: skip
        if is_national:
            reserve(made, limit, counts_related=counts_related)
    return made


def accept_engagement(engagement: Engagement, *, statement: str, limit: int, actor: Actor, counts_related: bool = False) -> CapUsage | None:
    """Accept with a statement of independence. A national project takes a place under the cap: the one after the last is refused
    with the list of those taken. Returns the usage afterwards, None for a provincial project.

    The representative's row is locked, and the places are unique in the database: two acceptances cannot share one.
    """
    check_own(engagement.evaluator, actor)
    with transaction.atomic():
        guards = {
            "within_cap": "",  # told by the reservation below, with the list of those taken
            "not_banned": _ban_sentence(engagement.evaluator),
            "independence_stated": "" if statement.strip() else "请写明独立性声明：与委托单位没有隶属、投资、咨询等利害关系。",
        }
        change(engagement, "accept_engagement", actor=actor, guards=guards, fields={"independence_statement": statement.strip()})
        take_charge(engagement, actor=actor)
        return reserve(engagement, limit, counts_related=counts_related) if engagement.is_national else None


def decline_engagement(engagement: Engagement, *, reason: str, actor: Actor) -> None:
    """Decline, with the reason the unit will read."""
    check_own(engagement.evaluator, actor)
    guards = {"reason_given": "" if reason.strip() else "请写明不受理的理由。"}
    change(engagement, "decline_engagement", actor=actor, guards=guards, reason=reason)


def cancel_engagement(engagement: Engagement, *, reason: str, actor: Actor) -> None:
    """Cancel before the report is signed; a place under the cap is given back."""
    own = engagement.site.organisation_id == actor.organisation_id
    if not own:
        check_own(engagement.evaluator, actor)
    guards = {"reason_given": "" if reason.strip() else "请写明取消委托的理由。"}
    with transaction.atomic():
        change(engagement, "cancel_engagement", actor=actor, guards=guards, reason=reason)
        engagement.slots.filter(released_at=None).update(released_at=now())


def leave_banned(engagement: Engagement, *, reason: str, actor: Actor) -> None:
    """The unit ends a signed engagement because the body is no longer believed (C-60); its place under the cap stays taken."""
    if engagement.site.organisation_id != actor.organisation_id:
        raise NotAllowed("只能解除本单位的委托。", clause="C-60")
    is_banned = bans_in_force(engagement.evaluator, today()).exists()
    guards = {
        "reason_given": "" if reason.strip() else "请写明解除委托的理由。",
        "body_banned": "" if is_banned else f"{engagement.evaluator}没有被不予采信，已签署的委托不能解除。",
    }
    change(engagement, "leave_banned_body", actor=actor, guards=guards, reason=reason)


def change_level(engagement: Engagement, *, is_national: bool, limit: int, actor: Actor, counts_related: bool = False) -> None:
    """The application's level changed: a national one reserves anew, a provincial one gives its place back before signature.

    What was signed keeps its place, and has it still when the level is raised again.
    """
    if engagement.is_national == is_national:
        return
    with transaction.atomic():
        engagement.is_national = is_national
        engagement.save(update_fields=["is_national"])
        if is_national and engagement.state in {"engaged", "signed"} and not engagement.slots.filter(released_at=None).exists():
            reserve(engagement, limit, counts_related=counts_related)
        elif not is_national and engagement.state == "engaged":
            engagement.slots.filter(released_at=None).update(released_at=now())
        record("change_level", actor=actor, subject=engagement, clause="C-36", detail={"national": is_national})


def sign_report(engagement: Engagement, *, report: StoredFile, accepts_liability: bool, actor: Actor) -> None:
    """Sign one version of the report; its hash is what the unit may hand in (C-35). A later version is signed anew.

    Raises Refused unless the body says that it is liable for the report.
    """
    check_own(engagement.evaluator, actor)
    check_liable(accepts_liability)
    guards = {
        "report_readable": "" if report.is_pdf else "评价报告须为 PDF 文件。",
        "not_banned": _ban_sentence(engagement.evaluator),
    }
    signature = {"signed_report": report, "signed_by": actor.name, "signed_at": now()}
    if engagement.state != "signed":
        change(engagement, "sign_report", actor=actor, guards=guards, detail={"digest": report.digest}, fields=signature)
        return
    if failed := [sentence for sentence in guards.values() if sentence]:
        raise Refused("新版报告没有签署。", items=failed, clause="C-35")
    with transaction.atomic():
        for name, value in signature.items():
            setattr(engagement, name, value)
        engagement.save(update_fields=list(signature))
        record("sign_new_version", actor=actor, subject=engagement, clause="C-35", detail={"digest": report.digest})


def check_liable(accepts_liability: bool) -> None:
    """Raises Refused unless the body says that it is liable for the report."""
    if not accepts_liability:
        raise Refused("签署前请勾选对报告真实性和准确性负责。", clause="C-35")


def reserve(engagement: Engagement, limit: int, *, counts_related: bool = False) -> CapUsage:
    """Take the first free place under the cap of the person who represents the body; `counts_related`: what those who represent
    connected bodies took counts with it. Raises Refused, with the list, when none is left; whose the connected bodies' places are, it does
    not say.
    """
    person = representative_on(engagement.evaluator, today())
    if person is None:
        raise Refused("本机构没有登记法定代表人，不能受理国家级项目。", then="请联系省厅登记后再受理。", clause="C-36")
    people = [person, *(related_people(person) if counts_related else ())]
    list(LegalRepresentative.objects.select_for_update().filter(pk__in=[one.pk for one in people]).order_by("pk"))  # always in one order
    usage = cap_usage(person, year=today().year, limit=limit, counts_related=counts_related)
    if usage.is_full:
        raise Refused(
            f"法定代表人{person.name}{usage.year}年国家级评价项目已满{limit}项（{usage.words}），本项不予受理。",
            items=_taken_words(usage), then="可改为只申报省级，或请申报单位另选机构、改为自我评价。", clause="C-36",
        )  # fmt: skip
    taken = {slot.position for slot in usage.slots if slot.representative_id == person.pk}
    position = next(n for n in range(1, limit + 1) if n not in taken)
    CapSlot.objects.create(representative=person, year=usage.year, position=position, engagement=engagement, reserved_at=now())
    return cap_usage(person, year=usage.year, limit=limit, counts_related=counts_related)


def _taken_words(usage: CapUsage) -> list[str]:
    """The places taken; those of connected bodies by number only, for they are another body's clients."""
    own = [slot for slot in usage.slots if not usage.is_of_related(slot)]
    others = len(usage.slots) - len(own)
    return [*(_slot_words(slot) for slot in own), *([f"关联机构占用{others}项"] if others else [])]


def _slot_words(slot: CapSlot) -> str:
    engagement = slot.engagement
    return f"第{slot.position}项 {engagement.site.name}（{engagement.get_category_display()}，{engagement.application_number}）"


def _ban_sentence(evaluator: Evaluator) -> str:
    held = bans_in_force(evaluator, today()).last()
    return (
        f"{evaluator}自{held.decided_on.isoformat()}起至{held.until_on.isoformat()}前，评价结果不予采信（{held.document}）。"
        if held
        else ""
    )


def check_own(evaluator: Evaluator, actor: Actor) -> None:
    """Raises NotAllowed unless the actor works for this body."""
    if not actor.may("read_engagements") or evaluator.organisation_id != actor.organisation_id:
        raise NotAllowed("这不是本机构的评价委托。")
