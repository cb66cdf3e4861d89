"""遴选: risk strip, table by city and category, line with histogram, who enters and leaves, decision by two persons."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.consultation.selectors import overdue_units
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.selectors import open_objections
from greenlist.casework.register.models import Category
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, parameters
from greenlist.casework.selection.left_open import IN_HAND, left_open_by, left_open_counted
from greenlist.casework.selection.lines import read_line, read_lines
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.quotas import said
from greenlist.casework.selection.ranking import Bounds, as_drawn
from greenlist.casework.selection.selectors import (
    Standing,
    changes,
    handed_in,
    risks_of,
    standings_of_each,
    tried,
    unsettled_of,
    visible_to,
)
from greenlist.casework.selection.services import (
    OPEN,
    MeetingRecord,
    checked_quotas,
    decide,
    draft,
    draft_and_send,
    send_back,
    send_to_decision,
)
from greenlist.casework.selection.table import Counts, counts_of, last_years, selection_table
from greenlist.casework.verification.models import Finding
from greenlist.portals.province.histogram import histogram
from greenlist.portals.province.overview import batches_of
from greenlist.portals.province.views.files import received
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.rulebook.notices import round_parameters
from greenlist.rulebook.reference.regions import city_names

SHOWN_RISKS = 4
SHOWN_CHANGES = 12


@dataclass(frozen=True)
class Asked:
    """The line, the categories' own lines and the quotas to try, as typed; None where nothing was asked."""

    line: str | None = None
    lines: dict[str, str] | None = None
    quotas: dict[str, str] | None = None


@dataclass(frozen=True)
class Order:
    """What the page is about: a stored draft, or a line that is tried and not written.

    It is compared with the draft before (`base`), and where there is none with no line at all.
    """

    newest: SelectionDraft | None
    base: SelectionDraft | None
    line: str
    standings: list[Standing]
    before: list[Standing]
    is_tried: bool
    is_open: bool
    quotas: dict[str, int] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    unsettled: list[Finding] | None = None

    @property
    def number(self) -> int:
        last = self.newest.number if self.newest else 0
        return last + 1 if self.is_tried else last

    @property
    def proposed(self) -> int:
        return sum(1 for s in self.standings if s.is_in)


@for_roles("province", "centre")
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/selection/?line=82: the newest draft, or a line tried against it; `step` moves the line by a point."""
    if request.GET.get("step"):
        line = _stepped(request.GET.get("line", ""), request.GET["step"])
        return redirect(f"{reverse('province:selection')}?{urlencode({'line': line, **fields_asked(request.GET)})}")
    if request.GET.get("step_quota"):
        return redirect(f"{reverse('province:selection')}?{urlencode(_stepped_quota(request.GET))}")
    return _page(request)


@require_POST
@for_roles("province")
def draft_view(request: HttpRequest) -> HttpResponse:
    """POST line and quota-<key>: a new numbered draft; with `send` it goes to decision in the same act."""
    round_, line = current_round(), request.POST.get("line", "")
    if round_ is None:
        return redirect("province:selection")
    said = "已送审新一稿" if request.POST.get("send") else "已存为新一稿"
    asked = asked_of(request.POST)

    def act() -> SelectionDraft:
        if request.POST.get("send"):
            because = request.POST.get("open_because", "")
            return draft_and_send(round_, line=line, lines=asked.lines, quotas=asked.quotas, open_because=because, actor=request.actor)
        return draft(round_, line=line, lines=asked.lines, quotas=asked.quotas, actor=request.actor)

    return _done(request, said, act)


@require_POST
@for_roles("province")
def sending(request: HttpRequest, pk: str) -> HttpResponse:
    """POST open_because: send to decision."""
    found, because = get_object_or_404(visible_to(request.actor), pk=pk), request.POST.get("open_because", "")
    return _done(request, f"已送审第{found.number}稿", lambda: send_to_decision(found, open_because=because, actor=request.actor))


@require_POST
@for_roles("province")
def decision(request: HttpRequest, pk: str) -> HttpResponse:
    """POST the meeting, open_because: decide, by a second person."""
    found, because = get_object_or_404(visible_to(request.actor), pk=pk), request.POST.get("open_because", "")
    return _done(
        request, f"已审定第{found.number}稿",
        lambda: decide(found, meeting=_meeting(request, found.round), open_because=because, actor=request.actor),
    )  # fmt: skip


@require_POST
@for_roles("province")
def sending_back(request: HttpRequest, pk: str) -> HttpResponse:
    """POST reason: send back to be changed."""
    found = get_object_or_404(visible_to(request.actor), pk=pk)
    reason = request.POST.get("reason", "")
    return _done(request, f"已退回第{found.number}稿", lambda: send_back(found, reason=reason, actor=request.actor))


def _meeting(request: HttpRequest, round_: Round) -> MeetingRecord | None:
    """The meeting's record as typed; None while nothing of it is."""
    posted = {key: request.POST.get(key, "").strip() for key in ("held_on", "document", "attendees")}
    upload = request.FILES.get("file")
    if not any(posted.values()) and upload is None:
        return None
    try:
        held_on = date.fromisoformat(posted["held_on"])
    except ValueError:
        raise Refused("还不能审定遴选稿。", items=[f"会议日期“{posted['held_on']}”不是日期，请按 2024-07-09 的格式填写。"]) from None
    return MeetingRecord(held_on, posted["document"], posted["attendees"], received(request, round_))


