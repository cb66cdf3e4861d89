"""投诉 about evaluating bodies: what the offices opened, closed and read. The province's and the bureau's alike."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.evaluators.complaint_services import check_complaint, close_complaint, open_complaint
from greenlist.casework.evaluators.models import Engagement, Evaluator
from greenlist.casework.evaluators.selectors import complaints_of, engagements_to_name
from greenlist.casework.files.services import DEFAULT_LIMIT_MB, store_file
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import chosen, for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.regions import division_name

READERS = ("bureau", "province", "centre")
OFFICES = ("bureau", "province")
A_PAGE = 50


@for_roles(*READERS)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /complaints/: those this office may see, the newest first."""
    return _page(request)


@for_roles(*OFFICES)
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET/POST /complaints/new/<body>/: engagement, statement, from_letter, complainant, file (PDF)."""
    body, refusal = get_object_or_404(Evaluator, pk=pk), None
    if request.method == "POST":
        try:
            file_complaint(request, body, _named(request, body))
        except Refused as problem:
            refusal = problem
        else:
            messages.success(request, f"已登记对{body}的投诉")
            return redirect("complaints")
    context = {"body": body, "engagements": engagements_to_name(body, request.actor), "limit": DEFAULT_LIMIT_MB, "typed": request.POST,
               "refusal": refusal}  # fmt: skip
    return render(request, "shared/evaluators/complaint_new.html", context, status=409 if refusal else 200)


@require_POST
@for_roles(*OFFICES)
def closing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST reason: the complaint is closed."""
    complaint = get_object_or_404(complaints_of(request.actor), pk=pk)
    try:
        close_complaint(complaint, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal, pk)
    messages.success(request, "已办结投诉")
    return redirect("complaints")


@for_roles(*READERS)
def file(request: HttpRequest, pk: UUID) -> FileResponse:
    """GET /complaints/<pk>/file/: what came with the complaint."""
    held = get_object_or_404(complaints_of(request.actor).exclude(file=None), pk=pk).file
    return as_stored(held)


def file_complaint(request: HttpRequest, body: Evaluator, engagement: Engagement | None) -> None:
    """Open the complaint that was posted; its file is stored only with words that hold. Raises Refused."""
    posted, upload, stored = request.POST, request.FILES.get("file"), None
    told = {"statement": posted.get("statement", ""), "engagement": engagement, "from_letter": posted.get("from_letter") == "1",
            "complainant": posted.get("complainant", ""), "actor": request.actor}  # fmt: skip
    check_complaint(body, **told)
    if upload is not None:
        stored = store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                            only=("application/pdf",))  # fmt: skip
    open_complaint(body, **told, file=stored)


def _named(request: HttpRequest, body: Evaluator) -> Engagement | None:
    wanted = request.POST.get("engagement", "")
    return chosen(engagements_to_name(body, request.actor), wanted) if wanted else None


def _page(request: HttpRequest, refusal: Refused | None = None, refused: UUID | None = None) -> HttpResponse:
    page = shown_page(request, complaints_of(request.actor), A_PAGE)
    context: dict[str, Any] = {
        "page": page,
        "lines": [(complaint, division_name(complaint.unit) if complaint.unit else "省工信厅") for complaint in page],
        "may_close": request.actor.may("complain"),
        "typed": request.POST,
        "refused": refused,
        "refusal": refusal,
    }
    return render(request, "shared/evaluators/complaints.html", context, status=409 if refusal else 200)
