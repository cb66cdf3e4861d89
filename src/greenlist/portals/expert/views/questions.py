"""疑问交组长: asked from the sheet, answered on the group's page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.review.group_selectors import to_open
from greenlist.casework.review.question_selectors import questions_about, questions_for
from greenlist.casework.review.question_services import answer_question, ask_leader
from greenlist.casework.review.selectors import visible_to
from greenlist.portals.expert.views.assignments import page_of as sheet_page
from greenlist.portals.expert.views.groups import own_group
from greenlist.portals.expert.views.groups import page_of as group_page
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("expert")
def asking(request: HttpRequest, pk: str) -> HttpResponse:
    """POST row, question: ask the leader about one row of the own sheet."""
    assignment = get_object_or_404(visible_to(request.actor), pk=pk)
    row = request.POST.get("row", "")
    try:
        ask_leader(assignment, row=row, text=request.POST.get("question", ""), actor=request.actor)
    except Refused as refusal:
        return sheet_page(request, assignment, refusal)
    messages.success(request, f"已将{row}的疑问交组长")
    return redirect(f"{reverse('expert:assignment', args=[pk])}?row={row}")


@require_POST
@for_roles("expert")
def answering(request: HttpRequest, pk: str, question_pk: str) -> HttpResponse:
    """POST answer: the leader answers one question of his group, or who writes the opinion one of an opened case."""
    group, member = own_group(request, pk)
    opened = [question for case in to_open(group, request.actor) for question in questions_about(case)]
    question = next((q for q in [*questions_for(group, request.actor), *opened] if q.pk == question_pk), None)
    if question is None:
        raise Http404
    try:
        answer_question(question, answer=request.POST.get("answer", ""), actor=request.actor)
    except Refused as refusal:
        return group_page(request, group, member, refusal)
    messages.success(request, f"已答复{question.row}的疑问")
    if any(q.pk == question.pk for q in opened):
        return redirect("expert:opinion", group.pk, question.assignment.application_id)
    return redirect("expert:group", group.pk)
