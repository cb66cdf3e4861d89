"""我的评审: the list, the pledge, the page with dossier and sheet side by side, recusal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.question_selectors import leader_of, own_questions
from greenlist.casework.review.selectors import (
    given,
    is_day_pledged,
    like_with_like,
    marked_counts,
    newest_sheet,
    own_declaration,
    own_marks,
    sheet_result,
    state_counts,
    third_marks,
    visible_to,
)
from greenlist.casework.review.services import pledge, recuse, sheet_gaps
from greenlist.engines.scoring import ApplicationProblems, Plan, Result, read_application, score
from greenlist.engines.scoring.rounding import shown
from greenlist.portals.expert.views.dossier import view_of, volumes_of
from greenlist.portals.expert.views.sheet_rows import Body, Sides, groups_of, hundredths, readable
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.notices import round_parameters

PER_PAGE = 30
CLOSED = {"assigned", "recused", "released"}


@for_roles("expert")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /expert/assignments/."""
    page = shown_page(request, visible_to(request.actor), PER_PAGE)
    counts = state_counts(visible_to(request.actor))
    context = {
        "page": page,
        "marked": marked_counts(list(page)),
        "total": sum(counts.values()),
        "handed_in": counts.get("handed_in", 0),
        "to_pledge": counts.get("assigned", 0),
        "under_way": counts.get("pledged", 0),
        "recused": counts.get("recused", 0),
    }
    return render(request, "expert/assignments.html", context)


@for_roles("expert")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /expert/assignments/<pk>/?file=…&page=n&row=…: before the pledge no content is shown."""
    assignment = get_object_or_404(visible_to(request.actor), pk=pk)
    return page_of(request, assignment)


@require_POST
@for_roles("expert")
def pledge_view(request: HttpRequest, pk: str) -> HttpResponse:
    """POST no_conflict=yes: declare no conflict and sign the pledge."""
    assignment = get_object_or_404(visible_to(request.actor), pk=pk)
    try:
        pledge(assignment, declares_no_conflict=request.POST.get("no_conflict") == "yes", actor=request.actor)
    except Refused as refusal:
        return page_of(request, get_object_or_404(visible_to(request.actor), pk=pk), refusal)
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
        return page_of(request, get_object_or_404(visible_to(request.actor), pk=pk), refusal)
    messages.success(request, "已申请回避，本件将另行指派")
    return redirect("expert:assignments")


def page_of(request: HttpRequest, assignment: Assignment, refusal: Refused | None = None) -> HttpResponse:
    """The page of one assignment in its present state."""
    status = 409 if refusal else 200
    everything = list(visible_to(request.actor))
    application = assignment.application
    context: dict[str, Any] = {
        "assignment": assignment,
        "application": application,
        "refusal": refusal,
        "all": everything,
        "finished": sum(1 for a in everything if a.state == "handed_in"),
        **_neighbours(everything, assignment),
    }
    if assignment.state in CLOSED:
        office = round_parameters(application.round.notice).unit(application.unit).office
        return render(request, "expert/pledge.html", context | {"office": office}, status=status)
    if not is_day_pledged(assignment):
        return render(request, "expert/day_gate.html", context, status=status)
    return render(request, "expert/sheet.html", context | sheet_context(request, assignment), status=status)


def sheet_context(request: HttpRequest, assignment: Assignment) -> dict[str, Any]:
    """Rows by section with the unit's own mark beside the expert's, the score so far, the viewer's page."""
    plan, declared = own_declaration(assignment)
    newest = newest_sheet(assignment)
    body: Body = newest.body if newest else {}
    absent = declared.get("not_applicable") or {}
    own, marks = score(plan, read_application(plan, declared)), own_marks(plan, declared)
    sound = readable(plan, body)
    mine = _result(plan, sound, absent)
    third = third_marks(assignment.application)
    sides = Sides(marks, third, _result(plan, given(third), absent) if third else None, own_questions(assignment))
    groups = groups_of(assignment.application, plan, own, sides, body, absent, mine)
    volumes = volumes_of(assignment.application)
    view = view_of(request, volumes)
    return {
        "groups": groups,
        "open_group": _open_group(groups, view.row if view else ""),
        "based_on": newest.number if newest else 0,
        "gaps": sheet_gaps(plan, body, absent),
        "lacking": sum(1 for group in groups for mark in group.marks if mark.lacks_reason),
        "problems": sum(1 for group in groups for mark in group.marks if mark.problem),
        "subtotal": _subtotal(plan, own, sound, absent, third),
        "has_third": bool(third),
        "may_ask": (leader := leader_of(assignment)) is not None and leader.expert_id != assignment.expert_id,
        "asked": {"row": request.POST.get("row", view.row if view else ""), "text": request.POST.get("question", "")},
        "own": own,
        "volumes": volumes,
        "view": view,
        "editable": assignment.state == "pledged",
    }


def _subtotal(plan: Plan, own: Result, body: Body, absent: dict[str, str], third: dict[str, str]) -> dict[str, str]:
    """The like-with-like subtotal as text; — where it cannot be worked out, never a sum of nothing."""
    try:
        found = like_with_like(plan, own, body, absent, third)
    except ApplicationProblems:
        return {"mine": "—", "own": "—", "most": "—", "third": ""}
    figures = {"mine": hundredths(found.mine), "own": hundredths(found.own), "most": shown(found.most, 1)}
    return figures | {"third": hundredths(found.third) if found.third is not None else ""}


def _result(plan: Plan, body: Body, absent: dict[str, str]) -> Result | None:
    try:
        return sheet_result(plan, body, absent)
    except ApplicationProblems:
        return None


def _open_group(groups: list[Any], row: str) -> str:
    """The section that stands open: the one asked for, else the first with something left, else the first."""
    asked = next((g for g in groups if any(mark.row.id == row for mark in g.marks)), None)
    unfinished = next((g for g in groups if not g.is_done), None)
    found = asked or unfinished or (groups[0] if groups else None)
    return found.section.id if found else ""


def _neighbours(everything: list[Assignment], here: Assignment) -> dict[str, Assignment | None]:
    at = next(i for i, a in enumerate(everything) if a.pk == here.pk)
    return {
        "previous": everything[at - 1] if at else None,
        "following": everything[at + 1] if at + 1 < len(everything) else None,
    }
