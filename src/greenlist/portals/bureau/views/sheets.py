"""批量开户 of the units of a region, one administrator each."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from greenlist.portals.shared import sheets
from greenlist.portals.shared.entry import for_roles

SPACE = "bureau"


@for_roles("bureau")
def create(request: HttpRequest) -> HttpResponse:
    """GET/POST /bureau/sheets/new/."""
    return sheets.upload(request, SPACE)


@for_roles("bureau")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /bureau/sheets/<pk>/: the preview."""
    return sheets.preview(request, pk, SPACE)


@require_POST
@for_roles("bureau")
def opening(request: HttpRequest, pk: str) -> HttpResponse:
    """POST /bureau/sheets/<pk>/opening/."""
    return sheets.opening(request, pk, SPACE)


@for_roles("bureau")
def blank(request: HttpRequest) -> HttpResponse:
    """GET /bureau/sheet.xlsx."""
    return sheets.blank(request)