def order_of(round_: Round, drafts: list[SelectionDraft], asked: Asked, *, given: dict[str, Any]) -> Order:
    """The order to show. While the newest draft may still be replaced, `asked` is tried; what was not asked is as stored.

    `given` are the round's parameters.
    """
    newest = drafts[0] if drafts else None
    is_open = newest is None or (newest.state in OPEN and not newest.reopens_id)
    stored, *earlier = standings_of_each(drafts[:2]) or [[]]
    base = drafts[1] if len(drafts) > 1 else None
    before = earlier[0] if earlier else [replace(s, is_in=s.is_qualified) for s in stored]
    if not is_open:
        held = (newest.line, newest.quotas, newest.lines) if newest else ("", {}, {})
        return Order(newest, base, held[0], stored, before, False, False, *held[1:])
    scores, pass_line = handed_in(round_), str(given["pass_line"] or "")
    line = newest.line if asked.line is None and newest else read_line(asked.line or "")
    lines = newest.lines if asked.lines is None and newest else read_lines(asked.lines)
    own = checked_quotas(asked.quotas) if asked.quotas is not None else newest.quotas if newest else checked_quotas(given["quotas"])
    is_new = newest is None or newest.state == "sent_back" or (line, lines, own) != (newest.line, newest.lines, newest.quotas)
    if not is_new and {a.application_id for a in scores} == _ids(stored):
        return Order(newest, base, line, stored, before, False, True, own, lines)
    unsettled, ranking = unsettled_of(a.application_id for a in scores), as_drawn(given["ranking"])
    now = tried(scores, Bounds(line, lines, pass_line), quotas=own, ranking=ranking, unsettled=unsettled)
    without = stored if newest else tried(scores, Bounds(pass_line=pass_line), ranking=ranking, unsettled=unsettled)
    return Order(newest, newest, line, now, without, True, True, own, lines, unsettled)


def asked_of(asked: Any) -> Asked:
    """What a query string or a form asks for."""
    return Asked(asked.get("line"), _given(asked, "line-"), _given(asked, "quota-"))


def fields_asked(asked: Any) -> dict[str, str]:
    """The quotas and the categories' own lines as typed, by their field: {quota-factory: 220, line-park: 75}."""
    return {name: value for name, value in asked.items() if name.startswith(("quota-", "line-"))}


def _given(asked: Any, prefix: str) -> dict[str, str] | None:
    """{factory: 220} as typed; None when the form held no such field."""
    return {name.removeprefix(prefix): value for name, value in asked.items() if name.startswith(prefix)} or None


def _stepped_quota(asked: Any) -> dict[str, str]:
    """The query with one quota moved by one; a first step begins at what is proposed now (`now-<key>`)."""
    key, _, step = asked["step_quota"].partition(":")
    quotas = fields_asked(asked)
    held = quotas.get(f"quota-{key}") or asked.get(f"now-{key}", "0")
    if held.isdecimal() and step in {"1", "-1"}:
        quotas[f"quota-{key}"] = str(max(0, int(held) + int(step)))
    return {"line": asked.get("line", ""), **quotas}


def _ids(standings: list[Standing]) -> set[Any]:
    return {s.application.pk for s in standings}


def _done(request: HttpRequest, said: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, said)
    return redirect("province:selection")


