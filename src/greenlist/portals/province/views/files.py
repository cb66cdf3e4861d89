"""Pages of the evaluation report as pictures, for the province."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.files.storage import path_of_file
from greenlist.papers.pdf_pages import render_page
from greenlist.portals.shared.entry import for_roles


@for_roles("province", "centre")
def page(request: HttpRequest, pk: str, file_pk: str, page: int) -> HttpResponse:
    """GET …/files/<file>/pages/<n>/: PNG of the application's own report."""
    application = get_object_or_404(visible_to(request.actor), pk=pk, report_id=file_pk)
    try:
        return HttpResponse(render_page(path_of_file(application.report), page), content_type="image/png")
    except IndexError:
        raise Http404 from None
