"""Handing in, withdrawing, and a submitted version with its receipt and differences."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.explanation import score_lines
from greenlist.casework.applications.selectors import latest_version, versions_of
from greenlist.casework.applications.services import withdraw
from greenlist.casework.filings.selectors import version_result
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.verification.services import submit_and_check
from greenlist.portals.applicant.views.applications import page_of
from greenlist.portals.applicant.views.scope import own
from greenlist.portals.applicant.views.words import changes_of
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("applicant")
def submit_view(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: hand in. A second click leads to the receipt of the first."""
    application = own(request, pk)
    try:
        made = submit_and_check(application, actor=request.actor, reason=request.POST.get("reason", ""))
    except WrongState as refusal:
        existing = latest_version(application)
        if refusal.code != "already" or existing is None:
            raise
        messages.info(request, f"本件已提交过，回执号 {existing.receipt}，没有重复提交。")
        return redirect("applicant:version", pk, existing.number)
    except Refused as refusal:
        return page_of(request, own(request, pk), refusal)
    messages.success(request, f"已提交，回执 {made.receipt}")
    return redirect("applicant:version", pk, made.number)


@require_POST
@for_roles("applicant")
def withdraw_view(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: withdraw, with a reason."""
    try:
        withdraw(own(request, pk), reason=request.POST.get("reason", ""), actor=request.actor)
    except WrongState:
        raise
    except Refused as refusal:
        return page_of(request, own(request, pk), refusal)
    messages.success(request, "已撤回申报")
    return redirect("applicant:application", pk)


@for_roles("applicant")
def version(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """GET …/versions/<n>/: receipt, hash, score replayed from stored content, what changed."""
    application = own(request, pk)
    shown = get_object_or_404(versions_of(application), number=number)
    before = versions_of(application).filter(number=number - 1).first()
    result = version_result(shown)
    context = {
        "application": application,
        "version": shown,
        "changes": changes_of(before, shown) if before else [],
        "result": result,
        "lines": score_lines(result, is_whole=True),
    }
    return render(request, "applicant/version.html", context)
