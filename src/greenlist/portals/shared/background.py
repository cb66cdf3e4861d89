"""后台工作: what one asked for, how far it is, its file; and the line of the top bar while something of one's own is under way."""

import mimetypes
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.jobs.kinds import label_of
from greenlist.casework.jobs.models import Job
from greenlist.casework.jobs.selectors import OPEN, nobody_since, places_before, visible_to
from greenlist.casework.jobs.services import ask_again, cancel, take_result
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

ROLES = ("applicant", "county", "evaluator", "bureau", "province", "centre", "expert", "system_admin", "security_admin", "audit_admin")
A_PAGE = 50
BAR_KEY = "job"
REFRESH_S = 2
# The page of the case that a piece of work is about, for each role that has one.
CASE_PAGES = {
    "applicant": "applicant:application",
    "bureau": "bureau:verification",
    "province": "province:application",
    "centre": "province:application",
}


@for_roles(*ROLES)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /jobs/: what I asked for in this position, the newest first."""
    page = shown_page(request, visible_to(request.actor), A_PAGE)
    waits = any(job.state in OPEN for job in page)
    rows = [(job, label_of(job.kind)) for job in page]
    return render(request, "shared/jobs/index.html", {"page": page, "rows": rows, "nobody_since": nobody_since() if waits else None})


@for_roles(*ROLES)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /jobs/<pk>/: how far it is, then its file; the page asks again by itself while something may change."""
    return _page(request, _own(request, pk))


@require_POST
@for_roles(*ROLES)
def cancelling(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: cancel it."""
    job = _own(request, pk)
    try:
        cancel(job, actor=request.actor)
    except Refused as refusal:
        return _page(request, _own(request, pk), refusal)
    return redirect("job", job.pk)


@require_POST
@for_roles(*ROLES)
def again(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: the same work once more, from today's rows."""
    job = _own(request, pk)
    try:
        return to_job(request, ask_again(job, actor=request.actor))
    except Refused as refusal:
        return _page(request, job, refusal)


@for_roles(*ROLES)
def file(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /jobs/<pk>/file/: the finished file under its own name."""
    job = _own(request, pk)
    try:
        place = take_result(job, actor=request.actor)
    except Refused as refusal:
        return _page(request, job, refusal)
    kind = mimetypes.guess_type(job.result_name)[0] or "application/octet-stream"
    response = FileResponse(place.open("rb"), content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(job.result_name)}"
    return response


def to_job(request: HttpRequest, job: Job) -> HttpResponse:
    """The answer to whoever has just asked for background work: its page; the top bar shows it until he has seen its end."""
    request.session[BAR_KEY] = str(job.pk)
    return redirect("job", job.pk)


def job_in_bar(request: HttpRequest) -> Job | None:
    """The work he asked for last in this session and has not seen ended. Costs a query only while there is one."""
    pk = getattr(request, "session", {}).get(BAR_KEY)
    return visible_to(request.actor).filter(pk=pk).first() if pk else None


def _page(request: HttpRequest, job: Job, refusal: Refused | None = None) -> HttpResponse:
    is_open = job.state in OPEN
    if not is_open and request.session.get(BAR_KEY) == str(job.pk):
        del request.session[BAR_KEY]
    context: dict[str, Any] = {"job": job, "label": label_of(job.kind), "is_open": is_open, "refusal": refusal, "refresh_s": REFRESH_S,
                               "case": _case_page(request, job)}  # fmt: skip
    if is_open:
        context |= {"nobody_since": nobody_since(), "before": places_before(job) if job.state == "job_waiting" else 0}
    return render(request, "shared/jobs/job.html", context, status=409 if refusal else 200)


def _case_page(request: HttpRequest, job: Job) -> str:
    case, page = job.parameters.get("application"), CASE_PAGES.get(request.actor.role)
    return reverse(page, args=[case]) if case and page else ""


def _own(request: HttpRequest, pk: str) -> Job:
    return get_object_or_404(visible_to(request.actor), pk=pk)
