"""Judging a finding, sending back, marking recommendable, refusing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.verification.selectors import findings_of
from greenlist.casework.verification.services import judge, mark_recommendable, refuse, return_for_completion
from greenlist.portals.bureau.views.scope import own
from greenlist.portals.bureau.views.verification import page_context
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("bureau")
def judgement(request: HttpRequest, pk: str, finding_pk: str) -> HttpResponse:
    """POST outcome and reason; then on to the next open line."""
    application = own(request, pk)
    finding = get_object_or_404(findings_of(application), pk=finding_pk)
    outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "")
    return _done(request, application, "已保存判断", lambda: judge(finding, outcome=outcome, reason=reason, actor=request.actor))


@require_POST
@for_roles("bureau")
def send_back(request: HttpRequest, pk: str) -> HttpResponse:
    """POST place-1…place-5 (`section:row`) with words-1…words-5."""
    application = own(request, pk)
    items = []
    for number in range(1, 6):
        section, _, row = request.POST.get(f"place-{number}", "").partition(":")
        items.append((section, row, request.POST.get(f"words-{number}", "")))
    return _done(
        request, application, "已退回补正", lambda: return_for_completion(application, items=items, actor=request.actor), away=True
    )


@require_POST
@for_roles("bureau")
def recommendability(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: mark recommendable."""
    application = own(request, pk)
    return _done(request, application, "已标为可推荐", lambda: mark_recommendable(application, actor=request.actor))


@require_POST
@for_roles("bureau")
def refusal(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: not recommended, with a reason."""
    application = own(request, pk)
    reason = request.POST.get("refusal_reason", "")
    return _done(request, application, "已记为不予推荐", lambda: refuse(application, reason=reason, actor=request.actor), away=True)


def _done(request: HttpRequest, application: Application, said: str, act: Callable[[], object], *, away: bool = False) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return render(request, "bureau/verification.html", page_context(request, application, refusal=refused), status=409)
    messages.success(request, f"{said}：{application.site.name}")
    return redirect("bureau:workbench") if away else redirect(reverse("bureau:verification", args=[application.pk]))
