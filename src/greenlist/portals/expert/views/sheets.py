"""The score sheet: autosave with a version number, handing in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.filings.selectors import form_of
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import own_declaration, sheet_at, sheet_rows, visible_to
from greenlist.casework.review.services import StaleSheet, hand_in, save_sheet
from greenlist.engines.scoring.application import number
from greenlist.portals.expert.views.assignments import page_of, sheet_context
from greenlist.portals.shared.entry import based_on, for_roles
from greenlist.rulebook.reference.units import plain_digits


@require_POST
@for_roles("expert")
def save(request: HttpRequest, pk: str) -> HttpResponse:
    """POST g-<row>, r-<row>, based_on: JSON for autosave, redirect without JavaScript."""
    assignment = get_object_or_404(visible_to(request.actor), pk=pk)
    wants_json = request.headers.get("X-Requested-With") == "fetch"
    rows = sheet_rows(own_declaration(assignment)[0])
    values = _chosen(request.POST, rows) if request.POST.get("chosen") else _typed(request.POST, rows)
    try:
        saved = save_sheet(assignment, values=values, based_on=based_on(request.POST), actor=request.actor)
    except StaleSheet as stale:
        return _conflict(request, assignment, stale, wants_json)
    except Refused as refusal:
        if wants_json:
            return HttpResponse(render_to_string("shared/components/refusal.html", {"refusal": refusal}), status=409)
        return page_of(request, assignment, refusal)
    if not wants_json:
        return redirect("expert:assignment", pk)
    return _reply(sheet_context(request, assignment), saved.number)


@require_POST
@for_roles("expert")
def handing_in(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: hand the sheet in."""
    assignment = get_object_or_404(visible_to(request.actor), pk=pk)
    try:
        result = hand_in(assignment, actor=request.actor)
    except Refused as refusal:
        return page_of(request, get_object_or_404(visible_to(request.actor), pk=pk), refusal)
    messages.success(request, f"已提交本件评分：{result.shown}")
    return redirect("expert:assignments")


def _reply(context: dict[str, Any], saved: int) -> HttpResponse:
    fragments = {
        "sheet-total": render_to_string("expert/_total.html", context),
        "still-open": render_to_string("expert/_still_open.html", context),
    }
    for group in context["groups"]:
        fragments[f"sum-{group.section.id}"] = render_to_string("expert/_sums.html", {"g": group})
    rows = {mark.row.id: mark.as_reply() for group in context["groups"] for mark in group.marks}
    return JsonResponse({"number": saved, "saved_at": f"{now():%H:%M:%S}", "fragments": fragments, "rows": rows})


def _typed(posted: Any, rows: list[str]) -> dict[str, dict[str, str]]:
    return {row: {"given": _plain(posted.get(f"g-{row}", "")), "reason": posted.get(f"r-{row}", "")} for row in rows}


def _plain(text: str) -> str:
    """３．５ as 3.5; what is no number stays as it was typed."""
    try:
        number(text)
    except ValueError:
        return text
    return plain_digits(text)


def _chosen(posted: Any, rows: list[str]) -> dict[str, dict[str, str]]:
    keys = ("given", "reason")
    return {row: {k: posted.get(f"{posted.get(f'pick-{row}', 'mine')}-{row}-{k}", "") for k in keys} for row in rows}


def _conflict(request: HttpRequest, assignment: Assignment, stale: StaleSheet, is_fragment: bool) -> HttpResponse:
    names = sorted(set(stale.mine) | set(stale.theirs))
    base = sheet_at(assignment, based_on(request.POST))
    labels = {row.id: row.label for section in form_of(assignment.application.filing) for row in section.rows}
    sides = (("mine", stale.mine), ("theirs", stale.theirs))
    kept = [(f"{side}-{n}-{k}", v) for side, body in sides for n in names for k, v in body.get(n, {}).items()]
    fields = [
        {
            "name": n,
            "label": f"{n} {labels.get(n, '')}",
            "mine": _said(stale.mine.get(n, {})),
            "theirs": _said(stale.theirs.get(n, {})),
            "pick": "theirs" if stale.mine.get(n, {}) == base.get(n, {}) else "mine",
        }
        for n in names
        if stale.mine.get(n) != stale.theirs.get(n)
    ]
    context = {"stale": stale, "fields": fields, "kept": kept, "action": reverse("expert:sheet", args=[assignment.pk]),
               "save_label": "按所选保存评分表"}  # fmt: skip
    if is_fragment:
        return HttpResponse(render_to_string("shared/components/conflict.html", context, request=request), status=409)
    return render(request, "expert/conflict.html", context | {"application": assignment.application}, status=409)


def _said(entry: dict[str, str]) -> str:
    given = {"met": "符合", "not_met": "不符合"}.get(entry.get("given", ""), entry.get("given", ""))
    return "；".join(part for part in (given, f"理由 {entry['reason']}" if entry.get("reason") else "") if part)
