"""投诉 about this body: what was said, and its answer in words. Who complains is not shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.evaluators.complaint_services import answer_complaint
from greenlist.casework.evaluators.selectors import complaints_of
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported


@for_roles("evaluator")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /evaluator/complaints/."""
    return _page(request)


@require_POST
@for_roles("evaluator")
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST answer: the body's answer to one complaint."""
    complaint = get_object_or_404(complaints_of(request.actor), pk=pk)
    try:
        answer_complaint(complaint, answer=request.POST.get("answer", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal, pk)
    messages.success(request, "已答复投诉")
    return redirect("evaluator:complaints")


def _page(request: HttpRequest, refusal: Refused | None = None, refused: UUID | None = None) -> HttpResponse:
    context = {"complaints": complaints_of(request.actor), "typed": request.POST, "refused": refused, "refusal": refusal}
    return render(request, "evaluator/complaints.html", context, status=409 if refusal else 200)
