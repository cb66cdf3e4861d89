"""Judging a condition or a declared priority that its rule leaves open: one judgement with one reason, for one unit or many on one ground."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.verification.checklist import OUTCOMES, judged_labels, kind_of
from greenlist.casework.verification.models import Finding, Judgement
from greenlist.casework.verification.permissions import check_may_judge
from greenlist.casework.verification.reading import Reading, readings
from greenlist.casework.verification.selectors import newest_findings
from greenlist.casework.verification.services import content_of, write_findings
from greenlist.rulebook.eligibility.confirming import TO_DECLARE
from greenlist.rulebook.notices import notice


def judge_conditions(
    applications: Sequence[Application], *, clause: str, outcome: str, reason: str, actor: Actor,
    file: StoredFile | None = None, page: int | None = None,
) -> list[Judgement]:  # fmt: skip
    """Judge one condition, or check one declared priority, on these units; the finding is computed anew first, so that what is judged is
    what stands now. What was made of a priority is a fact to its rule, which is asked once more; it may be judged anew.

    All or nothing. Raises NotAllowed or WrongState where this person may not judge, Refused with all that is missing: an outcome, a
    reason, units on which the condition is not 待核实, or not all on the same ground.
    """
    check_judgement(applications, clause=clause, outcome=outcome, reason=reason, page=page, has_file=file is not None, actor=actor)
    if page is not None and file and file.pages and not 1 <= page <= file.pages:
        beyond = f"“{file.name}”只有{file.pages}页，没有第{page}页。"
        raise Refused(_refused(clause), items=[beyond], then="填过的内容还在，改正后再存。", clause=clause)
    with transaction.atomic():
        locked = _locked(applications)
        for application in locked:  # handed in meanwhile: no longer this person's to judge
            check_may_judge(application, actor, clause)
        contents = _contents(_unchecked(locked), clause)
        _check_open(contents, clause)
        found = write_findings(contents, newest_findings(locked), stage="verification")
        judgements = Judgement.objects.bulk_create(
            Judgement(finding=f, outcome=outcome, reason=reason.strip(), file=file, page=page, judged_by=actor.name, judged_at=now())
            for f in found
        )
        for application in locked:
            record("judge_finding", actor=actor, subject=application, clause=clause, reason=reason.strip(),
                   detail={"outcome": outcome, "units": len(locked), "proof": file.digest if file else "", "page": page})  # fmt: skip
        if kind_of(clause) == "priority":
            write_findings(_contents(readings(locked), clause), newest_findings(locked), stage="verification")
        Application.objects.filter(pk__in=[a.pk for a in locked]).update(changed_at=now())
    return judgements


def check_judgement(
    applications: Sequence[Application], *, clause: str, outcome: str, reason: str, page: int | None, has_file: bool, actor: Actor
) -> None:
    """Would the judgement be taken, as far as its words tell? Asked before its proof is stored. Raises what `judge_conditions` raises."""
    for application in applications:
        check_may_judge(application, actor, clause)
    problems = []
    if clause not in judged_labels():
        problems.append("申报条件和优先项中没有这一项。")
    if not applications:
        problems.append("请至少选一家单位。")
    if outcome not in OUTCOMES[kind_of(clause)]:
        problems.append("请选择判断：没有预选项，请自己选定。")
    if not reason.strip():
        problems.append("请写明判断的理由。")
    if page is not None and not has_file:
        problems.append("写了页码，没有选证明材料。")
    if problems:
        raise Refused(_refused(clause), items=problems, then="理由写入档案；退回或不予推荐时申报单位可见。", clause=clause)


def _locked(applications: Sequence[Application]) -> list[Application]:
    rows = Application.objects.select_for_update(of=("self",)).select_related("site__organisation", "round", "filing", "report")
    return list(rows.filter(pk__in=[a.pk for a in applications]).order_by("pk"))


def _contents(reads: Iterable[Reading], clause: str) -> list[tuple[Application, dict[str, Any]]]:
    return [(read.application, content_of(read, notice(read.application.round.notice).clause(clause))) for read in reads]


def _unchecked(applications: Sequence[Application]) -> list[Reading]:
    """Readings that leave aside what was made of a priority before."""
    reads = readings(applications)
    for read in reads:
        read.checks = {}
    return reads


def _check_open(contents: Sequence[tuple[Application, dict[str, Any]]], clause: str) -> None:
    settled = [
        f"{a.site.name}：{c['fact']}" for a, c in contents if c["verdict"] != Finding.Verdict.UNKNOWN or c["settle_by"] == TO_DECLARE
    ]
    if settled:
        open_ = "填报达到要求的优先项由人核对" if kind_of(clause) == "priority" else "“待核实”的条件由人判断"
        raise Refused(f"{_refused(clause)}只有{open_}。", items=settled, then="刷新页面可看到最新结论。", clause=clause)
    grounds = Counter(c["settle_by"] for _, c in contents)
    if len(grounds) > 1:
        items = [f"{n}家：{ground}" for ground, n in grounds.items()]
        raise Refused(f"{_refused(clause)}所选单位待核实的原因不同。", items=items, then="请按原因分别判断。", clause=clause)


def _refused(clause: str) -> str:
    return f"“{judged_labels().get(clause, clause)}”的判断没有保存。"
