"""The evaluation report: uploaded and signed in one act; its hash is what the unit may hand in (C-35)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from greenlist.casework.applications.evaluation_services import LOOK_FIRST, check_may_sign, sign_evaluation
from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.evaluator.views.engagements import page_of
from greenlist.portals.evaluator.views.scope import own
from greenlist.portals.shared.downloads import page_picture
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("evaluator")
def sign(request: HttpRequest, pk: str) -> HttpResponse:
    """POST file, or the digest of one that was looked at (`report`): sign this version of the report."""
    engagement = own(request, pk)
    file = None
    try:
        file = _given(request, engagement)
        sign_evaluation(engagement, report=file, accepts_liability="liability" in request.POST, actor=request.actor,
                        is_looked_at="report" in request.POST and "looked" in request.POST)  # fmt: skip
    except Refused as refusal:
        return page_of(request, pk, refusal, file if refusal.code == LOOK_FIRST else None)
    messages.success(request, f"已签署评价报告“{file.name}”，{file.pages}页")
    return redirect("evaluator:engagement", pk)


def _given(request: HttpRequest, engagement: Engagement) -> StoredFile:
    """The upload, kept; or the body's own file that was kept before and is signed now. Nothing is kept of what cannot be signed now."""
    body = engagement.evaluator.organisation_id
    if digest := request.POST.get("report"):
        file = StoredFile.objects.filter(digest=digest, organisation_id=body).order_by("uploaded_at", "id").last()
        if file is None:
            raise Http404
        return file
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused("没有选文件。", then="请选择盖章的评价报告（PDF）。")
    if application := Application.objects.filter(number=engagement.application_number).first():
        check_may_sign(application)
    return store_file(chunks=upload.chunks(), name=upload.name or "", owner=body, actor=request.actor, only=("application/pdf",))


@for_roles("evaluator")
def page(request: HttpRequest, pk: str, page: int) -> HttpResponse:
    """GET: one page of the signed report as PNG."""
    engagement = own(request, pk)
    if engagement.signed_report is None:
        raise Http404
    return page_picture(engagement.signed_report, page)
