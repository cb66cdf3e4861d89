"""Pages of a file as pictures: the report, the evidence, and the bureau's own proofs of one application."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.storage import path_of_file
from greenlist.papers.pdf_pages import render_page
from greenlist.portals.bureau.views.scope import own
from greenlist.portals.shared.entry import for_roles


@for_roles("bureau")
def page(request: HttpRequest, pk: str, file_pk: str, page: int) -> HttpResponse:
    """GET …/files/<file>/pages/<n>/: PNG; only files of this application or proofs recorded on it."""
    application = own(request, pk)
    mine = Q(pk=application.report_id) | Q(evidence__filing=application.filing) | Q(recordedfact__application=application)
    file = get_object_or_404(StoredFile.objects.filter(mine).distinct(), pk=file_pk)
    if not file.is_pdf:
        raise Http404
    try:
        return HttpResponse(render_page(path_of_file(file), page), content_type="image/png")
    except IndexError:
        raise Http404 from None
