"""抽取: a draw of units to be visited, from the committed secret to the public record."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.inspections.draw_services import cancel_draw, close_set, draw_units, open_draw, publish_draw
from greenlist.casework.inspections.models import SpotDraw
from greenlist.casework.inspections.selectors import DRAWN, as_file, draws, frame_of, may_be_drawn, record_of, visible_to
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.downloads import sent
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.inspections import signals
from greenlist.rulebook.reference.regions import division_name

PER_PAGE = 15


@for_roles("province", "centre")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /province/draws/."""
    return _index(request)


@require_POST
@for_roles("province")
def opening(request: HttpRequest) -> HttpResponse:
    """POST budget, figure_named, figure_on: begin a draw."""
    posted = request.POST
    try:
        made = open_draw(budget=_number(posted.get("budget", "")), figure_named=posted.get("figure_named", ""),
                         figure_on=_day(posted.get("figure_on", "")), actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return _index(request, refusal)
    messages.success(request, f"已开始{made}，密数摘要已公开")
    return redirect("province:draw", made.pk)


@for_roles("province", "centre")
@exported
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /province/draws/<pk>/."""
    return _page(request, _draw(pk))


@require_POST
@for_roles("province")
def closing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST: lay the set down."""
    draw = _draw(pk)
    return _done(request, draw, "已封存抽取范围", lambda: close_set(draw, actor=request.actor))


@require_POST
@for_roles("province")
def drawing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST figure: draw."""
    draw = _draw(pk)
    return _done(request, draw, "已抽取", lambda: draw_units(draw, figure=request.POST.get("figure", ""), actor=request.actor))


@require_POST
@for_roles("province")
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST: everybody may read the record."""
    draw = _draw(pk)
    return _done(request, draw, "已公开抽取记录", lambda: publish_draw(draw, actor=request.actor))


@require_POST
@for_roles("province")
def cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST reason: give the draw up."""
    draw = _draw(pk)
    return _done(request, draw, "已作废抽取", lambda: cancel_draw(draw, reason=request.POST.get("reason", ""), actor=request.actor))


@for_roles("province", "centre")
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /province/draws/<pk>/record.json: the record with the signals behind the chances."""
    draw = _draw(pk)
    if draw.state not in DRAWN:
        raise Http404
    return sent(as_file(record_of(draw, with_basis=True)).encode(), f"{draw}（含风险信号，不公开）.json", "application/json")


def _draw(pk: UUID) -> SpotDraw:
    return get_object_or_404(draws(), pk=pk)


def _done(request: HttpRequest, draw: SpotDraw, said: str, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, _draw(draw.pk), refusal)
    messages.success(request, said)
    return redirect("province:draw", draw.pk)


def _weighed(draw: SpotDraw) -> list[tuple[str, int]]:
    """What the draw weighed and how much; a signal that is no longer used has no words."""
    known = signals()
    return [(known[key].label if key in known else "已停用的信号", strength) for key, strength in draw.strengths.items()]


def _index(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "page": shown_page(request, draws(), PER_PAGE),
        "listed": len(may_be_drawn()),
        "signals": signals().values(),
        "may_draw": request.actor.may("draw_inspections"),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "province/draws.html", context, status=409 if refusal else 200)


def _page(request: HttpRequest, draw: SpotDraw, refusal: Refused | None = None) -> HttpResponse:
    visits = {str(visit.entry_id): visit for visit in visible_to(request.actor).filter(draw=draw)}
    units = frame_of(draw)["units"] if draw.frame_content else []
    ordered = sorted(units, key=lambda row: (row["key"] not in visits, -int(row["chance"].replace(".", "")), row["key"]))
    page = shown_page(request, ordered, PER_PAGE)
    context: dict[str, Any] = {
        "draw": draw,
        "page": page,
        "lines": [(row, division_name(row["city"]), visits.get(row["key"])) for row in page],
        "waiting": sum(visit.state == "to_visit" for visit in visits.values()),
        "signals": _weighed(draw),
        "may_draw": request.actor.may("draw_inspections"),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "province/draw.html", context, status=409 if refusal else 200)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
