"""A unit leaves the body that evaluated it, because its results are no longer believed (C-60)."""

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import editing
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.services import leave_banned
from greenlist.casework.journal.actors import Actor


def leave_banned_body(application: Application, engagement: Engagement, *, reason: str, actor: Actor) -> None:
    """End the signed engagement and take its report off the application; then the unit chooses another body or evaluates itself.

    Raises WrongState once the application is handed in, Refused while the body is believed.
    """
    with editing(application, actor=actor) as held:
        leave_banned(engagement, reason=reason, actor=actor)
        if held.report_id == engagement.signed_report_id:
            Application.objects.filter(pk=held.pk).update(report=None)
