"""The evaluation report: uploaded and signed in one act; its hash is what the unit may hand in (C-35)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from greenlist.casework.applications.evaluation_services import sign_evaluation
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.evaluator.views.engagements import page_of
from greenlist.portals.evaluator.views.scope import own
from greenlist.portals.shared.downloads import page_picture
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("evaluator")
def sign(request: HttpRequest, pk: str) -> HttpResponse:
    """POST file: sign this version of the report."""
    engagement = own(request, pk)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Refused("没有选文件。", then="请选择盖章的评价报告（PDF）。")
        file = store_file(chunks=upload.chunks(), name=upload.name or "", owner=engagement.evaluator.organisation_id,
                          actor=request.actor, only=("application/pdf",))  # fmt: skip
        sign_evaluation(engagement, report=file, accepts_liability="liability" in request.POST, actor=request.actor)
    except Refused as refusal:
        return page_of(request, pk, refusal)
    messages.success(request, f"已签署评价报告“{file.name}”，{file.pages}页")
    return redirect("evaluator:engagement", pk)


@for_roles("evaluator")
def page(request: HttpRequest, pk: str, page: int) -> HttpResponse:
    """GET: one page of the signed report as PNG."""
    engagement = own(request, pk)
    if engagement.signed_report is None:
        raise Http404
    return page_picture(engagement.signed_report, page)
