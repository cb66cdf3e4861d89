"""What joins an application to the body that evaluates it: signing its report, and leaving a body that is no longer believed (C-60)."""

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.paper_versions import check_paper
from greenlist.casework.applications.services import editing
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.services import check_own, leave_banned, sign_report
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor


def sign_evaluation(engagement: Engagement, *, report: StoredFile, accepts_liability: bool, actor: Actor) -> None:
    """The body signs a version of its report (C-35). Raises Refused for a paper with the mark of another application or version."""
    check_own(engagement.evaluator, actor)
    if application := Application.objects.filter(number=engagement.application_number).first():
        check_paper(application, report)
    sign_report(engagement, report=report, accepts_liability=accepts_liability, actor=actor)


def leave_banned_body(application: Application, engagement: Engagement, *, reason: str, actor: Actor) -> None:
    """End the signed engagement and take its report off the application; then the unit chooses another body or evaluates itself.

    Raises WrongState once the application is handed in, Refused while the body is believed.
    """
    with editing(application, actor=actor) as held:
        leave_banned(engagement, reason=reason, actor=actor)
        if held.report_id == engagement.signed_report_id:
            Application.objects.filter(pk=held.pk).update(report=None)
