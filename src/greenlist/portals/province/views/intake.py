"""报送受理: what the bureaus handed in, and where each unit stands; one batch with its letter and its table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import AT_PROVINCE, matching, visible_to
from greenlist.casework.journal.contents import load
from greenlist.casework.recommendation.jobs import is_large
from greenlist.casework.recommendation.selectors import numbers_shown, rows_of
from greenlist.casework.recommendation.selectors import visible_to as visible_batches
from greenlist.casework.register.models import Category
from greenlist.casework.review.models import Assignment
from greenlist.casework.rounds.selectors import current_round, last_day, unit_names
from greenlist.casework.selection.table import Counts, counts_of
from greenlist.portals.province.overview import by_state
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

PER_PAGE = 15
SHORT = {Category.FACTORY: "工厂", Category.PARK: "园区", Category.SUPPLY_CHAIN: "供应链"}
SEGMENTS = (
    ("recommended", "待形式审查", "ochre"), ("accepted", "待指派", "outline"), ("reviewing", "评审中", "stripe"), ("reviewed", "已评审", "pale"),
    ("proposed", "拟入选", "accent"), ("listed", "已公布", "accent"), ("not_selected", "未入选", "plain"),
)  # fmt: skip
TURNS = {
    "recommended": "等我形式审查",
    "accepted": "等我指派专家",
    "reviewing": "等专家",
    "reviewed": "等遴选审定",
    "proposed": "等公示公布",
}


@dataclass(frozen=True)
class Line:
    """One application with its newest assignment, and whose turn it is since when."""

    application: Application
    assignment: Assignment | None
    turn: str
    since: datetime
    score: str

    @property
    def is_mine(self) -> bool:
        return "我" in self.turn


@for_roles("province", "centre")
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/intake/?state=&unit=&category=&text=."""
    round_ = current_round()
    rows = narrowed(request, visible_to(request.actor).filter(round=round_))
    counts = counts_of(round_) if round_ else {}
    bare = rows.select_related(None).prefetch_related("site", "report", "assignments", "group_opinion").order_by("number")
    page = shown_page(request, bare, PER_PAGE, _counted(request, counts))
    context = {
        "page": page,
        "lines": [line_of(a) for a in page],
        "segments": _segments(request, counts),
        "batches": visible_batches(request.actor).filter(round=round_).order_by("-submitted_at", "-id"),
        "cities": unit_names(round_),
        "city_of": dict(unit_names(round_)),
        "categories": [(code.value, label) for code, label in SHORT.items()],
        "short": {code.value: label for code, label in SHORT.items()},
        "query": _query(request, state=request.GET.get("state", "")),
    }
    return render(request, "province/intake.html", context)


@for_roles("province", "centre")
@exported
def batch(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/batches/<pk>/?page=n: the letter, the summary table as frozen, and where each unit stands now."""
    found = get_object_or_404(visible_batches(request.actor), pk=pk)
    scan = found.sealed_letter
    told = load(found.content_digest)
    asked = request.GET.get("page", "1")
    pages = (scan.pages or 1) if scan else 1
    context = {
        "batch": found,
        "rows": list(rows_of(found)),
        "told": told,
        "may_see": numbers_shown(told, request.actor),
        "is_large": is_large(found),
        "scan": scan,
        "last_day": last_day(found.round),
        "page": max(1, min(int(asked) if asked.isdecimal() and len(asked) < 6 else 1, pages)),
    }
    return render(request, "province/batch.html", context)


def narrowed(request: HttpRequest, rows: QuerySet[Application]) -> QuerySet[Application]:
    """The rows that the query string asks for."""
    wanted = {key: request.GET.get(key, "") for key in ("state", "unit", "category")}
    return matching(rows.filter(**{key: value for key, value in wanted.items() if value}), request.GET.get("text", ""))


def _counted(request: HttpRequest, counts: Counts) -> int | None:
    """How many rows the table of counts gives for the filters in force; None when names are searched."""
    if request.GET.get("text"):
        return None
    wanted = [(i, request.GET.get(key, "")) for i, key in enumerate(("unit", "category", "state"))]
    return sum(n for entry, n in counts.items() if entry[2] in AT_PROVINCE and all(not w or entry[i] == w for i, w in wanted))


def line_of(application: Application) -> Line:
    """The newest assignment (from the prefetched rows) and whose turn it is."""
    newest = max(application.assignments.all(), key=lambda s: (s.assigned_at, s.pk), default=None)
    opinion = getattr(application, "group_opinion", None)
    score = opinion.score if opinion else newest.score if newest and not newest.group_id else ""
    turn = TURNS.get(application.state, "")
    if application.state == "reviewing" and newest and newest.group_id:
        turn = "等专家组"
    elif application.state == "reviewing" and newest:
        turn = f"等{newest.expert_name}{'签承诺书' if newest.state == 'assigned' else '评分'}"
    return Line(application, newest, turn, application.changed_at, score)


def _segments(request: HttpRequest, counts: Counts) -> list[dict[str, Any]]:
    chosen = request.GET.get("state", "")
    total = by_state(counts, AT_PROVINCE)
    made = [{"key": "", "label": "全部", "count": total, "pattern": "", "url": f"?{_query(request)}", "is_current": not chosen}]
    for state, label, pattern in _shown(counts):
        url = f"?{_query(request, state=state)}"
        made.append({"key": state, "label": label, "count": by_state(counts, (state,)), "pattern": pattern, "url": url,
                     "is_current": chosen == state})  # fmt: skip
    return made


def _shown(counts: Counts) -> Iterable[tuple[str, str, str]]:
    """拟入选 and 已公布 do not stand side by side: once the list is published the first is always empty."""
    is_listed = by_state(counts, ("listed",)) > 0
    return [s for s in SEGMENTS if s[0] not in ({"proposed"} if is_listed else {"listed"})]


def _query(request: HttpRequest, **more: str) -> str:
    kept = [(key, value) for key, value in request.GET.items() if key in {"unit", "category", "text"} and value]
    return urlencode([*kept, *((key, value) for key, value in more.items() if value)])
