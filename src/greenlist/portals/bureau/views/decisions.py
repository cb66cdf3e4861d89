"""Judging a finding, sending back, marking recommendable, refusing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.county.services import take_over_screening
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.verification.selectors import findings_of
from greenlist.casework.verification.services import judge, mark_recommendable, refuse, return_for_completion
from greenlist.portals.bureau.views.filing import filing_context
from greenlist.portals.bureau.views.scope import own
from greenlist.portals.bureau.views.verification import next_open, page_context
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.form_reading import named_places


@require_POST
@for_roles("bureau")
def judgement(request: HttpRequest, pk: str, finding_pk: str) -> HttpResponse:
    """POST outcome and reason; then on to the next open line."""
    application = own(request, pk)
    finding = get_object_or_404(findings_of(application), pk=finding_pk)
    outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "")
    try:
        judge(finding, outcome=outcome, reason=reason, actor=request.actor)
    except Refused as refused:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refused), status=409)
    messages.success(request, f"已保存判断：{application.site.name}")
    return redirect(next_open(application, finding.clause))


@require_POST
@for_roles("bureau")
def send_back(request: HttpRequest, pk: str) -> HttpResponse:
    """POST words-<section>:<row> for each place to be mended; row '' is the whole section."""
    application = own(request, pk)
    items = named_places(request, application)
    try:
        return_for_completion(application, items=items, actor=request.actor)
    except Refused as refused:
        return render(request, "bureau/filing.html", filing_context(request, application, refusal=refused), status=409)
    messages.success(request, f"已退回补正{len(items)}处：{application.site.name}")
    return redirect("bureau:workbench")


@require_POST
@for_roles("bureau")
def recommendability(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: mark recommendable."""
    application = own(request, pk)
    try:
        mark_recommendable(application, actor=request.actor)
    except Refused as refused:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refused), status=409)
    messages.success(request, f"已标为可推荐：{application.site.name}")
    return redirect("bureau:verification", application.pk)


@require_POST
@for_roles("bureau")
def taking_over(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: accept without the county, which is late."""
    application = own(request, pk)
    try:
        take_over_screening(application, reason=request.POST.get("takeover_reason", ""), actor=request.actor)
    except Refused as refused:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refused), status=409)
    messages.success(request, f"已直接受理：{application.site.name}")
    return redirect("bureau:verification", application.pk)


@require_POST
@for_roles("bureau")
def refusal(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: not recommended, with a reason."""
    application = own(request, pk)
    try:
        refuse(application, reason=request.POST.get("refusal_reason", ""), actor=request.actor)
    except Refused as refused:
        context = page_context(request, application, refusal=refused, refusing=True)
        return render(request, "bureau/verification.html", context, status=409)
    messages.success(request, f"已记为不予推荐：{application.site.name}")
    return redirect("bureau:workbench")
