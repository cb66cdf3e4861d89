"""The expert's own papers as PDF: the pledge of today, his sheet as handed in, the group opinion once signed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.journal.clock import today
from greenlist.casework.review.group_selectors import membership_in, to_open, visible_groups
from greenlist.casework.review.models import GroupOpinion
from greenlist.casework.review.papers import day_pledge, group_opinion, score_sheet
from greenlist.casework.review.selectors import visible_to
from greenlist.papers.review_paper import ReviewPaper, to_pdf
from greenlist.portals.shared.entry import for_roles


@for_roles("expert")
def sheet(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /expert/assignments/<pk>/sheet.pdf: the own sheet, once handed in."""
    return _pdf(score_sheet(get_object_or_404(visible_to(request.actor).filter(state="handed_in"), pk=pk)))


@for_roles("expert")
def pledge(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /expert/groups/<pk>/pledge.pdf: the pledge of today."""
    member = membership_in(get_object_or_404(visible_groups(request.actor), pk=pk), request.actor)
    if member is None:
        raise Http404
    return _pdf(day_pledge(member, today()))


@for_roles("expert")
def opinion(request: HttpRequest, pk: str, application_pk: str) -> HttpResponse:
    """GET /expert/groups/<pk>/opinions/<application>.pdf: only for those who handed their own sheet in."""
    group = get_object_or_404(visible_groups(request.actor), pk=pk)
    opened = [case.pk for case in to_open(group, request.actor)]
    found = get_object_or_404(GroupOpinion.objects.filter(application__in=opened), application=application_pk)
    return _pdf(group_opinion(found))


def _pdf(paper: ReviewPaper) -> HttpResponse:
    return HttpResponse(to_pdf(paper), content_type="application/pdf")