def _stepped(line: str, step: str) -> str:
    """The line moved by a point, kept between 0 and 100; a first step starts from 80."""
    try:
        return str(min(max(Decimal(line or "80") + Decimal(step), Decimal(0)), Decimal(100)))
    except InvalidOperation:
        return line


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    round_ = current_round()
    if round_ is None:
        return render(request, "province/selection.html", {"refusal": refusal})
    drafts = list(visible_to(request.actor).filter(round=round_))
    sent, given = request.POST if refusal else request.GET, parameters(round_)
    try:
        order = order_of(round_, drafts, asked_of(sent), given=given)
    except Refused as wrong_line:
        refusal, order = wrong_line, order_of(round_, drafts, Asked(), given=given)
    batches, counts = batches_of(round_), counts_of(round_)
    context = {
        "round": round_,
        "order": order,
        "query": urlencode({"line": order.line, **_fields(order)}) if order.is_tried else f"draft={order.number}",
        "wants_meeting": "meeting" in given["steps_on"],
        "may_draft": request.actor.may("draft_selection"),
        "drafts": drafts,
        "categories": Category.choices,
        "table": _table(round_, order, given["pass_line"], counts),
        "pass_line": given["pass_line"],
        "cells": category_cells(order),
        "other_quotas": said({k: n for k, n in order.quotas.items() if k not in Category.values}) if order.quotas else "",
        "order_fields": _fields(order),
        "other_fields": _quota_fields({k: n for k, n in order.quotas.items() if k not in Category.values}),
        "batches": batches,
        "missing": len(round_parameters(round_.notice).units) - len(batches),
        "histogram": histogram((s.score for s in order.standings), line=order.line, before=order.base.line if order.base else ""),
        **_compared(order),
        **_risks(order),
        "left_open": _left_open(round_, order, counts, batches),
        "typed": request.POST,
        "refusal": refusal,
    }
    return render(request, "province/selection.html", context, status=409 if refusal else 200)


def _left_open(round_: Round, order: Order, counts: Counts, reported: Collection[str]) -> list[str]:
    """What is open while the draft may still go on, in figures while a line is tried, then by name; after it, what was explained."""
    newest = order.newest
    if order.is_tried:
        in_hand = sum(n for (_, _, state), n in counts.items() if state in IN_HAND)
        return left_open_counted(round_, in_hand - len(order.standings), reported) if order.standings else []
    if newest and newest.state in (*OPEN, "under_decision"):
        return left_open_by(newest)
    return [newest.left_open] if newest and newest.left_open else []


def _fields(order: Order) -> dict[str, str]:
    """Quotas and the categories' lines as form fields; every category has one, so that none set is told from none asked."""
    return _quota_fields(order.quotas) | {f"line-{key}": order.lines.get(key, "") for key in Category.values}


def _quota_fields(quotas: dict[str, int]) -> dict[str, str]:
    return {"quota-all": "", **{f"quota-{key}": str(figure) for key, figure in quotas.items()}}


def category_cells(order: Order) -> list[dict[str, Any]]:
    """One cell a category for the rows 入选线 and 名额: its own line, the quota, and how many are proposed now."""
    proposed = Counter(s.application.category for s in order.standings if s.is_in)
    return [
        {"key": key, "label": label, "line": order.lines.get(key, ""), "quota": order.quotas.get(key, ""), "now": proposed[key]}
        for key, label in Category.choices
    ]


def _table(round_: Round, order: Order, pass_line: str | None, counts: Counts) -> list[Any]:
    qualified = {s.application.pk for s in order.standings if is_fit(s, pass_line)}
    return selection_table(round_, counts, order.standings, qualified, last_years(round_))


def is_fit(standing: Standing, pass_line: str | None) -> bool:
    """合格: nothing required was marked 不符合, and the score reaches the pass line where the round sets one."""
    return standing.is_qualified and (not pass_line or Decimal(standing.score) >= Decimal(pass_line))


def _compared(order: Order) -> dict[str, Any]:
    """Who enters and leaves, then what else differs; compared with the draft before, or with no line at all."""
    found = changes(order.before, order.standings)
    moved = [c for c in found if c.kind in {"in", "out"}]
    other = [c for c in found if c.kind not in {"in", "out"}]
    return {
        "moved": moved[:SHOWN_CHANGES],
        "moved_more": max(0, len(moved) - SHOWN_CHANGES),
        "entering": sum(1 for c in moved if c.kind == "in"),
        "leaving": sum(1 for c in moved if c.kind == "out"),
        "other": other[:SHOWN_CHANGES],
        "other_more": max(0, len(other) - SHOWN_CHANGES),
    }


def _risks(order: Order) -> dict[str, Any]:
    if order.newest and order.newest.state == "published":
        return {"risks": None}
    found = risks_of([s.application.pk for s in order.standings if s.is_in], order.unsettled) if order.proposed else []
    cities = dict(city_names())
    cells = [
        {
            "clause": risk.clause,
            "label": risk.label,
            "word": risk.word,
            "applications": risk.applications,
            "where": "、".join(dict.fromkeys(cities.get(a.unit, a.unit) for a in risk.applications)),
            "since": risk.since,
        }
        for risk in sorted(found, key=lambda r: (r.verdict != "not_met", r.clause))
    ]
    waiting = list(open_objections(order.newest.round_id)) if order.newest and order.newest.state == "on_notice" else []
    unanswered = list(overdue_units(s.application.pk for s in order.standings if s.is_in)) if order.proposed else []
    count = sum(len(r.applications) for r in found) + len(waiting) + len(unanswered)
    return {"risks": cells[:SHOWN_RISKS], "risks_more": cells[SHOWN_RISKS:], "risk_count": count, "risk_objections": waiting,
            "risk_unanswered": unanswered}  # fmt: skip
