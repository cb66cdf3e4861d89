"""The score sheet: autosave with a version number, handing in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import own_declaration, sheet_rows, visible_to
from greenlist.casework.review.services import StaleSheet, hand_in, save_sheet
from greenlist.portals.expert.views.assignments import page_of, sheet_context
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("expert")
def save(request: HttpRequest, pk: str) -> HttpResponse:
    """POST g-<row>, r-<row>, based_on: JSON for autosave, redirect without JavaScript."""
    assignment = get_object_or_404(visible_to(request.actor), pk=pk)
    wants_json = request.headers.get("X-Requested-With") == "fetch"
    rows = sheet_rows(own_declaration(assignment)[0])
    values = _chosen(request.POST, rows) if request.POST.get("chosen") else _typed(request.POST, rows)
    try:
        saved = save_sheet(assignment, values=values, based_on=int(request.POST.get("based_on") or 0), actor=request.actor)
    except StaleSheet as stale:
        return HttpResponse(_conflict(request, assignment, stale), status=409)
    except Refused as refusal:
        return page_of(request, assignment, refusal)
    if not wants_json:
        return redirect("expert:assignment", pk)
    context = sheet_context(request, assignment) | {"assignment": assignment}
    fragments = {"sheet-total": render_to_string("expert/_total.html", context)}
    return JsonResponse({"number": saved.number, "saved_at": f"{now():%H:%M:%S}", "fragments": fragments})


@require_POST
@for_roles("expert")
def handing_in(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: hand the sheet in."""
    assignment = get_object_or_404(visible_to(request.actor), pk=pk)
    try:
        result = hand_in(assignment, actor=request.actor)
    except Refused as refusal:
        return page_of(request, assignment, refusal)
    messages.success(request, f"已提交本件评分：{result.shown}")
    return redirect("expert:assignments")


def _typed(posted: Any, rows: list[str]) -> dict[str, dict[str, str]]:
    return {row: {"given": posted.get(f"g-{row}", ""), "reason": posted.get(f"r-{row}", "")} for row in rows}


def _chosen(posted: Any, rows: list[str]) -> dict[str, dict[str, str]]:
    keys = ("given", "reason")
    return {row: {k: posted.get(f"{posted.get(f'pick-{row}', 'mine')}-{row}-{k}", "") for k in keys} for row in rows}


def _conflict(request: HttpRequest, assignment: Assignment, stale: StaleSheet) -> str:
    names = sorted(set(stale.mine) | set(stale.theirs))
    labels = own_declaration(assignment)[0].items
    sides = (("mine", stale.mine), ("theirs", stale.theirs))
    kept = [(f"{side}-{n}-{k}", v) for side, body in sides for n in names for k, v in body.get(n, {}).items()]
    fields = [
        {
            "name": n,
            "label": labels[n].label if n in labels else n,
            "mine": _said(stale.mine.get(n, {})),
            "theirs": _said(stale.theirs.get(n, {})),
        }
        for n in names
        if stale.mine.get(n) != stale.theirs.get(n)
    ]
    context = {"stale": stale, "fields": fields, "kept": kept, "action": reverse("expert:sheet", args=[assignment.pk])}
    return render_to_string("shared/components/conflict.html", context, request=request)


def _said(entry: dict[str, str]) -> str:
    return "；".join({"met": "符合", "not_met": "不符合"}.get(v, v) for v in entry.values())
