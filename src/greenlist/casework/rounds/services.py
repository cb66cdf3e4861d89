"""Opening a round and signing its parameters: version 1 is round.yaml, every later one bears two signatures."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from greenlist.casework.directory.telling_services import tell_bureau
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import too_long
from greenlist.casework.rounds.bounds import out_of_bounds
from greenlist.casework.rounds.models import Extension, ParameterProposal, ParameterVersion, Round, Waiver
from greenlist.casework.rounds.selectors import deadline_of, late_from, named_day, newest_version, parameters
from greenlist.engines.scoring.application import number
from greenlist.rulebook.notices import Parameter, RoundParameters, notice, round_parameters
from greenlist.rulebook.reference.credit_code import check_credit_code

LASTING = ("city", "hand_in", "notice", "publication")  # without these there is no list
CLASSES = ("公开", "依申请公开", "内部")
WAIVABLE = ("C-33",)  # 原则上: the notice itself leaves room


def open_round(notice_id: str, *, actor: Actor) -> Round:
    """Open the round of a notice with parameter version 1. KeyError when the notice is not held.

    Raises NotAllowed to whom the parameters are not entrusted, Refused when this notice had its round.
    """
    text, given = notice(notice_id), round_parameters(notice_id)
    if actor.role != "system":
        check_may(actor, "sign_parameters", "轮次只能由省厅开启。", clause="C-01")
    if Round.objects.filter(notice=notice_id).exists():
        raise Refused(
            f"{text.document_number}的轮次已经开过。", then="同一个通知只开一轮；新一年请先录入新通知。", code="already", clause="C-01"
        )
    with transaction.atomic():
        round_ = Round.objects.create(
            notice=notice_id,
            year=given.year,
            title=f"{given.year}年度绿色制造名单推荐遴选",
            opens_on=given.opens_on,
            deadline_at=late_from(given.deadline_on, given.values()),
        )
        _sign(round_, 1, given.values(), f"{text.document_number}及默认值", actor.name, actor.name)
        record("open_round", actor=actor, subject=round_, clause="C-01")
    return round_


def sign_parameters(round_: Round, *, changes: dict[str, Any], reason: str, first: Actor, second: Actor) -> ParameterVersion:
    """A new whole copy of the parameters with some values changed, signed by two different persons of the province."""
    if not (first.may("sign_parameters") and second.may("sign_parameters")):
        raise NotAllowed("本轮参数只能由省厅两人签署。")
    if first.user_id == second.user_id:
        raise Refused("本轮参数须由两个人签署。", then="请另一位同事签署。")
    before = parameters(round_)
    if unknown := sorted(set(changes) - set(before)):
        raise Refused(f"没有这个参数：{'、'.join(unknown)}。")
    with transaction.atomic():
        number = newest_version(round_).number + 1
        version = _sign(round_, number, {**before, **changes}, reason, first.name, second.name)
        _move_deadlines(round_, before)
        record("sign_parameters", actor=first, subject=round_, reason=reason,
               detail={"version": number, "second": second.name, "changed": sorted(changes)})  # fmt: skip
    return version


def propose_parameters(
    round_: Round, *, changes: dict[str, str], reason: str, actor: Actor, steps_on: Sequence[str] | None = None,
    disclosure: dict[str, str] | None = None,
) -> ParameterProposal:  # fmt: skip
    """Propose changed values as typed, each read as its present kind; the steps that are on; what becomes public field by field.

    Raises Refused with every value that cannot be read.
    """
    check_may(actor, "sign_parameters", "本轮参数只能由省厅提出改动。")
    if actor.user_id is None:
        raise NotAllowed("本轮参数只能由省厅提出改动。")
    given, before = round_parameters(round_.notice), parameters(round_)
    in_order = [step["id"] for step in given.steps if step["id"] in before["steps_on"]]  # as they are typed, whatever order was signed
    before = before | {"steps_on": in_order}
    read: dict[str, Any] = {}
    problems = [] if reason.strip() else ["请写明改动的理由。"]
    problems += too_long(ParameterProposal, reason=reason.strip())
    readers = [(key, partial(read_value, given.parameter(key), text)) for key, text in changes.items()]
    readers += [("steps_on", partial(read_steps, given, steps_on))] if steps_on is not None else []
    readers += [("disclosure_classes", partial(read_disclosure, before["disclosure_classes"], disclosure))] if disclosure else []
    for key, reader in readers:
        try:
            value = reader()
        except ValueError as problem:
            problems.append(str(problem))
        else:
            if value != before[key]:
                read[key] = value
    if not read and not problems:
        problems.append("没有一项与现值不同。")
    if problems:
        raise Refused("改动没有提出。", items=problems, then="改正后再提出；已填的还在。")
    try:
        with transaction.atomic():
            made = ParameterProposal.objects.create(
                round=round_, changes=read, reason=reason.strip(), proposed_by_id=actor.user_id, proposed_by=actor.name, proposed_at=now()
            )
            record("propose_parameters", actor=actor, subject=made, reason=reason, detail={"changed": sorted(read)})
    except IntegrityError:
        raise Refused("已有一项改动在等第二人签署。", then="先签署或撤销那一项。") from None
    return made


def sign_proposal(proposal: ParameterProposal, *, actor: Actor) -> ParameterVersion:
    """The second signature: a new whole copy of the parameters is in force from now on."""
    is_same = proposal.proposed_by_id == actor.user_id
    with transaction.atomic():
        change(proposal, "sign_proposal", actor=actor, reason=proposal.reason,
               guards={"second_person": "提出人和签署人须是两个人。" if is_same else ""})  # fmt: skip
        number = newest_version(proposal.round).number + 1
        before = parameters(proposal.round)
        version = _sign(proposal.round, number, {**before, **proposal.changes}, proposal.reason, proposal.proposed_by, actor.name)
        _move_deadlines(proposal.round, before)
        return version


def drop_proposal(proposal: ParameterProposal, *, reason: str, actor: Actor) -> None:
    """Drop a proposal that waits, with a reason."""
    change(proposal, "drop_proposal", actor=actor, reason=reason, guards={"reason_given": "" if reason.strip() else "请写明撤销的理由。"})


def extend_deadline(round_: Round, *, unit: str, last_day: date, reason: str, document: str = "", actor: Actor) -> Extension:
    """Let one recommending unit hand in until 24:00 of a later day; takes effect at once and stands in the journal (C-08).

    Raises Refused with everything that is wrong: a day not later than the present deadline, no reason, an unknown unit.
    """
    check_may(actor, "extend_deadline", "延期只能由省厅准予。", clause="C-08")
    problems = [] if reason.strip() else ["请写明准予延期的理由。"]
    problems += too_long(Extension, reason=reason.strip(), document=document.strip())
    if unit not in {u.code for u in round_parameters(round_.notice).units}:
        problems.append("请选择推荐单位。")
    elif (until := late_from(last_day, parameters(round_))) <= deadline_of(round_, unit):
        problems.append(f"{last_day.isoformat()}不晚于现在的截止日。")
    if problems:
        raise Refused("没有准予延期。", items=problems, clause="C-08")
    with transaction.atomic():
        made = Extension.objects.create(
            round=round_, unit=unit, deadline_at=until, reason=reason.strip(), document=document.strip(),
            granted_by=actor.name, granted_at=now(),
        )  # fmt: skip
        entry = record("extend_deadline", actor=actor, subject=round_, clause="C-08", reason=reason,
                       detail={"unit": unit, "last_day": last_day.isoformat()})  # fmt: skip
        told = {"office": actor.organisation_name, "unit": round_parameters(round_.notice).unit(unit).city, "title": round_.title,
                "last_day": f"{last_day:%-m月%-d日}"}  # fmt: skip
        tell_bureau("extension", unit, entry=entry, actor=actor, values=told)
    return made


def waive(round_: Round, *, clause: str, subject: str, reason: str, actor: Actor, document: str = "", is_public: bool = False) -> Waiver:
    """Waive one rule of the round for one credit code, with the reason; only rules that may be waived (`WAIVABLE`).

    Raises Refused with everything that is wrong, or when this waiver stands already.
    """
    check_may(actor, "grant_waiver", "豁免只能由省厅准予。", clause=clause)
    code, wrong = check_credit_code(subject)
    problems = [] if reason.strip() else ["请写明豁免的理由。"]
    problems += too_long(Waiver, reason=reason.strip(), document=document.strip())
    if clause not in WAIVABLE:
        problems.append("这一条不能豁免。")
    problems += [f"统一社会信用代码{fault}" for fault in wrong]
    if problems:
        raise Refused("没有准予豁免。", items=problems, clause=clause)
    try:
        with transaction.atomic():
            made = Waiver.objects.create(
                round=round_, clause=clause, subject=code, reason=reason.strip(), document=document.strip(),
                is_public=is_public, granted_by=actor.name, granted_at=now(),
            )  # fmt: skip
            record("grant_waiver", actor=actor, subject=made, clause=clause, reason=reason, detail={"subject": made.subject})
    except IntegrityError:
        raise Refused("这家单位的这一条已经豁免。", clause=clause) from None
    return made


def read_value(parameter: Parameter, text: str) -> Any:
    """A typed value as the parameter's kind: yes/no, whole number, decimal text, '' for none. ValueError with a sentence for what cannot be
    read or makes no sense (`bounds`).
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if isinstance(parameter.value, bool):
        if text not in {"是", "否"}:
            raise ValueError(f"{parameter.label}：请填“是”或“否”。")
        return text == "是"
    if not isinstance(parameter.value, int) and parameter.value is not None and not parameter.unit:
        raise ValueError(f"{parameter.label}：这一项不能在页面上改，须改通知数据。")
    if not text and not isinstance(parameter.value, int):
        return None
    if not text:
        raise ValueError(f"{parameter.label}：空着；请填整数，不改的照填现值。")
    try:
        problem = out_of_bounds(parameter, text)
    except ValueError as unread:
        problem = str(unread)
    if problem:
        raise ValueError(f"{parameter.label}：{problem}")
    return int(number(text)) if isinstance(parameter.value, int) else text.replace(",", "")


