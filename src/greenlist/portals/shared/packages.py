"""A large package of a batch is made in the background: the bureau's own, or one that was handed in to the province."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from greenlist.casework.jobs.services import ask
from greenlist.casework.recommendation.jobs import PACKAGE
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.package import package_name, package_pieces
from greenlist.casework.recommendation.selectors import visible_to
from greenlist.portals.shared.background import to_job
from greenlist.portals.shared.downloads import note_download, sent_zip
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("bureau", "province", "centre")
def making(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: ask for the package of this batch."""
    batch = get_object_or_404(visible_to(request.actor), pk=pk)
    job = ask(PACKAGE, actor=request.actor, about=f"{batch.office}全套推荐材料（{batch.number}）", batch=str(batch.pk))
    return to_job(request, job)


def sent_package(request: HttpRequest, batch: Batch) -> StreamingHttpResponse:
    """The whole package of a batch that the person may see, streamed. Raises WrongState before it is frozen."""
    pieces, name = package_pieces(batch), package_name(batch)
    note_download(request, batch.number, name)
    return sent_zip(pieces, name)
