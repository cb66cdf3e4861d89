"""历年国家级公布名单: real rows as printed, kept apart from this system's own list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.selectors import entries, regions, search, years
from greenlist.portals.public.views.listing import PER_PAGE, SHORT, filters_of
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.published_lists import DOCUMENT


@kept
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /published-lists/?text=&region=&category=&year=: search the rows of the national lists 2017–2020."""
    wanted = filters_of(request)
    region = request.GET.get("region", "")
    rows = search(entries(ListEntry.Origin.IMPORTED), wanted)
    page = shown_page(request, rows.filter(region=region) if region else rows, PER_PAGE)
    context = {
        "wanted": wanted,
        "region": region,
        "page": page,
        "categories": [(code.value, label) for code, label in SHORT.items()],
        "short": {code.value: label for code, label in SHORT.items()},
        "years": years(ListEntry.Origin.IMPORTED),
        "regions": regions(ListEntry.Origin.IMPORTED),
        "document": DOCUMENT,
    }
    return render(request, "public/published.html", context)
