"""Formal review, assignment, pledge, recusal, the score sheet and handing it in."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import skip_absent_steps
from greenlist.casework.directory.models import Membership
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import check_plain
from greenlist.casework.review.models import Assignment, SheetVersion, StepRecord
from greenlist.casework.review.selectors import conflict, is_day_pledged, newest_sheet, own_declaration, own_marks, sheet_result, sheet_rows
from greenlist.casework.review.steps import missing_before
from greenlist.engines.scoring import ENGINE_VERSION, ApplicationProblems, Plan
from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.results import Result

Body = dict[str, dict[str, str]]


@dataclass(frozen=True)
class StepProof:
    """What a step rests on: document number, scan, page."""

    document: str = ""
    file: StoredFile | None = None
    page: int | None = None


class StaleSheet(Refused):
    """The sheet was saved meanwhile in another window; both versions are here."""

    def __init__(self, *, mine: Body, newest: SheetVersion) -> None:
        super().__init__("本件评分在另一窗口保存过，这里的填写还没有存入。", then="请逐项选择要保留的内容后再保存。")
        self.mine, self.theirs, self.newest = mine, newest.body, newest


def accept(application: Application, *, actor: Actor, proof: StepProof | None = None) -> None:
    """Pass the formal review: letter, table and report are there (C-09)."""
    missing = "" if application.report_id else "没有评价报告。"
    with transaction.atomic():
        change(application, "accept", actor=actor, guards={"package_complete": missing}, fields={"changed_at": now()})
        keep_record(application, "formal", StepRecord.Outcome.PASSED, proof=proof, actor=actor)
        skip_absent_steps(application)


def refuse_formally(application: Application, *, reason: str, actor: Actor, proof: StepProof | None = None) -> None:
    """Fail the formal review, with the reason."""
    guards = {"reason_given": "" if reason.strip() else "请写明形式审查不通过的理由。"}
    with transaction.atomic():
        change(application, "refuse_formally", actor=actor, guards=guards, reason=reason, fields={"changed_at": now()})
        keep_record(application, "formal", StepRecord.Outcome.FAILED, reason=reason, proof=proof, actor=actor)


def keep_record(
    application: Application, step: str, outcome: StepRecord.Outcome, *, actor: Actor, reason: str = "", proof: StepProof | None = None,
    version: int = 1, correction: str = "",
) -> StepRecord:  # fmt: skip
    """Write what a step came to; the caller has asked whether it may."""
    proof = proof or StepProof()
    return StepRecord.objects.create(
        application=application, step=step, outcome=outcome, reason=reason.strip()[:300], document=proof.document.strip(),
        file=proof.file, page=proof.page, recorded_by=actor.name, recorded_at=now(), version=version,
        correction=correction.strip(),
    )  # fmt: skip


def assign(application: Application, *, expert: Membership, actor: Actor) -> Assignment:
    """Assign one expert; a conflict of interest refuses with its reason."""
    if not actor.may("assign_expert"):
        raise NotAllowed("您当前的岗位不能指派专家。")
    if expert.role != "expert":
        raise Refused("所选的人不是评审专家。")
    with transaction.atomic():
        guards = {"no_conflict": conflict(application, expert), "steps_recorded": lacks_before_experts(application)}
        change(application, "assign_expert", actor=actor, guards=guards, fields={"changed_at": now()},
               detail={"expert": expert.user.name})  # fmt: skip
        return Assignment.objects.create(
            application=application, expert=expert.user, expert_name=expert.user.name, assigned_by=actor.name, assigned_at=now()
        )


def pledge(assignment: Assignment, *, declares_no_conflict: bool, actor: Actor) -> None:
    """Sign the pledge and declare no conflict; only then is content shown. Raises Refused without the declaration."""
    check_own(assignment, actor)
    check_day(assignment)
    if not declares_no_conflict:
        raise Refused(
            "还没有声明与该单位没有利害关系，没有签署。", then="没有利害关系的，勾选声明后再签署；有的，请申请回避。", clause="C-11"
        )
    change(assignment, "pledge", actor=actor, fields={"pledged_at": now()}, detail={"declared": "no_conflict"})


def recuse(assignment: Assignment, *, reason: str, actor: Actor) -> None:
    """Step back, with the reason; when nobody else reviews it, the application returns to be assigned anew."""
    check_own(assignment, actor)
    guards = {"reason_given": "" if reason.strip() else "请写明回避的理由。"}
    with transaction.atomic():
        change(assignment, "recuse", actor=actor, guards=guards, reason=reason)
        application = assignment.application
        if not application.assignments.filter(state__in=("assigned", "pledged", "handed_in")).exists():
            change(application, "release", actor=actor, fields={"changed_at": now()})


def save_sheet(assignment: Assignment, *, values: Body, based_on: int, actor: Actor) -> SheetVersion:
    """Save the sheet on top of version `based_on`; {row: {given, reason}}. Raises StaleSheet, or WrongState when closed."""
    check_own(assignment, actor)
    if assignment.state != "pledged":
        raise WrongState("本件评分现在不能修改。", then="签署承诺书之后、提交之前可以修改。")
    check_day(assignment)
    plan, _ = own_declaration(assignment)
    known = set(sheet_rows(plan))
    check_plain(*(str(text) for row in known & set(values) for text in values[row].values()))
    body = {row: _entry(values[row]) for row in sorted(known & set(values)) if any(_entry(values[row]).values())}
    newest = newest_sheet(assignment)
    if newest and newest.body == body:
        return newest
    if newest and newest.number != based_on:
        raise StaleSheet(mine=body, newest=newest)
    number = newest.number + 1 if newest else 1
    try:
        with transaction.atomic():
            if Assignment.objects.select_for_update().get(pk=assignment.pk).state != "pledged":
                raise WrongState("本件评分已经提交，不能再修改。", then="刷新页面可看到提交的评分。", code="already")
            return SheetVersion.objects.create(assignment=assignment, number=number, body=body, saved_at=now())
    except IntegrityError:
        newest = newest_sheet(assignment)
        if newest is None:
            raise
        raise StaleSheet(mine=body, newest=newest) from None


def hand_in(assignment: Assignment, *, actor: Actor) -> Result:
    """Hand the sheet in: complete, with reasons where required; the score is computed and stored with its content."""
    check_own(assignment, actor)
    check_day(assignment)
    plan, declared = own_declaration(assignment)
    newest = newest_sheet(assignment)
    body: Body = newest.body if newest else {}
    absent = dict(declared.get("not_applicable") or {})
    sentence = _sheet_gaps(plan, body, absent, own_marks(plan, declared))
    result = None if sentence else sheet_result(plan, body, absent)
    with transaction.atomic():
        content = {"plan": plan.digest, "engine": ENGINE_VERSION, "sheet": body, "not_applicable": absent,
                   "score": result.shown if result else ""}  # fmt: skip
        change(assignment, "hand_in", actor=actor, guards={"sheet_complete": sentence},
               fields={"handed_in_at": now(), "score": content["score"], "is_qualified": bool(result and result.verdict != "not_qualified"),
                       "content_digest": store("score_sheet", content)})  # fmt: skip
        if assignment.group_id:
            return result or _incomplete(sentence)
        pledged = "" if assignment.pledged_at else "还没有签署承诺书。"
        change(assignment.application, "score", actor=actor, guards={"sheet_complete": "", "pledge_signed": pledged},
               fields={"changed_at": now()}, detail={"score": content["score"]})  # fmt: skip
    return result or _incomplete(sentence)


def _incomplete(sentence: str) -> Result:
    raise Refused(sentence)


def sheet_gaps(plan: Plan, body: Body, not_applicable: dict[str, str]) -> list[str]:
    """The rows that still want a mark."""
    return [row for row in sheet_rows(plan) if row not in not_applicable and not body.get(row, {}).get("given")]


def needs_reason(own: str, given: str) -> bool:
    """Is the mark at least half below the unit's own? Then a reason is required."""
    try:
        return number(own) > 0 and number(given) <= number(own) / 2
    except ValueError:
        return own == "met" and given == "not_met"


