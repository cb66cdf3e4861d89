"""Papers of review, selection and publication: 专家意见表, minutes, 情况说明, the notice's text, list, nomination and letters as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.applications.selectors import visible_to as visible_cases
from greenlist.casework.publication.models import FeedbackLetter
from greenlist.casework.publication.papers import feedback_to_unit, list_paper, nomination_paper, notice_paper
from greenlist.casework.publication.selectors import notices, publications
from greenlist.casework.review.decision_papers import opinion_table, review_minutes
from greenlist.casework.review.group_selectors import visible_groups
from greenlist.casework.selection.papers import briefing as briefing_of
from greenlist.casework.selection.papers import minutes
from greenlist.casework.selection.selectors import visible_to
from greenlist.papers import announcement, feedback, review_paper
from greenlist.papers import briefing as briefing_paper
from greenlist.portals.shared.downloads import sent_paper
from greenlist.portals.shared.entry import for_roles


@for_roles("province", "centre")
def of_draft(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """GET …/drafts/<pk>/papers/<name>: briefing (one page for the leadership) or minutes, .pdf or .docx."""
    draft = get_object_or_404(visible_to(request.actor), pk=pk)
    title = f"{draft.round.year}年度{{}}第{draft.number}稿"
    if name.startswith("briefing."):
        return sent_paper(briefing_of(draft), briefing_paper, name, title.format("遴选情况说明"))
    if name.startswith("minutes."):
        return sent_paper(minutes(draft), review_paper, name, title.format("会议审定纪要"))
    raise Http404


@for_roles("province", "centre")
def of_application(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """GET /province/applications/<pk>/opinion-table/<name>: 专家意见表, .pdf or .docx; blanks while the sheets are sealed."""
    application = get_object_or_404(visible_cases(request.actor), pk=pk)
    return sent_paper(opinion_table(application), review_paper, name, f"专家意见表_{application.number}")


@for_roles("province", "centre")
def of_group(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """GET /province/groups/<pk>/minutes/<name>: minutes of the group's meeting, .pdf or .docx."""
    group = get_object_or_404(visible_groups(request.actor), pk=pk)
    return sent_paper(review_minutes(group), review_paper, name, f"评审会议纪要_{group.name}")


@for_roles("province", "centre")
def notice_text(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """GET /province/publications/notices/<pk>/<name>: 征求异议的公示, .pdf or .docx."""
    notice = get_object_or_404(notices(), pk=pk)
    return sent_paper(notice_paper(notice), announcement, name, notice.title)


@for_roles("province", "centre")
def released(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """GET /province/publications/<pk>/papers/<name>: list, nomination, or the letter to one unit, <code>; .pdf or .docx."""
    made, stem = get_object_or_404(publications(), pk=pk), name.rpartition(".")[0]
    if stem == "list":
        return sent_paper(list_paper(made), announcement, name, made.title)
    if stem == "nomination":
        return sent_paper(nomination_paper(made), announcement, name, f"{made.round.year}年度国家级推荐表")
    letter = get_object_or_404(FeedbackLetter.objects.select_related("publication__round"), publication=made, unit=stem)
    paper = feedback_to_unit(letter)
    return sent_paper(paper, feedback, name, f"反馈函（{paper.addressee}）")
