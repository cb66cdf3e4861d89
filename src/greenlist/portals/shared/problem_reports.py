"""实名举报 for the offices: examined by the bureau of the unit or by the province, decided by the province."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.journal.clock import today
from greenlist.casework.journal.door import open_transitions
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.problem_reports.models import ProblemReport
from greenlist.casework.problem_reports.selectors import OPEN, visible_to
from greenlist.casework.problem_reports.services import assign_report, decide_report, examine_report
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.regions import division_name

OFFICES = ("bureau", "province")
A_PAGE = 50


@for_roles(*OFFICES)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /problem-reports/[?state=all]: those not decided, the nearest due day first. Who reported is not in the list."""
    is_all = request.GET.get("state") == "all"
    rows = visible_to(request.actor)
    page = shown_page(request, rows if is_all else rows.filter(state__in=OPEN), A_PAGE)
    lines = [(held, division_name(held.unit) if held.unit else "省工信厅") for held in page]
    return render(
        request, "shared/problem_reports/index.html", {"page": page, "lines": lines, "is_all": is_all, "day": today(), "open": OPEN}
    )


@for_roles(*OFFICES)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /problem-reports/<pk>/: one report, with who may be asked about it."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles(*OFFICES)
def examination(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST examination: what was looked into and found."""
    held = _own(request, pk)
    try:
        examine_report(held, examination=request.POST.get("examination", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, held, refusal)
    messages.success(request, "已登记核查情况")
    return redirect("problem_report", pk)


@require_POST
@for_roles("province")
def subject(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST subject (a name or code): the listed unit or body that it is about."""
    held = _own(request, pk)
    try:
        assign_report(held, text=request.POST.get("subject", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, held, refusal)
    messages.success(request, f"已认定被举报的是{held.entry or held.evaluator}")
    return redirect("problem_report", pk)


@require_POST
@for_roles("province")
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST finding (true, false), reason, answer: decided, and told under the receipt."""
    held, posted = _own(request, pk), request.POST
    try:
        if posted.get("finding") not in {"true", "false"}:
            raise Refused("没有认定。", items=["请选举报属实还是不属实。"], then="填过的内容还在。")
        decide_report(
            held, is_true=posted["finding"] == "true", reason=posted.get("reason", ""), answer=posted.get("answer", ""), actor=request.actor
        )
    except Refused as refusal:
        return _page(request, held, refusal)
    messages.success(request, f"已认定，{held.get_state_display()}")
    return redirect("problem_report", pk)


@for_roles(*OFFICES)
def file(request: HttpRequest, pk: UUID) -> FileResponse:
    """GET /problem-reports/<pk>/file/: what came with it."""
    return as_stored(get_object_or_404(visible_to(request.actor).exclude(file=None), pk=pk).file)


def _own(request: HttpRequest, pk: UUID) -> ProblemReport:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _page(request: HttpRequest, held: ProblemReport, refusal: Refused | None = None) -> HttpResponse:
    acts = {transition.action for transition in open_transitions(held, request.actor)}
    context: dict[str, Any] = {
        "held": held,
        "office": division_name(held.unit) if held.unit else "省工信厅",
        "is_late": held.state in OPEN and held.due_on < today(),
        "may_assign": held.state in OPEN and request.actor.role == "province",
        "may_examine": "examine_report" in acts,
        "may_decide": "uphold_report" in acts,
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "shared/problem_reports/show.html", context, status=409 if refusal else 200)
