"""Does the report of a self-evaluation follow the flow and the template of the ministry (C-37)? A judgement that bars nobody."""

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import check_plain
from greenlist.casework.verification.models import ReportJudgement
from greenlist.casework.verification.permissions import check_may_judge


def judge_report(application: Application, *, follows: bool | None, reason: str, actor: Actor) -> ReportJudgement:
    """Keep the judgement on the report that is there now, with its reason; the newest counts, and none of them bars.

    Raises NotAllowed or WrongState where this person may not judge, Refused with all that is missing, or when the report is a body's own.
    """
    check_may_judge(application, actor, "C-37")
    check_plain(reason)
    problems = ["第三方评价的报告由机构负责，不在这里判断。"] if application.mode != Application.Mode.SELF else []
    problems += [] if application.report else ["还没有上传评价报告。"]
    problems += ["请选择：参考了，或没有参考。"] if follows is None else []
    problems += [] if reason.strip() else ["请写明判断的理由。"]
    if problems:
        raise Refused("对评价报告的判断没有保存。", items=problems, then="这项判断不挡推荐；退回补正时申报单位可见，报送后省厅可见。",
                      clause="C-37")  # fmt: skip
    with transaction.atomic():
        made = ReportJudgement.objects.create(application=application, report=application.report, follows=follows, reason=reason.strip(),
                                              judged_by=actor.name, judged_at=now())  # fmt: skip
        record("judge_report", actor=actor, subject=application, clause="C-37", reason=made.reason, detail={"follows": follows})
    return made
