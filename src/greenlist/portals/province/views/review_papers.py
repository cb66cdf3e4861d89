"""The papers of the review for the province and its centre: attendance list, sheets and opinions that are no longer sealed."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.journal.clock import today
from greenlist.casework.review.group_selectors import is_sealed, visible_groups
from greenlist.casework.review.models import GroupOpinion
from greenlist.casework.review.papers import attendance_list, group_opinion, score_sheet
from greenlist.casework.review.selectors import visible_to
from greenlist.papers.review_paper import to_pdf
from greenlist.portals.shared.entry import for_roles


@for_roles("province", "centre")
def attendance(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/groups/<pk>/attendance.pdf?day=2024-06-18: today's list when no day is given."""
    group = get_object_or_404(visible_groups(request.actor), pk=pk)
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = today()
    return HttpResponse(to_pdf(attendance_list(group, day)), content_type="application/pdf")


@for_roles("province", "centre")
def sheet(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/assignments/<pk>/sheet.pdf: a sheet as handed in; 404 while the group's sheets are sealed."""
    found = get_object_or_404(visible_to(request.actor).filter(state="handed_in"), pk=pk)
    if is_sealed(found.application):
        raise Http404
    return HttpResponse(to_pdf(score_sheet(found)), content_type="application/pdf")


@for_roles("province", "centre")
def opinion(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/applications/<pk>/opinion.pdf: the group opinion as signed."""
    found = get_object_or_404(GroupOpinion.objects.select_related("application__site", "group"), application=pk)
    return HttpResponse(to_pdf(group_opinion(found)), content_type="application/pdf")