def _sheet_gaps(plan: Plan, body: Body, not_applicable: dict[str, str], own: dict[str, str]) -> str:
    missing = sheet_gaps(plan, body, not_applicable)
    if missing:
        return f"还有{len(missing)}项未评。"
    unexplained = [row for row, entry in body.items() if not entry.get("reason", "").strip() and _wants_reason(row, entry, own)]
    if unexplained:
        return f"有{len(unexplained)}项评为不符合或低于自评一半，还没有写理由。"
    try:
        sheet_result(plan, body, not_applicable)
    except ApplicationProblems as problems:
        return "".join(problems.problems)
    return ""


def _wants_reason(row: str, entry: dict[str, str], own: dict[str, str]) -> bool:
    given = entry.get("given", "")
    return given == "not_met" or needs_reason(own.get(row, ""), given)


def _entry(raw: dict[str, str]) -> dict[str, str]:
    return {key: str(raw.get(key, "")).strip()[:1000] for key in ("given", "reason") if str(raw.get(key, "")).strip()}


def lacks_before_experts(application: Application) -> str:
    """'' or which steps have to be recorded before an expert may be assigned."""
    return "".join(f"{step.label}还没有记录。" for step in missing_before(application, "experts") if step.id != "formal")


def check_day(assignment: Assignment) -> None:
    """Raises Refused: in a group nothing is read or marked on a day whose pledge is not signed."""
    if not is_day_pledged(assignment):
        raise Refused("今天还没有签署承诺书。", then="请先在专家组页面签到、签署承诺书。", clause="C-11")


def check_own(assignment: Assignment, actor: Actor) -> None:
    """Raises NotAllowed unless the assignment is the actor's own."""
    if actor.user_id != assignment.expert_id:
        raise NotAllowed("这不是指派给您的评审任务。")
