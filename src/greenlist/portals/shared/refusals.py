"""告知书 of a refused application, for the office that refused it, for the province, and for the unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.dossier.letters import refusal_of
from greenlist.casework.journal.refusals import Refused
from greenlist.papers import refusal
from greenlist.portals.shared.downloads import sent_paper
from greenlist.portals.shared.entry import for_roles


@for_roles("applicant", "bureau", "province", "centre")
def letter(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """GET /refusals/<application>/<name>: .pdf or .docx; 409 for a case that was not refused, as far as this reader may know."""
    application = get_object_or_404(visible_to(request.actor), pk=pk)
    paper = refusal_of(application, request.actor)
    if paper is None:
        raise Refused("没有告知书：本件没有不予推荐或形式审查不通过的决定。")
    return sent_paper(paper, refusal, name, f"{refusal.title_of(paper)}_{application.number}")
