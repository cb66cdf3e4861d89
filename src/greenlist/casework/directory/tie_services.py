"""Entering and closing ties of a unit with other parties, and its legal representatives; nothing is edited."""

from datetime import date

from django.db import transaction

from greenlist.casework.directory.models import Organisation, Tie, UnitRepresentative
from greenlist.casework.directory.selectors import ties_of, units_tied_by
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.rulebook.reference.credit_code import check_credit_code


def enter_tie(
    organisation: Organisation, *, kind: str, name: str, source: str, actor: Actor, code: str = "", from_on: date | None = None
) -> Tie:
    """Enter a tie with a party known by name or credit code; one that we hold is linked. Raises Refused with everything wrong."""
    _check_may(organisation, actor)
    name, source = name.strip(), source.strip()
    check_plain(name, source)
    code, problems = check_credit_code(code) if code.strip() else ("", [])
    problems = [f"对方信用代码：{told}" for told in problems]
    problems += [] if kind in Tie.Kind.values else ["请选择是哪一种关系。"]
    problems += [] if name or code else ["请填写对方的名称或统一社会信用代码。"]
    problems += _unfit_day(from_on, "起始日期")
    problems += [] if source else ["请填写来源，如营业执照、企业信用信息公示系统。"]
    problems += too_long(Tie, other_name=name, source=source)
    other = None if problems else _held(name, code)
    if not problems and not name and other is None:
        problems.append("没有登记过这一信用代码的单位，请填写对方的名称。")
    if other == organisation:
        problems.append("对方就是本单位。")
    if not problems and _stands(organisation, kind, other, name, code):
        problems.append("这一关系已登记，没有终止。")
    if problems:
        raise Refused("关联关系没有登记。", items=problems, then="改好后再登记；填过的还在。")
    with transaction.atomic():
        made = Tie.objects.create(
            organisation=organisation, kind=kind, other=other, other_name="" if other else name, other_code="" if other else code,
            from_on=from_on, source=source, entered_by=actor.name, entered_at=now(),
        )  # fmt: skip
        told = {"organisation": str(organisation.pk), "kind": kind, "name": made.party_name, "code": made.party_code}
        record("enter_tie", actor=actor, subject=made, detail={**told, "from_on": str(from_on or "")})
    return made


def close_tie(tie: Tie, *, until_on: date | None, actor: Actor) -> None:
    """Say from which day on the tie holds no more; the day it began takes a wrong one back. Raises Refused with everything wrong."""
    _check_may(tie.organisation, actor)
    problems = _unfit_day(until_on, "终止日期") if until_on else ["请填写终止日期。"]
    if until_on and tie.from_on and until_on < tie.from_on:
        problems.append(f"终止日期不能早于起始日期{tie.from_on:%Y-%m-%d}。")
    if problems:
        raise Refused("关联关系没有终止。", items=problems, then="改好后再办。")
    with transaction.atomic():
        fresh = Tie.objects.select_for_update().get(pk=tie.pk)
        if fresh.until_on:
            raise WrongState(f"这一关系已于{fresh.until_on:%Y年%-m月%-d日}终止，不必重复办理。", code="already")
        Tie.objects.filter(pk=tie.pk).update(until_on=until_on)
        record("close_tie", actor=actor, subject=tie, detail={"organisation": str(tie.organisation_id), "until_on": str(until_on)})


def enter_representative(organisation: Organisation, *, name: str, from_on: date | None, source: str, actor: Actor) -> UnitRepresentative:
    """Enter who represents the unit from a day on; the one before ends that day. The journal names the day, not the person."""
    _check_may(organisation, actor)
    name, source = name.strip(), source.strip()
    check_plain(name, source)
    problems = [] if name else ["请填写法定代表人的姓名。"]
    problems += _unfit_day(from_on, "任职起始日期") if from_on else ["请填写任职起始日期。"]
    problems += [] if source else ["请填写来源，如营业执照、企业信用信息公示系统。"]
    problems += too_long(UnitRepresentative, name=name, source=source)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        before = organisation.representatives.filter(until_on=None).first()
        if before and from_on and from_on <= before.from_on:
            problems.append(f"前一任自{before.from_on:%Y-%m-%d}起，新任的起始日期须在其后。")
        if problems or from_on is None:
            raise Refused("法定代表人没有登记。", items=problems, then="改好后再登记；填过的还在。")
        organisation.representatives.filter(until_on=None).update(until_on=from_on)
        made = UnitRepresentative.objects.create(
            organisation=organisation, name=name, from_on=from_on, source=source, entered_by=actor.name, entered_at=now()
        )
        record("enter_representative", actor=actor, subject=organisation, detail={"row": str(made.pk), "from_on": str(from_on)})
    return made


def _held(name: str, code: str) -> Organisation | None:
    """The organisation we hold under this credit code, else the only one of this name whose code does not differ."""
    if code and (found := Organisation.objects.filter(credit_code=code).first()):
        return found
    same = list(Organisation.objects.filter(name=name)[:2]) if name else []
    return same[0] if len(same) == 1 and not (code and same[0].credit_code) else None


def _stands(organisation: Organisation, kind: str, other: Organisation | None, name: str, code: str) -> bool:
    rows = ties_of(organisation).filter(kind=kind, until_on=None)
    return rows.filter(other=other).exists() if other else rows.filter(other_name=name, other_code=code).exists()


def _unfit_day(day: date | None, word: str) -> list[str]:
    return [f"{word}还没有到。"] if day and day > today() else []


def _check_may(organisation: Organisation, actor: Actor) -> None:
    if not units_tied_by(actor).filter(pk=organisation.pk).exists():
        raise NotAllowed("关联关系和法定代表人由本地区的推荐单位或省厅登记。")
