"""第三方机构: those at work in the region, what they declared, the bureau's inspections (C-58) and what it told the province (C-59)."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.applications.selectors import AT_PROVINCE, visible_to
from greenlist.casework.evaluators.models import Evaluator, SupervisionRecord
from greenlist.casework.evaluators.selectors import at_work_in, complaints_of, newest_capability
from greenlist.casework.evaluators.supervision_services import check_supervision, record_supervision, report_problem
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.oversight.selectors import on_banned_bodies
from greenlist.casework.rounds.selectors import current_notice
from greenlist.portals.shared.downloads import as_stored
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported


@for_roles("bureau")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /bureau/evaluators/."""
    return _page(request)


@require_POST
@for_roles("bureau")
def inspection(request: HttpRequest, pk: str) -> HttpResponse:
    """POST looked_on, what, problem, file (PDF): one inspection of a body at work here."""
    body, posted, upload, file = _own(request, pk), request.POST, request.FILES.get("file"), None
    told = {"notice_id": current_notice(), "looked_on": _day(posted.get("looked_on", "")), "what": posted.get("what", ""),
            "problem": posted.get("problem", ""), "actor": request.actor}  # fmt: skip
    try:
        check_supervision(body, **told)
        if upload is not None:
            file = store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                              only=("application/pdf",))  # fmt: skip
        made = record_supervision(body, **told, file=file)
    except Refused as refusal:
        return _page(request, refusal, body)
    messages.success(request, f"已登记对{body}的监督检查" + ("；发现的问题请反馈省厅" if made.problem else ""))
    return redirect("bureau:evaluators")


@require_POST
@for_roles("bureau")
def feedback(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: tell the province of the problem found in one inspection."""
    found = get_object_or_404(SupervisionRecord, pk=pk, unit=request.actor.unit)
    try:
        report_problem(found, actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, "已反馈省厅")
    return redirect("bureau:evaluators")


@for_roles("bureau")
def proof(request: HttpRequest, pk: str) -> FileResponse:
    """GET /bureau/evaluators/<pk>/proof/: what the body's declaration rests on."""
    told = newest_capability(_own(request, pk))
    if told is None:
        raise Http404
    return _sent(told.file)


@for_roles("bureau")
def inspection_file(request: HttpRequest, pk: str) -> FileResponse:
    """GET /bureau/evaluators/records/<pk>/file/: the paper of one inspection by this bureau."""
    return _sent(get_object_or_404(SupervisionRecord.objects.exclude(file=None), pk=pk, unit=request.actor.unit).file)


def _sent(file: StoredFile) -> FileResponse:
    return as_stored(file)


def _page(request: HttpRequest, refusal: Refused | None = None, body: Evaluator | None = None) -> HttpResponse:
    bodies = at_work_in(request.actor.unit, current_notice())
    context = {
        "lines": [(each, newest_capability(each)) for each in bodies],
        "unseen": sum(1 for each in bodies if not each.records),
        "typed": request.POST,
        "banned": on_banned_bodies(visible_to(request.actor), request.actor),
        "at_province": AT_PROVINCE,
        "complaints": complaints_of(request.actor).exclude(state="complaint_closed").count(),
        "typed_for": body.pk if body else None,
        "refusal": refusal,
    }
    return render(request, "bureau/evaluators.html", context, status=409 if refusal else 200)


def _own(request: HttpRequest, pk: str | UUID) -> Evaluator:
    """A body at work in this bureau's region; 404 for any other."""
    found = next((body for body in at_work_in(request.actor.unit, current_notice()) if str(body.pk) == str(pk)), None)
    if found is None:
        raise Http404
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
