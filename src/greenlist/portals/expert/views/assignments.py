"""我的评审: the list, the pledge, the page with dossier and sheet side by side, recusal."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.filings.selectors import evidence_of, form_of
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import newest_sheet, own_declaration, sheet_result, visible_to
from greenlist.casework.review.services import needs_reason, pledge, recuse, sheet_gaps
from greenlist.engines.scoring import ApplicationProblems, Plan, read_application, score
from greenlist.engines.scoring.rounding import shown
from greenlist.portals.shared.entry import for_roles

PER_PAGE = 30


@for_roles("expert")
def index(request: HttpRequest) -> HttpResponse:
    """GET /expert/assignments/."""
    page = Paginator(visible_to(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "expert/assignments.html", {"page": page})


@for_roles("expert")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /expert/assignments/<pk>/?page=n&row=…: before the pledge no content is shown."""
    assignment = get_object_or_404(visible_to(request.actor), pk=pk)
    return page_of(request, assignment)


@require_POST
@for_roles("expert")
def pledge_view(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: sign the pledge."""
    pledge(get_object_or_404(visible_to(request.actor), pk=pk), actor=request.actor)
    messages.success(request, "已签署承诺书")
    return redirect("expert:assignment", pk)


@require_POST
@for_roles("expert")
def recusal(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason: step back."""
    assignment = get_object_or_404(visible_to(request.actor), pk=pk)
    try:
        recuse(assignment, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return page_of(request, assignment, refusal)
    messages.success(request, "已申请回避，本件将另行指派")
    return redirect("expert:assignments")


def page_of(request: HttpRequest, assignment: Assignment, refusal: Refused | None = None) -> HttpResponse:
    """The page of one assignment in its present state."""
    status = 409 if refusal else 200
    context: dict[str, Any] = {"assignment": assignment, "application": assignment.application, "refusal": refusal}
    if assignment.state in {"assigned", "recused"}:
        return render(request, "expert/pledge.html", context, status=status)
    context |= sheet_context(request, assignment)
    return render(request, "expert/sheet.html", context, status=status)


def sheet_context(request: HttpRequest, assignment: Assignment) -> dict[str, Any]:
    """Rows by section with the unit's own mark beside the expert's, the score so far, the viewer's page."""
    plan, declared = own_declaration(assignment)
    newest = newest_sheet(assignment)
    body = newest.body if newest else {}
    absent = declared.get("not_applicable") or {}
    own = score(plan, read_application(plan, declared))
    evidence: dict[str, Any] = {}
    for bound in evidence_of(assignment.application.filing):
        evidence.setdefault(bound.row, bound)
    report = assignment.application.report
    asked = request.GET.get("page", "1")
    gaps = sheet_gaps(plan, body, absent)
    return {
        "sections": _sections(assignment, plan, own, body, absent, evidence),
        "based_on": newest.number if newest else 0,
        "gaps": gaps,
        "total": _total(plan, body, absent),
        "own": own,
        "report": report,
        "page": max(1, min(int(asked) if asked.isdigit() else 1, report.pages or 1)) if report else 1,
        "editable": assignment.state == "pledged",
        "all": list(visible_to(request.actor)),
        "evidence": [e for e in evidence.values() if report and e.file_id == report.pk],
    }


def _total(plan: Plan, body: dict[str, dict[str, str]], absent: dict[str, str]) -> str:
    try:
        return sheet_result(plan, body, absent).shown
    except ApplicationProblems:
        return "—"


def _sections(assignment: Assignment, plan: Plan, own: Any, body: Any, absent: Any, evidence: Any) -> list[dict[str, Any]]:
    made = []
    for section in form_of(assignment.application.filing)[1:]:
        rows = [_row(row, plan, own, body.get(row.id, {}), absent, evidence) for row in section.rows if row.kind != "quantity"]
        done = sum(1 for row in rows if row["given"] or row["absent"])
        made.append({"section": section, "rows": rows, "done": done, "is_done": done == len(rows)})
    return made


def _row(row: Any, plan: Plan, own: Any, entry: dict[str, str], absent: dict[str, str], evidence: Any) -> dict[str, Any]:
    item, found = plan.items.get(row.id), own.items.get(row.id)
    is_switch = item is None or item.kind in {"required", "yes_no"}
    own_mark = {"met": "符合", "not_met": "不符合"}.get(own.gates.get(row.id, found.status if found else ""), "—")
    own_points = own_mark if is_switch or found is None else shown(found.points)
    given = entry.get("given", "")
    own_raw = ("met" if own_mark == "符合" else "not_met") if is_switch else own_points
    return {
        "row": row,
        "is_switch": is_switch,
        "maximum": "" if item is None else shown(item.points),
        "own": own_points,
        "given": given,
        "reason": entry.get("reason", ""),
        "absent": absent.get(row.id, ""),
        "wants_reason": bool(given) and needs_reason(own_raw, given),
        "evidence": evidence.get(row.id),
    }
