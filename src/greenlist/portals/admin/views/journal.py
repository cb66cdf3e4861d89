"""日志: every act, newest first; and the walk along the sealed chain."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.journal.sealer import verify
from greenlist.casework.journal.selectors import recent_entries
from greenlist.portals.shared.entry import for_roles

PER_PAGE = 50


@for_roles("audit_admin")
def index(request: HttpRequest) -> HttpResponse:
    """GET /admin/journal/: lines with their seal number, narrowed by person or case."""
    text = request.GET.get("text", "").strip()
    rows = recent_entries()
    if text:
        rows = rows.filter(subject_label__icontains=text) | rows.filter(actor_name__icontains=text)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "admin/journal.html", {"page": page, "text": text})


@for_roles("audit_admin")
def verification(request: HttpRequest) -> HttpResponse:
    """GET /admin/journal/verification/: recompute the whole chain and say whether it is whole."""
    return render(request, "admin/journal_verification.html", {"result": verify()})
