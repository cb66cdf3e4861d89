"""批量开户 of offices: accounts from a sheet; their positions the security administrator grants."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from greenlist.portals.shared import sheets
from greenlist.portals.shared.entry import for_roles

SPACE = "admin"


@for_roles("system_admin")
def create(request: HttpRequest) -> HttpResponse:
    """GET/POST /admin/sheets/new/."""
    return sheets.upload(request, SPACE)


@for_roles("system_admin")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /admin/sheets/<pk>/: the preview."""
    return sheets.preview(request, pk, SPACE)


@require_POST
@for_roles("system_admin")
def opening(request: HttpRequest, pk: str) -> HttpResponse:
    """POST /admin/sheets/<pk>/opening/."""
    return sheets.opening(request, pk, SPACE)


@for_roles("system_admin")
def blank(request: HttpRequest) -> HttpResponse:
    """GET /admin/sheet.xlsx."""
    return sheets.blank(request)
