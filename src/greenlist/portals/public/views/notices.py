"""公示公布: notices of proposed units and published lists; names only, no scores."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from greenlist.casework.journal.clock import today
from greenlist.casework.publication.bundle import bundle_of
from greenlist.casework.publication.disclosure import disclosure
from greenlist.casework.publication.selectors import is_open, noticed_rows, notices, publications
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import unit_names
from greenlist.casework.selection.models import SelectionRow
from greenlist.casework.selection.selectors import proposed_rows
from greenlist.engines.ledger import rendered
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.regions import division_name

PER_PAGE = 20


@kept
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /notices/."""
    page = shown_page(request, notices(), PER_PAGE)
    return render(request, "public/notices.html", {"page": page, "publications": publications()[:PER_PAGE], "today": today()})


@kept
@exported
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /notices/<pk>/."""
    notice = get_object_or_404(notices(), pk=pk)
    rows = _rows(notice.draft.round, noticed_rows(notice))
    context = {"notice": notice, "rows": rows, "is_open": is_open(notice), "shown": disclosure().fields}
    return render(request, "public/notice.html", context)


@kept
@exported
def publication(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /publications/<pk>/."""
    made = get_object_or_404(publications(), pk=pk)
    root = bundle_of(made)["root"]
    rows = _rows(made.round, proposed_rows(made.draft))
    context = {"publication": made, "rows": rows, "root": root, "shown": disclosure().fields}
    return render(request, "public/publication.html", context)


def bundle(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /publications/<pk>/bundle.json: the list as a file that anybody can verify without us."""
    made = get_object_or_404(publications(), pk=pk)
    response = HttpResponse(rendered(bundle_of(made)), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="greenlist-{made.round.year}.bundle.json"'
    return response


def _rows(round_: Round, found: QuerySet[SelectionRow]) -> list[tuple[SelectionRow, str]]:
    """The proposed units, each with its city and county; by category, then by number: a public list shows no rank."""
    cities = dict(unit_names(round_))
    rows = found.order_by("application__category", "application__number")
    return [(row, f"{cities.get(row.application.unit, '')} {division_name(row.application.site.division)}") for row in rows]
