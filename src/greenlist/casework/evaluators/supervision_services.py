"""A body declares its own conditions (C-34); a bureau looks at those at work in its region (C-58), tells the province what it found (C-59)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from greenlist.casework.evaluators.models import Capability, Evaluator, SupervisionRecord
from greenlist.casework.evaluators.selectors import at_work_in
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import too_long

FIRST_YEAR = 1990


def declare_conditions(
    evaluator: Evaluator, *, is_legal_person: bool, full_time: int, senior: int, experience: Sequence[tuple[int, str]], file: StoredFile | None,
    actor: Actor,
) -> Capability:  # fmt: skip
    """The body's own declaration with its proof. `experience`: (year, what) each. Raises what `check_conditions` raises."""
    check_conditions(evaluator, full_time=full_time, senior=senior, experience=experience, has_file=file is not None, actor=actor)
    with transaction.atomic():
        made = Capability.objects.create(
            evaluator=evaluator, is_legal_person=is_legal_person, full_time=full_time, senior=senior, file=file,
            experience=[{"year": year, "what": what.strip()} for year, what in experience], declared_by=actor.name, declared_at=now(),
        )  # fmt: skip
        record("declare_conditions", actor=actor, subject=evaluator, clause="C-34", detail={"full_time": full_time, "senior": senior})
    return made


def check_conditions(
    evaluator: Evaluator, *, full_time: int, senior: int, experience: Sequence[tuple[int, str]], has_file: bool, actor: Actor
) -> None:
    """Would the declaration be kept? Asked before its proof is stored. Raises Refused with everything that is wrong."""
    if not actor.may("read_engagements") or evaluator.organisation_id != actor.organisation_id:
        raise NotAllowed("机构条件只能由本机构申报。", clause="C-34")
    wrong = [
        words
        for is_wrong, words in (
            (full_time < 0 or senior < 0, "人数不能是负数"),
            (senior > full_time, f"高级职称{senior}人，多于专职人员{full_time}人"),
            (any(not FIRST_YEAR <= year <= today().year for year, _ in experience), f"业绩的年份要在{FIRST_YEAR}年至{today().year}年之间"),
            (any(not what.strip() for _, what in experience), "每条业绩要写明做了什么"),
            (not has_file, "请附职称、社保和业绩的证明材料"),
        )
        if is_wrong
    ]
    if wrong:
        raise Refused("机构条件没有存入。", items=wrong, then="改好之后再存；已填的还在。", clause="C-34")


def record_supervision(
    evaluator: Evaluator, *, notice_id: str, looked_on: date | None, what: str, problem: str, file: StoredFile | None, actor: Actor
) -> SupervisionRecord:
    """The bureau writes down one inspection of a body at work in its region; `problem` is empty where nothing was found."""
    check_supervision(evaluator, notice_id=notice_id, looked_on=looked_on, what=what, problem=problem, actor=actor)
    with transaction.atomic():
        made = SupervisionRecord.objects.create(
            evaluator=evaluator, unit=actor.unit, notice=notice_id, looked_on=looked_on, what=what.strip(), problem=problem.strip(),
            file=file, recorded_by=actor.name, recorded_at=now(),
        )  # fmt: skip
        record(
            "record_supervision",
            actor=actor,
            subject=evaluator,
            clause="C-58",
            detail={"record": str(made.pk), "problem": bool(made.problem)},
        )
    return made


def check_supervision(evaluator: Evaluator, *, notice_id: str, looked_on: date | None, what: str, problem: str, actor: Actor) -> None:
    """Would the inspection be kept? Asked before its paper is stored. Raises Refused with everything that is wrong."""
    if not actor.may("supervise_evaluators"):
        raise NotAllowed("监督检查由推荐单位登记。", clause="C-58")
    if evaluator.pk not in {body.pk for body in at_work_in(actor.unit, notice_id)}:
        raise NotAllowed("这家机构本轮在本地区没有受理的项目。", then="只登记本轮在本地区受理项目的机构。", clause="C-58")
    wrong = too_long(SupervisionRecord, what=what, problem=problem)
    if looked_on is None or looked_on > today():
        wrong.append("检查日期要填，不能晚于今天")
    if not what.strip():
        wrong.append("请写明检查了什么")
    if wrong:
        raise Refused("监督检查没有登记。", items=wrong, then="改好之后再存；已填的还在。", clause="C-58")


def report_problem(found: SupervisionRecord, *, actor: Actor) -> None:
    """The bureau tells the province what it found."""
    if not actor.may("supervise_evaluators") or found.unit != actor.unit:
        raise NotAllowed("只能反馈本地区登记的问题。", clause="C-59")
    if not found.problem:
        raise Refused("这次检查没有发现问题，不用反馈。", clause="C-59")
    with transaction.atomic():
        held = SupervisionRecord.objects.select_for_update().get(pk=found.pk)
        if held.reported_at is not None:
            raise Refused("已经反馈过，不必重复。", then="刷新页面可看到反馈的时间和省厅的处理。", code="already", clause="C-59")
        held.reported_by, held.reported_at = actor.name, now()
        held.save(update_fields=["reported_by", "reported_at"])
        record("report_evaluator_problem", actor=actor, subject=held.evaluator, clause="C-59", detail={"record": str(held.pk)})


def answer_problem(found: SupervisionRecord, *, handling: str, actor: Actor) -> None:
    """The province writes down what it made of a problem; a ban is an act of its own (C-60)."""
    check_may(actor, "ban_evaluator", "反馈的问题由省厅处理。", clause="C-59")
    wrong = too_long(SupervisionRecord, handling=handling) + ([] if handling.strip() else ["请写明怎样处理、依据什么"])
    with transaction.atomic():
        held = SupervisionRecord.objects.select_for_update().get(pk=found.pk)
        if held.reported_at is None:
            raise Refused("这条问题还没有反馈省厅。", then="由推荐单位反馈后再处理。", clause="C-59")
        if held.handled_at is not None:
            raise Refused("这条问题已经处理。", then="刷新页面可看到处理意见。", code="already", clause="C-59")
        if wrong:
            raise Refused("处理意见没有存入。", items=wrong, then="改好之后再存。", clause="C-59")
        held.handling, held.handled_by, held.handled_at = handling.strip(), actor.name, now()
        held.save(update_fields=["handling", "handled_by", "handled_at"])
        record("answer_evaluator_problem", actor=actor, subject=held.evaluator, clause="C-59", reason=handling,
               detail={"record": str(held.pk)})  # fmt: skip
