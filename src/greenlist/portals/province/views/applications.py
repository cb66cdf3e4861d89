"""One application at the province: dossier, formal review, assignment of one expert."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.papers import score_lines
from greenlist.casework.applications.selectors import history_of, latest_version, visible_to
from greenlist.casework.directory.selectors import experts
from greenlist.casework.filings.selectors import version_result
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.review.selectors import assignments_of, experts_for
from greenlist.casework.review.services import accept, assign, refuse_formally
from greenlist.casework.rounds.selectors import parameter
from greenlist.casework.verification.selectors import checklist
from greenlist.portals.shared.entry import chosen, for_roles


@for_roles("province", "centre")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/applications/<pk>/?page=n."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles("province", "centre")
def acceptance(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: pass the formal review."""
    application = _own(request, pk)
    return _done(request, application, "已通过形式审查", lambda: accept(application, actor=request.actor))


@require_POST
@for_roles("province", "centre")
def formal_refusal(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: fail the formal review, with a reason."""
    application = _own(request, pk)
    reason = request.POST.get("reason", "")
    return _done(request, application, "已记为形式审查不通过", lambda: refuse_formally(application, reason=reason, actor=request.actor))


@require_POST
@for_roles("province", "centre")
def assignment(request: HttpRequest, pk: str) -> HttpResponse:
    """POST expert: assign one expert without a conflict."""
    application = _own(request, pk)
    expert = chosen(experts(), request.POST.get("expert"))
    return _done(request, application, "已指派专家", lambda: assign(application, expert=expert, actor=request.actor))


def _own(request: HttpRequest, pk: str) -> Application:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _done(request: HttpRequest, application: Application, said: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, application, refusal)
    messages.success(request, f"{said}：{application.site.name}")
    return redirect("province:application", application.pk)


def _page(request: HttpRequest, application: Application, refusal: Refused | None = None) -> HttpResponse:
    version = latest_version(application)
    result = version_result(version) if version else None
    asked = request.GET.get("page", "1")
    pages = application.report.pages or 1 if application.report else 1
    context = {
        "application": application,
        "items": checklist(application),
        "version": version,
        "result": result,
        "lines": score_lines(result) if result else [],
        "line": parameter(application.round, "pass_line"),
        "assignments": assignments_of(application),
        "experts": experts_for(application) if application.state == "accepted" else [],
        "history": history_of(application),
        "page": max(1, min(int(asked) if asked.isdigit() else 1, pages)),
        "refusal": refusal,
    }
    return render(request, "province/application.html", context, status=409 if refusal else 200)
