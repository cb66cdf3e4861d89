"""遴选: risk strip, table by city and category, line with histogram, who enters and leaves, decision by two persons."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.register.models import Category
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round
from greenlist.casework.selection.models import SelectionDraft, SelectionRow
from greenlist.casework.selection.selectors import moves, newest_draft, rows_of, visible_to
from greenlist.casework.selection.services import decide, draft, risks, send_back, send_to_decision
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.notices import round_parameters

BINS = 16


@for_roles("province", "centre")
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/selection/: the newest draft."""
    return _page(request)


@require_POST
@for_roles("province")
def draft_view(request: HttpRequest) -> HttpResponse:
    """POST line (and step −1/+1): a new numbered draft."""
    round_ = current_round()
    line = request.POST.get("line", "")
    step = request.POST.get("step", "")
    return _done(request, "已拟新稿", lambda: draft(round_, line=_stepped(line, step), actor=request.actor))


@require_POST
@for_roles("province")
def sending(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: send to decision."""
    found = get_object_or_404(visible_to(request.actor), pk=pk)
    return _done(request, f"已送审第{found.number}稿", lambda: send_to_decision(found, actor=request.actor))


@require_POST
@for_roles("province")
def decision(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: decide, by a second person."""
    found = get_object_or_404(visible_to(request.actor), pk=pk)
    return _done(request, f"已审定第{found.number}稿", lambda: decide(found, actor=request.actor))


@require_POST
@for_roles("province")
def sending_back(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason: send back to be changed."""
    found = get_object_or_404(visible_to(request.actor), pk=pk)
    reason = request.POST.get("reason", "")
    return _done(request, f"已退回第{found.number}稿", lambda: send_back(found, reason=reason, actor=request.actor))


def _done(request: HttpRequest, said: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, said)
    return redirect("province:selection")


def _stepped(line: str, step: str) -> str:
    if step not in {"-1", "1"}:
        return line
    try:
        return str(Decimal(line or "0") + Decimal(step))
    except InvalidOperation:
        return line


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    round_ = current_round()
    newest = newest_draft(round_) if round_ else None
    rows = list(rows_of(newest)) if newest else []
    context: dict[str, Any] = {
        "round": round_,
        "draft": newest,
        "rows": rows,
        "proposed": sum(1 for row in rows if row.outcome == SelectionRow.Outcome.PROPOSED),
        "moves": moves(newest) if newest else [],
        "risks": risks(newest) if newest and newest.state != "published" else [],
        "table": _table(round_, rows) if round_ else [],
        "categories": Category.choices,
        "histogram": _histogram(rows, newest) if newest and rows else None,
        "waiting": Application.objects.filter(round=round_, state="reviewed").count() if round_ else 0,
        "refusal": refusal,
    }
    return render(request, "province/selection.html", context, status=409 if refusal else 200)


def _table(round_: Round, rows: list[SelectionRow]) -> list[dict[str, Any]]:
    """Per recommending unit: for each category [申报, 推荐, 评审, 拟入选]."""
    everything = Application.objects.filter(round=round_, submitted_at__isnull=False).values_list("unit", "category", "state")
    at_province = {"recommended", "accepted", "reviewing", "reviewed", "proposed", "not_selected", "listed"}
    cells: dict[tuple[str, str], list[int]] = {}
    for unit, category, state in everything:
        cell = cells.setdefault((unit, category), [0, 0, 0, 0])
        cell[0] += 1
        cell[1] += state in at_province
    for row in rows:
        cell = cells.setdefault((row.application.unit, row.application.category), [0, 0, 0, 0])
        cell[2] += 1
        cell[3] += row.outcome == SelectionRow.Outcome.PROPOSED
    units = round_parameters(round_.notice).units
    made = [{"city": u.city, "cells": [cells.get((u.code, c), [0, 0, 0, 0]) for c in Category.values]} for u in units]
    totals = [[sum(line["cells"][i][j] for line in made) for j in range(4)] for i in range(len(Category.values))]
    return [*made, {"city": "合计", "cells": totals, "is_sum": True}]


def _histogram(rows: list[SelectionRow], newest: SelectionDraft) -> dict[str, Any]:
    scores = [Decimal(row.score) for row in rows]
    low, high = int(min(scores)) - 1, 100
    width = Decimal(high - low) / BINS
    line = Decimal(newest.line) if newest.line else None
    bins = [0] * BINS
    for score in scores:
        bins[min(BINS - 1, int((score - low) / width))] += 1
    tallest = max(bins)
    bars = [
        {"x": i * 22, "height": 60 * n // tallest, "y": 62 - 60 * n // tallest, "is_in": line is None or low + width * (i + 1) > line}
        for i, n in enumerate(bins)
    ]
    tick = round(float((line - low) / width) * 22) if line is not None else None
    return {"bars": bars, "tick": tick, "low": low, "high": high}
