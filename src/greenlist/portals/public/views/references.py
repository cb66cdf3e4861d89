"""The reference tables that officers check: what was read in the official text, value by value; and which editions were checked."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.standards.comparing import FATES
from greenlist.casework.standards.models import StandardLoad
from greenlist.casework.standards.reference import KINDS
from greenlist.casework.standards.selectors import newest_of, signed
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.portals.shared.paging import shown_page

A_PAGE = 100


@kept
@exported
def show(request: HttpRequest, name: str) -> HttpResponse:
    """GET /standards/references/<name>/."""
    if name not in KINDS:
        raise Http404
    row = newest_of(name)
    context = {"title": KINDS[name].title, "loaded": row, "fates": FATES, "page": shown_page(request, row.rows if row else [], A_PAGE)}
    return render(request, "public/reference.html", context)


def checked_editions() -> dict[str, Any]:
    """The newest edition that was checked against the official text, by subject; and the reference tables, checked or not."""
    newest: dict[str, StandardLoad] = {}
    for row in signed():
        newest.setdefault(row.subject, row)
    return {"checked": newest, "references": [(name, kind.title, newest.get(name)) for name, kind in KINDS.items()]}
