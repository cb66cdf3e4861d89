"""典型案例 of the unit: what it has written, and a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.publicity.selectors import entries_to_write_of, fallen_words, visible_to
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

PER_PAGE = 30


@for_roles("applicant")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /applicant/cases/."""
    page = shown_page(request, visible_to(request.actor), PER_PAGE)
    context = {"page": page, "lines": [(case, fallen_words(case)) for case in page], "found": entries_to_write_of(request.actor)}
    return render(request, "applicant/cases.html", context)
