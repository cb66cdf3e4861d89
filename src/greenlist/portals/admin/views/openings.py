"""开示文件: the content behind the commitments of a published list, for the auditor; each download stands in the journal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from greenlist.casework.journal.door import record
from greenlist.casework.publication.bundle import openings_of
from greenlist.casework.publication.models import Publication
from greenlist.engines.ledger import canonical
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("audit_admin")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """POST /admin/publications/<pk>/openings.json."""
    publication = get_object_or_404(Publication.objects.select_related("draft"), pk=pk)
    record("download_openings", actor=request.actor, subject=publication)
    response = HttpResponse(canonical(openings_of(publication)), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="openings.json"'
    return response
