"""整轮归档, made in the background once the list is out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from greenlist.casework.dossier.jobs import ARCHIVE
from greenlist.casework.jobs.services import ask
from greenlist.casework.rounds.models import Round
from greenlist.portals.shared.background import to_job
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("province", "centre")
def making(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: ask for the archive of this round."""
    round_ = get_object_or_404(Round, pk=pk)
    return to_job(request, ask(ARCHIVE, actor=request.actor, about=f"{round_.title}归档", round=str(round_.pk)))
