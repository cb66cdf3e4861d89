"""The unit's side of a third-party evaluation: adopting the signed report, cancelling the engagement, leaving a banned body."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from greenlist.casework.applications.evaluation_services import leave_banned_body
from greenlist.casework.applications.permissions import check_may_edit
from greenlist.casework.applications.services import set_report
from greenlist.casework.evaluators.selectors import open_engagement
from greenlist.casework.evaluators.services import cancel_engagement
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("applicant")
def adoption(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: make the version that the evaluator signed the report of this application."""
    application = own(request, pk)
    engagement = open_engagement(application.number)
    if engagement is None or engagement.signed_report is None:
        raise Http404
    set_report(application, file=engagement.signed_report, actor=request.actor)
    messages.success(request, f"已采用签署版报告“{engagement.signed_report.name}”")
    return redirect("applicant:application", pk)


@require_POST
@for_roles("applicant")
def cancellation(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason: cancel the engagement before the report is signed; after that only because the body is banned."""
    application = own(request, pk)
    check_may_edit(application, request.actor)
    engagement = open_engagement(application.number)
    if engagement is None:
        raise Http404
    reason = request.POST.get("reason", "")
    if engagement.state == "signed":
        leave_banned_body(application, engagement, reason=reason, actor=request.actor)
    else:
        cancel_engagement(engagement, reason=reason, actor=request.actor)
    messages.success(request, f"已取消对{engagement.evaluator}的委托")
    return redirect("applicant:application", pk)
