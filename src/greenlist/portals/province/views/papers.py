"""Papers of selection and publication: 情况说明, the notice's text, list, nomination and letters as files."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.publication.models import FeedbackLetter
from greenlist.casework.publication.papers import feedback_to_unit, list_paper, nomination_paper, notice_paper
from greenlist.casework.publication.selectors import notices, publications
from greenlist.casework.selection.papers import briefing as briefing_of
from greenlist.casework.selection.selectors import visible_to
from greenlist.papers import announcement, feedback
from greenlist.papers import briefing as briefing_paper
from greenlist.portals.shared.entry import for_roles

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@for_roles("province", "centre")
def briefing(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/drafts/<pk>/briefing.docx: one page for the leadership."""
    draft = get_object_or_404(visible_to(request.actor), pk=pk)
    return sent(briefing_paper.to_docx(briefing_of(draft)), f"{draft.round.year}年度遴选情况说明第{draft.number}稿.docx", WORD)


@for_roles("province", "centre")
def notice_text(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/publications/notices/<pk>/text.docx: 征求异议的公示, as a Word file."""
    notice = get_object_or_404(notices(), pk=pk)
    return sent(announcement.to_docx(notice_paper(notice)), f"{notice.title}.docx", WORD)


@for_roles("province", "centre")
def released(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """GET /province/publications/<pk>/papers/<name>: list.pdf, nomination.pdf, or the letter to one unit, <code>.pdf."""
    made = get_object_or_404(publications(), pk=pk)
    if name == "list.pdf":
        return sent(announcement.to_pdf(list_paper(made)), f"{made.title}.pdf", PDF)
    if name == "nomination.pdf":
        return sent(announcement.to_pdf(nomination_paper(made)), f"{made.round.year}年度国家级推荐表.pdf", PDF)
    letter = get_object_or_404(
        FeedbackLetter.objects.select_related("publication__round"), publication=made, unit=name.removesuffix(".pdf")
    )
    paper = feedback_to_unit(letter)
    return sent(feedback.to_pdf(paper), f"反馈函（{paper.addressee}）.pdf", PDF)


def sent(data: bytes, name: str, media_type: Any) -> HttpResponse:
    """A file under its own name."""
    if not data:
        raise Http404
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
