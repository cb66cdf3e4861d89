"""名次: every unit of one order, a stored draft or a line that is tried; narrowed, and compared with an earlier draft."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.register.models import Category
from greenlist.casework.rounds.selectors import current_round, parameters, unit_names
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.selectors import Change, Standing, changes, places_among, risks_of, standings_of, visible_to
from greenlist.portals.province.views.selection import Asked, Order, asked_of, fields_asked, is_fit, order_of
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

PER_PAGE = 15
SHOWS = (("in", "拟入选"), ("out", "未入选"), ("qualified", "合格"), ("risk", "有风险"), ("changed", "有变化"))


@for_roles("province", "centre")
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/selection/standings/?draft=4&against=3&line=&unit=&category=&show=&clause=."""
    round_ = current_round()
    if round_ is None:
        raise Http404
    drafts = list(visible_to(request.actor).filter(round=round_))
    draft, against = _named(drafts, "draft", request), _named(drafts, "against", request)
    given = parameters(round_)
    held, standings, before = _order(request, round_, drafts, (draft, against), given)
    differing = {c.standing.application.pk: c for c in changes(before, standings)} if before else {}
    rows = _narrowed(request, standings, differing, given["pass_line"])
    places = {s.application.pk: place for place, s in places_among(standings)}
    if request.GET.get("category"):
        rows.sort(key=lambda s: places[s.application.pk])
    page = shown_page(request, [(places[s.application.pk], s, differing.get(s.application.pk)) for s in rows], PER_PAGE)
    context = {
        "round": round_,
        "drafts": drafts,
        "draft": draft,
        "against": against,
        "held": held,
        "asked_query": urlencode({"line": request.GET.get("line", ""), **fields_asked(request.GET)}),
        "asked": {"line": request.GET.get("line", ""), **fields_asked(request.GET)},
        "page": page,
        "proposed": sum(1 for s in standings if s.is_in),
        "gone": [c for c in differing.values() if c.kind == "gone"],
        "cities": unit_names(round_),
        "city_of": dict(unit_names(round_)),
        "categories": Category.choices,
        "shows": SHOWS if before else SHOWS[:-1],
    }
    return render(request, "province/standings.html", context)


def _named(drafts: list[SelectionDraft], key: str, request: HttpRequest) -> SelectionDraft | None:
    asked = request.GET.get(key, "")
    return next((d for d in drafts if str(d.number) == asked), None)


def _order(
    request: HttpRequest, round_: Any, drafts: list[SelectionDraft], named: tuple[SelectionDraft | None, SelectionDraft | None],
    given: dict[str, Any],
) -> tuple[SelectionDraft | Order, list[Standing], list[Standing]]:  # fmt: skip
    """(what holds the line, the order asked for, the order it is compared with)."""
    draft, against = named
    if draft:
        return draft, standings_of(draft), standings_of(against) if against else []
    try:
        order = order_of(round_, drafts, asked_of(request.GET), given=given)
    except Refused:
        order = order_of(round_, drafts, Asked(), given=given)
    return order, order.standings, standings_of(against) if against else order.before


def _narrowed(request: HttpRequest, standings: list[Standing], differing: dict[Any, Change], pass_line: str | None) -> list[Standing]:
    get = request.GET
    rows = [
        s for s in standings if get.get("unit", "") in {"", s.application.unit} and get.get("category", "") in {"", s.application.category}
    ]
    kind = get.get("show", "")
    if kind == "risk":
        risks = risks_of([s.application.pk for s in rows if s.is_in])
        bad = {a.pk for r in risks for a in r.applications if get.get("clause", "") in {"", r.clause}}
        return [s for s in rows if s.application.pk in bad]
    keep = {
        "in": lambda s: s.is_in,
        "out": lambda s: not s.is_in,
        "qualified": lambda s: is_fit(s, pass_line),
        "changed": lambda s: s.application.pk in differing,
    }.get(kind)
    return [s for s in rows if keep(s)] if keep else rows
