"""现场抽查 in public: every draw from its beginning, and of a published one the record that anybody can draw again."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from greenlist.casework.inspections.models import SpotDraw
from greenlist.casework.inspections.selectors import as_file, draws, record_of
from greenlist.casework.publication.disclosure import disclosure
from greenlist.portals.shared.downloads import sent
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.regions import division_name

PER_PAGE = 50


@kept
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /draws/."""
    return render(request, "public/draws.html", {"page": shown_page(request, draws(), PER_PAGE)})


@kept
@exported
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /draws/<pk>/: what is public of a draw so far."""
    draw = get_object_or_404(draws(), pk=pk)
    context = {"draw": draw, "lines": [], "page": None, "is_named": _is_named()}
    if draw.state == "draw_public":
        record = record_of(draw, with_basis=False)
        drawn = set(record["drawn"])
        second = "name" if _is_named() else "key"
        ordered = sorted(record["frame"]["units"], key=lambda row: (row["key"] not in drawn, row["city"], row[second]))
        page = shown_page(request, ordered, PER_PAGE)
        context |= {"page": page, "lines": [(row, division_name(row["city"]), row["key"] in drawn) for row in page]}
    return render(request, "public/draw.html", context)


def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /draws/<pk>/record.json: for `greenlist draw verify`. It holds the names, and without them its digest would not agree."""
    draw = get_object_or_404(SpotDraw, pk=pk)
    if draw.state != "draw_public" or not _is_named():
        raise Http404
    return sent(as_file(record_of(draw, with_basis=False)).encode(), f"{draw}.json", "application/json")


def _is_named() -> bool:
    """May the public read the names of units? The classes of the round decide."""
    return "name" in disclosure().fields