def read_steps(given: RoundParameters, chosen: Sequence[str]) -> list[str]:
    """The ids of the chosen steps in the notice's order. ValueError for a step it does not know, or one that no round can do without."""
    labels = {step["id"]: step["label"] for step in given.steps}
    if unknown := [step for step in chosen if step not in labels]:
        raise ValueError(f"步骤：通知里没有“{'、'.join(unknown)}”。")
    if missing := [labels[step] for step in LASTING if step in labels and step not in chosen]:
        raise ValueError(f"步骤：{'、'.join(missing)}不能关。")
    return [step for step in labels if step in chosen]


def read_disclosure(before: dict[str, str], typed: dict[str, str]) -> dict[str, str]:
    """The whole table of disclosure classes with the typed ones in it. ValueError for an unknown field or class."""
    if set(typed) - set(before) or set(typed.values()) - set(CLASSES):
        raise ValueError(f"公开方式：只能选{'、'.join(CLASSES)}。")
    return {**before, **typed}


def _move_deadlines(round_: Round, before: dict[str, Any]) -> None:
    """Where it changed whether the last day counts, every clock of the round moves with the rule: the instants are stored."""
    after = parameters(round_)
    if after.get("deadline_inclusive") == before.get("deadline_inclusive"):
        return
    for held in (round_, *round_.extensions.all()):
        held.deadline_at = late_from(named_day(held.deadline_at, before), after)
        held.save(update_fields=["deadline_at"])


def _sign(round_: Round, number: int, values: dict[str, Any], reason: str, first: str, second: str) -> ParameterVersion:
    return ParameterVersion.objects.create(
        round=round_, number=number, content_digest=store("parameters", values), reason=reason, first_signed_by=first,
        second_signed_by=second, signed_at=now(),
    )  # fmt: skip
