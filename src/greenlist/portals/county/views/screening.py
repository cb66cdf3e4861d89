"""县级初审: the county's own rows, what waits for it first, and its own deadline."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.selectors import matching
from greenlist.casework.county.selectors import rows_of
from greenlist.casework.rounds.selectors import county_deadline_of, current_round, deadline_of, is_step_on
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.reference.regions import division_name

PER_PAGE = 15
SEGMENTS = (
    ("screening", "待初审", "ochre"),
    ("returned", "退回补正", "hatch"),
    ("passed", "已通过", "accent"),
    ("withdrawn", "已撤回", "plain"),
)


@for_roles("county")
def index(request: HttpRequest) -> HttpResponse:
    """GET /county/screening/?state=&text=."""
    round_ = current_round()
    if round_ is None:
        return render(request, "county/screening.html", {"round": None, "segments": [], "rows": []})
    everything = rows_of(request.actor, round_)
    chosen, text = request.GET.get("state", ""), request.GET.get("text", "").strip()
    own = [code for code, _, _ in SEGMENTS if code != "passed"]
    rows = everything.exclude(state__in=own) if chosen == "passed" else everything.filter(state=chosen) if chosen in own else everything
    counts = dict(everything.order_by().values_list("state").annotate(n=Count("pk")))
    context = {
        "round": round_,
        "is_on": is_step_on(round_, "county"),
        "county": division_name(request.actor.division),
        "county_deadline_at": county_deadline_of(round_, request.actor.unit),
        "deadline_at": deadline_of(round_, request.actor.unit),
        "page": Paginator(matching(rows, text), PER_PAGE).get_page(request.GET.get("page")),
        "segments": _segments(counts, chosen),
        "text": text,
    }
    return render(request, "county/screening.html", context)


def _segments(counts: dict[str, int], chosen: str) -> list[dict[str, object]]:
    own = {code: counts.get(code, 0) for code, _, _ in SEGMENTS if code != "passed"}
    own["passed"] = sum(counts.values()) - sum(own.values())
    made: list[dict[str, object]] = [
        {"key": "", "label": "全部", "count": sum(counts.values()), "pattern": "", "url": "?", "is_current": not chosen}
    ]
    for code, label, pattern in SEGMENTS:
        made.append({"key": code, "label": label, "count": own[code], "pattern": pattern, "url": "?" + urlencode({"state": code}),
                     "is_current": chosen == code})  # fmt: skip
    return made
