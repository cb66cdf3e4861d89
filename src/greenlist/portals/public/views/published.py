"""历年国家级公布名单: real rows as printed, kept apart from this system's own list."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.register.models import Category, ListEntry
from greenlist.casework.register.selectors import entries, search, years
from greenlist.portals.public.views.listing import PER_PAGE, filters_of


def show(request: HttpRequest) -> HttpResponse:
    """GET /published-lists/: search the rows of the national lists 2017–2020."""
    wanted = filters_of(request)
    page = Paginator(search(entries(ListEntry.Origin.IMPORTED), wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "page": page,
        "categories": Category.choices,
        "years": years(ListEntry.Origin.IMPORTED),
    }
    return render(request, "public/published.html", context)
