"""Evidence: bind a file and page to an indicator, take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.permissions import check_may_edit
from greenlist.casework.applications.selectors import own_files
from greenlist.casework.applications.services import editing
from greenlist.casework.files.services import store_file
from greenlist.casework.filings.selectors import evidence_of, form_of
from greenlist.casework.filings.services import attach_evidence, remove_evidence
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.selectors import parameter
from greenlist.engines.scoring.application import number
from greenlist.portals.applicant.views.scope import onward, own
from greenlist.portals.shared.entry import chosen, for_roles


@require_POST
@for_roles("applicant")
def attach(request: HttpRequest, pk: str) -> HttpResponse:
    """POST row, page, and either `file` (an upload) or `stored` (one of the unit's files)."""
    application = own(request, pk)
    check_may_edit(application, request.actor)
    row = request.POST.get("row", "")
    if upload := request.FILES.get("file"):
        limit = int(parameter(application.round, "upload_limit_mb"))
        file = store_file(chunks=upload.chunks(), name=upload.name or "", owner=application.site.organisation_id,
                          actor=request.actor, limit_mb=limit)  # fmt: skip
    elif not request.POST.get("stored"):
        raise Refused("没有选材料，没有绑定。", then="请从材料库选一份，或上传新材料。")
    else:
        file = chosen(own_files(request.actor), request.POST.get("stored"))
    with editing(application, actor=request.actor):
        attach_evidence(application.filing, row=row, file=file, page=_page(request.POST.get("page", "")), actor=request.actor)
    messages.success(request, f"已绑定材料“{file.name}”")
    return onward(request, _place(application, row))


@require_POST
@for_roles("applicant")
def remove(request: HttpRequest, pk: str, evidence_pk: str) -> HttpResponse:
    """POST: take evidence back."""
    application = own(request, pk)
    check_may_edit(application, request.actor)
    bound = get_object_or_404(evidence_of(application.filing), pk=evidence_pk)
    with editing(application, actor=request.actor):
        remove_evidence(bound, actor=request.actor)
    messages.success(request, f"已撤下材料“{bound.file.name}”")
    return onward(request, _place(application, bound.row))


def _page(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        return int(number(text))
    except ValueError as error:
        raise Refused(f"页码{error}") from None


def _place(application: Application, row: str) -> str:
    """The address of the row in the form."""
    form = form_of(application.filing)
    section = next((s.id for s in form for r in s.rows if r.id == row), form[0].id)
    return f"{reverse('applicant:section', args=[application.pk, section])}#r-{row}"
