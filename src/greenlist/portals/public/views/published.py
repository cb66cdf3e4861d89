"""历年国家级公布名单: real rows as printed, kept apart from this system's own list."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.selectors import entries, regions, search, years
from greenlist.portals.public.views.listing import PER_PAGE, SHORT, filters_of
from greenlist.rulebook.reference.published_lists import DOCUMENT


def show(request: HttpRequest) -> HttpResponse:
    """GET /published-lists/?text=&region=&category=&year=: search the rows of the national lists 2017–2020."""
    wanted = filters_of(request)
    region = request.GET.get("region", "")
    rows = search(entries(ListEntry.Origin.IMPORTED), wanted)
    page = Paginator(rows.filter(region=region) if region else rows, PER_PAGE).get_page(request.GET.get("page"))
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
