"""What joins an application to the body that evaluates it: signing its report, and leaving a body that is no longer believed (C-60)."""

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.paper_versions import check_paper
from greenlist.casework.applications.permissions import EDITABLE
from greenlist.casework.applications.report_check import ReportCheck, check_of
from greenlist.casework.applications.report_findings import Findings, Question, findings_in
from greenlist.casework.applications.services import editing
from greenlist.casework.evaluators.models import Engagement, Evaluator
from greenlist.casework.evaluators.services import check_liable, check_own, leave_banned, sign_report
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.engines.identity import NAMES_NOBODY

LOOK_FIRST, NAMED = "look_first", 20


def sign_evaluation(
    engagement: Engagement, *, report: StoredFile, accepts_liability: bool, actor: Actor, is_looked_at: bool = False
) -> None:
    """The body signs a version of its report (C-35), as long as the unit may hand it in.

    Raises WrongState once the application is handed in; Refused for a paper with the mark of another application or version, or with the
    names of another unit or body; and, unless `is_looked_at`, with all that its check found (code LOOK_FIRST).
    """
    check_own(engagement.evaluator, actor)
    check_liable(accepts_liability)
    if application := Application.objects.filter(number=engagement.application_number).first():
        check_may_sign(application)
        check_paper(application, report)
        _check_words(application, engagement, report, is_looked_at=is_looked_at)
    sign_report(engagement, report=report, accepts_liability=accepts_liability, actor=actor)


def check_may_sign(application: Application) -> None:
    """Raises WrongState once the application is with the offices: what they look at is not exchanged under their eyes."""
    if application.state not in EDITABLE:
        raise WrongState(
            f"本件现在是“{application.get_state_display()}”，评价报告不能再签署。",
            then="须由推荐单位退回补正，才能签署新版。",
            clause="C-35",
        )


def leave_banned_body(application: Application, engagement: Engagement, *, reason: str, actor: Actor) -> None:
    """End the signed engagement and take its report off the application; then the unit chooses another body or evaluates itself.

    Raises WrongState once the application is handed in, Refused while the body is believed.
    """
    with editing(application, actor=actor) as held:
        leave_banned(engagement, reason=reason, actor=actor)
        if held.report_id == engagement.signed_report_id:
            Application.objects.filter(pk=held.pk).update(report=None)


def _check_words(application: Application, engagement: Engagement, report: StoredFile, *, is_looked_at: bool) -> None:
    """Raises Refused for another unit's or body's report, and for one with something to look at that nobody looked at."""
    check, own = check_of(application, report), str(engagement.evaluator)
    named = findings_in(report, Question((), (application.site.name,), bodies=tuple(sorted({own, *map(str, _bodies())}))))
    wrong = [check.unit_problem + "。"] if check.unit_problem not in {"", NAMES_NOBODY} else []
    wrong += [f"正文写的第三方机构是“{named.bodies[0]}”，没有写本机构“{own}”。"] if named.bodies and own not in named.bodies else []
    if wrong:
        raise Refused(f"“{report.name}”没有签署。", items=wrong, then="请换成本机构为这家单位出具的评价报告。", clause="C-35")
    if not is_looked_at and (items := _to_look_at(check, named, own)):
        raise Refused(f"“{report.name}”还没有签署：报告检查有{len(items)}处要核对。", items=items,
                      then="核对以后确实无误的，勾选“已逐处核对”再签署；有误的请改好报告再传。", clause="C-35", code=LOOK_FIRST)  # fmt: skip


def _bodies() -> list[Evaluator]:
    return list(Evaluator.objects.select_related("organisation"))


def _to_look_at(check: ReportCheck, named: Findings, own: str) -> list[str]:
    """What the check found, a sentence each."""
    if check.is_unread:
        return ["报告没有可读的文字，章节和数据都没有检查。"]
    items = [check.unit_problem + "。"] if check.unit_problem else []
    items += [] if named.bodies else [f"正文没有写本机构“{own}”。"]
    items += [f"没有找到“{chapter.heading}”一章，或这一章没有写内容。" for chapter in check.missing]
    return (
        items
        + [
            f"{line.row.label}：申报表是{line.declared}，报告第{page}页是{said}。"
            for line in check.differing
            for page, said in (((line.found.page, line.found.said),) if line.found.status == "differs" else line.found.elsewhere)[:1]
        ][:NAMED]
    )
