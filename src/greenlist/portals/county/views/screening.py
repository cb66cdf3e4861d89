"""县级初审: the county's own rows, what waits for it first, and its own deadline."""

from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import matching
from greenlist.casework.county.selectors import passed, rows_of, taken_over
from greenlist.casework.rounds.selectors import county_deadline_of, current_round, deadline_of, is_step_on
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.regions import division_name

PER_PAGE = 15
SEGMENTS = (
    ("screening", "待初审", "ochre"),
    ("returned", "退回补正", "hatch"),
    ("passed", "已通过", "accent"),
    ("taken_over", "市级直接受理", "pale"),
    ("withdrawn", "已撤回", "plain"),
)
AT_COUNTY = ("screening", "returned", "withdrawn")


@for_roles("county")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /county/screening/?state=&text=."""
    round_ = current_round()
    if round_ is None:
        return render(request, "county/screening.html", {"round": None, "segments": [], "rows": []})
    everything = rows_of(request.actor, round_)
    chosen, text = request.GET.get("state", ""), request.GET.get("text", "").strip()
    parts = {**{state: everything.filter(state=state) for state in AT_COUNTY}, "passed": passed(request.actor, round_),
             "taken_over": taken_over(request.actor, round_)}  # fmt: skip
    rows = parts.get(chosen, everything)
    segments = _segments(everything, parts, chosen)
    context = {
        "round": round_,
        "is_on": is_step_on(round_, "county"),
        "county": division_name(request.actor.division),
        "county_deadline_at": county_deadline_of(round_, request.actor.unit),
        "deadline_at": deadline_of(round_, request.actor.unit),
        "page": shown_page(request, matching(rows, text), PER_PAGE),
        "segments": segments,
        "waiting": any(s["count"] for s in segments if s["key"] == "screening"),
        "text": text,
    }
    return render(request, "county/screening.html", context)


def _segments(everything: QuerySet[Application], parts: dict[str, QuerySet[Application]], chosen: str) -> list[dict[str, object]]:
    counts = dict(everything.order_by().values_list("state").annotate(n=Count("pk")))
    total, own_passed = sum(counts.values()), parts["passed"].count()
    shown = {state: counts.get(state, 0) for state in AT_COUNTY} | {"passed": own_passed}
    shown["taken_over"] = total - sum(shown.values())
    made: list[dict[str, object]] = [{"key": "", "label": "全部", "count": total, "pattern": "", "url": "?", "is_current": not chosen}]
    for code, label, pattern in SEGMENTS:
        made.append({"key": code, "label": label, "count": shown[code], "pattern": pattern, "url": "?" + urlencode({"state": code}),
                     "is_current": chosen == code})  # fmt: skip
    return made
