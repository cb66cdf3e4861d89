"""Pages of the dossier for the assigned expert, after the pledge."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.review.selectors import is_day_pledged, visible_to
from greenlist.portals.expert.views.dossier import volumes_of
from greenlist.portals.shared.downloads import page_picture
from greenlist.portals.shared.entry import for_roles

OPEN = ("pledged", "handed_in")


@for_roles("expert")
def page(request: HttpRequest, pk: str, file_pk: str, page: int) -> HttpResponse:
    """GET …/files/<file>/pages/<n>/: PNG of the report under review, or of another file that proves a row."""
    assignment = get_object_or_404(visible_to(request.actor).filter(state__in=OPEN), pk=pk)
    if not is_day_pledged(assignment):
        raise Http404
    file = next((v.file for v in volumes_of(assignment.application) if v.file.pk == file_pk), None)
    if file is None:
        raise Http404
    return page_picture(file, page)
