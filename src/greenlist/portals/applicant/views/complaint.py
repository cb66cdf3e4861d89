"""投诉 of a unit about the body that evaluates it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from greenlist.casework.evaluators.selectors import complaints_of, newest_engagement
from greenlist.casework.files.services import DEFAULT_LIMIT_MB
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.shared.complaints import file_complaint
from greenlist.portals.shared.entry import for_roles


@for_roles("applicant")
def form(request: HttpRequest, pk: str) -> HttpResponse:
    """GET/POST /applicant/applications/<pk>/complaint/: statement, file (PDF). Without an engagement there is nobody to complain of."""
    application = own(request, pk)
    engagement, refusal = newest_engagement(application.number), None
    if engagement is None:
        raise Http404
    if request.method == "POST":
        try:
            file_complaint(request, engagement.evaluator, engagement)
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, f"已登记对{engagement.evaluator}的投诉")
            return redirect("applicant:complaint", pk)
    context = {
        "application": application,
        "body": engagement.evaluator,
        "complaints": complaints_of(request.actor).filter(engagement__application_number=application.number),
        "limit": DEFAULT_LIMIT_MB,
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "applicant/complaint.html", context, status=409 if refusal else 200)
