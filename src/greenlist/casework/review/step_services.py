"""Recording the steps of the province: one document for one application or for many, all or nothing; correcting a record."""

from collections.abc import Iterable

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import skip_absent_steps
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import too_long
from greenlist.casework.review.models import StepRecord
from greenlist.casework.review.services import StepProof, accept, keep_record, refuse_formally
from greenlist.casework.review.steps import AT_A_STEP, case_steps, missing_of
from greenlist.casework.rounds.models import ParameterProposal, ParameterVersion, Round
from greenlist.casework.rounds.selectors import Step, steps_of
from greenlist.casework.rounds.services import sign_proposal


def record_step(
    round_: Round, *, step_id: str, applications: Iterable[Application], is_passed: bool, actor: Actor, proof: StepProof, reason: str = ""
) -> int:
    """Record one step for every chosen application by one document; how many. Refused names all that stands against it.

    A step is recorded in its order: whoever lacks an earlier one is named, and nothing is written for anybody.
    """
    if not actor.may("record_step"):
        raise NotAllowed("您当前的岗位不能记录省级环节。", clause="C-11")
    step = next((s for s in case_steps(round_) if s.id == step_id and s.id != "experts"), None)
    if step is None:
        raise Refused("本轮没有这个要记录的环节。", then="环节在本轮参数中开关；专家评审由专家提交。", clause="C-11")
    with transaction.atomic():
        ids = [application.pk for application in applications]
        held = list(Application.objects.select_for_update(of=("self",)).filter(pk__in=ids, round=round_).order_by("number"))
        if problems := _problems(round_, step, held, is_passed=is_passed, reason=reason, proof=proof):
            raise Refused(f"{step.label}没有记录。", items=problems, then="改好之后再记录；一件也没有写入。", clause="C-11")
        for application in held:
            _record_one(application, step, is_passed=is_passed, reason=reason, proof=proof, actor=actor)
    return len(held)


def correct_step(
    kept: StepRecord, *, is_passed: bool, correction: str, actor: Actor, proof: StepProof, reason: str = ""
) -> StepRecord:  # fmt: skip
    """Correct a record by a new version with the reason; the one before stays and is shown with it. Without a new file the old one counts.

    通过 may be corrected to 未通过, which ends the case as if it had failed the step; not the other way round: the case has gone.
    """
    if not actor.may("record_step"):
        raise NotAllowed("您当前的岗位不能更正环节记录。", clause="C-11")
    application = kept.application
    step = next(s for s in steps_of(application.round) if s.id == kept.step)
    proof = StepProof(proof.document.strip(), proof.file or kept.file, proof.page)
    outcome = StepRecord.Outcome.PASSED if is_passed else StepRecord.Outcome.FAILED
    with transaction.atomic():
        held = StepRecord.objects.select_for_update(of=("self",)).get(pk=kept.pk)
        if held.replaced_at:
            raise WrongState("这条记录已经更正过。", then="刷新页面，在最新一版上更正。", code="already", clause="C-11")
        if problems := _faults(held, step, outcome, correction, reason, proof):
            raise Refused(f"{step.label}的记录没有更正。", items=problems, then="改好之后再更正；原记录没有变。", clause="C-11")
        held.replaced_at = now()
        held.save(update_fields=["replaced_at"])
        if outcome != held.outcome:
            change(application, "fail_step", actor=actor, guards={"reason_given": ""}, reason=reason, fields={"changed_at": now()},
                   detail={"step": step.label, "document": proof.document})  # fmt: skip
        made = keep_record(application, kept.step, outcome, reason=reason, proof=proof, actor=actor, version=held.version + 1,
                           correction=correction)  # fmt: skip
        record("correct_step", actor=actor, subject=application, reason=made.correction, clause="C-11",
               detail={"step": step.label, "version": made.version, "before": held.document, "document": made.document})  # fmt: skip
    return made


def _faults(kept: StepRecord, step: Step, outcome: StepRecord.Outcome, correction: str, reason: str, proof: StepProof) -> list[str]:
    before = (kept.outcome, kept.reason, kept.document, kept.file_id, kept.page)
    after = (outcome.value, reason.strip(), proof.document, proof.file.pk if proof.file else None, proof.page)
    problems = [] if correction.strip() else ["请写明更正的理由。"]
    problems += ["没有一项与原记录不同。"] if before == after else []
    if outcome == StepRecord.Outcome.PASSED and kept.outcome == StepRecord.Outcome.FAILED:
        problems.append("本件已按未通过列为未入选，不能更正为通过。")
    if outcome == StepRecord.Outcome.FAILED and not reason.strip():
        problems.append(f"请写明{step.label}未通过的理由。")
    return problems + _unproved(step, reason, proof) + too_long(StepRecord, correction=correction.strip())


def sign_round_change(proposal: ParameterProposal, *, actor: Actor) -> ParameterVersion:
    """The second signature on changed parameters; applications that stood at a step that is now off go on to the next."""
    with transaction.atomic():
        version = sign_proposal(proposal, actor=actor)
        if "steps_on" in proposal.changes:
            for application in Application.objects.filter(round=proposal.round, state__in=("recommended", "accepted")).order_by("number"):
                skip_absent_steps(application)
    return version


def _problems(round_: Round, step: Step, held: list[Application], *, is_passed: bool, reason: str, proof: StepProof) -> list[str]:
    problems = [] if held else ["请先勾选申报件。"]
    if not is_passed and not reason.strip():
        problems.append(f"请写明{step.label}未通过的理由。")
    problems += _unproved(step, reason, proof)
    left = missing_of(round_, held)
    return problems + [f"{a.site.name}：{why}" for a in held if (why := _why_not(a, left[a.pk], step))]


def _unproved(step: Step, reason: str, proof: StepProof) -> list[str]:
    """What is wrong with the document and the file that a record rests on."""
    problems = []
    if step.id != "formal" and not (proof.document.strip() or proof.file):
        problems.append(f"{step.label}要有文号，或附上记录文件。")
    problems += too_long(StepRecord, document=proof.document.strip(), reason=reason.strip())
    if proof.page and proof.file and proof.page > (proof.file.pages or 1):
        problems.append(f"记录文件只有{proof.file.pages or 1}页。")
    return problems


def _why_not(application: Application, left: list[Step], step: Step) -> str:
    """'' when this very step is next; else why not."""
    if application.state not in AT_A_STEP:
        return f"现在是“{application.get_state_display()}”，不再记录{step.label}"
    if step not in left:
        return f"{step.label}已经记录过"
    return "" if left[0] == step else f"前面的{left[0].label}还没有完成"


def _record_one(application: Application, step: Step, *, is_passed: bool, reason: str, proof: StepProof, actor: Actor) -> None:
    if step.id == "formal":
        if is_passed:
            accept(application, actor=actor, proof=proof)
        else:
            refuse_formally(application, reason=reason, actor=actor, proof=proof)
        return
    detail = {"step": step.label, "document": proof.document.strip()}
    if is_passed:
        kept = keep_record(application, step.id, StepRecord.Outcome.PASSED, reason=reason, proof=proof, actor=actor)
        record("record_step", actor=actor, subject=application, clause="C-11", reason=kept.reason, detail=detail)
        return
    guards = {"reason_given": "" if reason.strip() else "请写明理由。"}
    change(application, "fail_step", actor=actor, guards=guards, reason=reason, fields={"changed_at": now()}, detail=detail)
    keep_record(application, step.id, StepRecord.Outcome.FAILED, reason=reason, proof=proof, actor=actor)
