"""Pages of the dossier for the assigned expert, after the pledge."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.files.storage import path_of_file
from greenlist.casework.review.selectors import visible_to
from greenlist.papers.pdf_pages import render_page
from greenlist.portals.shared.entry import for_roles


@for_roles("expert")
def page(request: HttpRequest, pk: str, file_pk: str, page: int) -> HttpResponse:
    """GET …/files/<file>/pages/<n>/: PNG of the report under review."""
    mine = visible_to(request.actor).filter(state__in=("pledged", "handed_in"))
    assignment = get_object_or_404(mine, pk=pk, application__report_id=file_pk)
    try:
        return HttpResponse(render_page(path_of_file(assignment.application.report), page), content_type="image/png")
    except IndexError:
        raise Http404 from None
