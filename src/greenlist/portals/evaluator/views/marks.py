"""逐项评价值: the values of the report, one a row of the standard, as the expert will read them beside the unit's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.filings.selectors import form_of, plan_of
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.review.evaluation_services import STILL_WITH_THE_UNIT, confirm_marks
from greenlist.casework.review.selectors import problem_of, sheet_rows
from greenlist.engines.scoring.planned import YES_NO_KINDS
from greenlist.engines.scoring.rounding import shown
from greenlist.portals.evaluator.views.scope import own
from greenlist.portals.shared.entry import for_roles


@for_roles("evaluator")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET the rows with what is confirmed so far; POST g-<row>: confirm the values."""
    engagement = own(request, pk)
    if request.method != "POST":
        return _page(request, engagement, engagement.marks)
    typed = {key.removeprefix("g-"): value.strip() for key, value in request.POST.items() if key.startswith("g-")}
    try:
        count = confirm_marks(engagement, marks=typed, actor=request.actor)
    except Refused as refusal:
        return _page(request, engagement, typed, refusal)
    messages.success(request, f"已确认{count}项评价值")
    return redirect("evaluator:engagement", pk)


def _page(request: HttpRequest, engagement: Engagement, marks: dict[str, str], refusal: Refused | None = None) -> HttpResponse:
    application = get_object_or_404(Application.objects.select_related("filing"), number=engagement.application_number)
    groups = _groups(application, marks)
    context = {
        "engagement": engagement,
        "groups": groups,
        "rows": sum(len(lines) for _, lines in groups),
        "standard": plan_of(application.filing),
        "is_open": engagement.state in {"engaged", "signed"} and application.state in STILL_WITH_THE_UNIT,
        "refusal": refusal,
    }
    return render(request, "evaluator/marks.html", context, status=409 if refusal else 200)


def _groups(application: Application, marks: dict[str, str]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """(section, its rows with their mark) for every section that has something to judge."""
    plan = plan_of(application.filing)
    judged = set(sheet_rows(plan))
    found = []
    for section in form_of(application.filing)[1:]:
        lines = [_line(row, plan, marks.get(row.id, "")) for row in section.rows if row.id in judged]
        if lines:
            found.append((section, lines))
    return found


def _line(row: Any, plan: Any, mark: str) -> dict[str, Any]:
    item = plan.items.get(row.id)
    is_switch = item is None or item.kind in YES_NO_KINDS
    most = shown(item.points) if item else ""
    return {"row": row, "is_switch": is_switch, "most": most, "mark": mark, "problem": problem_of(plan, row.id, mark)}
