"""报送受理: what the bureaus handed in, and where each unit stands."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.recommendation.selectors import visible_to as visible_batches
from greenlist.casework.rounds.selectors import current_round
from greenlist.portals.shared.entry import for_roles
from greenlist.rulebook.lifecycle import lifecycle
from greenlist.rulebook.reference.regions import city_names

PER_PAGE = 15


@for_roles("province", "centre")
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/intake/?state=&unit=&text=."""
    rows = visible_to(request.actor).filter(round=current_round())
    wanted = {"state": request.GET.get("state", ""), "unit": request.GET.get("unit", "")}
    rows = rows.filter(**{key: value for key, value in wanted.items() if value})
    if text := request.GET.get("text", "").strip():
        rows = rows.filter(site__name__icontains=text) | rows.filter(site__organisation__credit_code__iexact=text)
    page = Paginator(rows.prefetch_related("assignments").order_by("number"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(a, max(a.assignments.all(), key=lambda s: s.assigned_at, default=None)) for a in page],
        "batches": visible_batches(request.actor),
        "wanted": wanted,
        "cities": city_names(),
        "states": [(s.code, s.label) for s in lifecycle("application").states if s.code in _STATES],
        "city_of": dict(city_names()),
    }
    return render(request, "province/intake.html", context)


_STATES = ("recommended", "accepted", "reviewing", "reviewed", "proposed", "not_selected", "listed")
