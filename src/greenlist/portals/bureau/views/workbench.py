"""工作台: two clocks, the bar that is also the filter, what blocks and why, who waits for whom."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.register.models import Category
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, latest_signing_on, parameters
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.selectors import open_counts, unjudged_findings
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.reference.regions import counties, division_name

PER_PAGE = 15
SEGMENTS = (
    ("submitted", "待核验", "pale", ("submitted",)),
    ("verifying", "核验中", "ochre", ("verifying",)),
    ("returned", "退回补正", "hatch", ("returned",)),
    ("recommendable", "可推荐", "accent", ("recommendable",)),
    ("frozen", "送签", "stripe", ("frozen",)),
    ("done", "已报送", "pale", ("recommended", "accepted", "reviewing", "reviewed", "proposed", "not_selected", "listed")),
    ("closed", "已了结", "outline", ("not_recommended", "withdrawn")),
)
MINE = {"submitted": "等我核验", "verifying": "等我核实", "recommendable": "可推荐", "frozen": "等签发"}


@dataclass(frozen=True)
class Line:
    """One row: the application, what is open, who waits for whom, whether it blocks."""

    application: Application
    county: str
    unknown: int
    barred: int

    @property
    def waits(self) -> str:
        if self.barred:
            return "等我判断"
        return MINE.get(self.application.state, "等申报单位" if self.application.state == "returned" else "")

    @property
    def is_mine(self) -> bool:
        return self.application.state in {"submitted", "verifying"}

    @property
    def is_blocked(self) -> bool:
        return bool(self.barred) and self.application.state in {"verifying", "recommendable"}


@for_roles("bureau")
def show(request: HttpRequest) -> HttpResponse:
    """GET /bureau/workbench/: this bureau's applications in the current round."""
    round_ = current_round()
    if round_ is None:
        return render(request, "bureau/no_round.html")
    everything = visible_to(request.actor).filter(round=round_)
    page = Paginator(_filtered(request, everything), PER_PAGE).get_page(request.GET.get("page"))
    given = parameters(round_)
    context = {
        "round": round_,
        "segments": _segments(request, everything),
        "page": page,
        "lines": _lines(list(page)),
        "blocked": _blocked(everything),
        "signing_at": _signing_at(round_, int(given["signing_working_days"])),
        "counties": [(c.code, c.name) for c in counties(request.actor.unit)],
        "categories": Category.choices,
        "ready": everything.filter(state="recommendable").count(),
        "state": request.GET.get("state", ""),
    }
    return render(request, "bureau/workbench.html", context)


def _filtered(request: HttpRequest, rows: QuerySet[Application]) -> QuerySet[Application]:
    get = request.GET
    states = next((codes for key, _, _, codes in SEGMENTS if key == get.get("state")), None)
    if states:
        rows = rows.filter(state__in=states)
    if text := get.get("text", "").strip():
        rows = rows.filter(
            Q(site__name__icontains=text) | Q(site__organisation__credit_code__iexact=text) | Q(number__icontains=text)
            | Q(site__organisation__names__name__icontains=text)
        ).distinct()  # fmt: skip
    if get.get("county"):
        rows = rows.filter(site__division=get["county"])
    if get.get("category"):
        rows = rows.filter(category=get["category"])
    return rows.order_by(_turn(), "changed_at", "id")


def _turn() -> Any:
    """Mine first, then the unit's, then ready, then what is done."""
    order = ("verifying", "submitted", "returned", "recommendable", "frozen")
    cases = [When(state=state, then=Value(i)) for i, state in enumerate(order)]
    return Case(*cases, default=Value(9), output_field=IntegerField())


def _segments(request: HttpRequest, rows: QuerySet[Application]) -> list[dict[str, Any]]:
    counts = {entry["state"]: entry["n"] for entry in rows.order_by().values("state").annotate(n=Count("pk"))}
    chosen = request.GET.get("state", "")
    made = [{"key": "", "label": "全部", "count": sum(counts.values()), "pattern": "", "url": "?", "is_current": not chosen}]
    for key, label, pattern, states in SEGMENTS:
        made.append({"key": key, "label": label, "count": sum(counts.get(s, 0) for s in states), "pattern": pattern,
                     "url": "?" + urlencode({"state": key}), "is_current": chosen == key})  # fmt: skip
    return made


def _lines(applications: list[Application]) -> list[Line]:
    counts = open_counts(applications)
    return [Line(a, division_name(a.site.division), *counts[a.pk]) for a in applications]


def _blocked(rows: QuerySet[Application]) -> list[dict[str, Any]]:
    """The first units whose found exclusion nobody has judged, with the clause."""
    labels = exclusion_labels()
    return [
        {
            "name": f.application.site.name,
            "what": f"发现{labels[f.clause]}，待判断",
            "clause": f.clause,
            "url": reverse("bureau:verification", args=[f.application_id]) + f"?item={f.clause}",
        }
        for f in unjudged_findings(rows.filter(state__in=("verifying", "recommendable")))
    ]


def _signing_at(round_: Round, days: int) -> datetime:
    return datetime.combine(latest_signing_on(round_, days), time(18), tzinfo=SHANGHAI)
