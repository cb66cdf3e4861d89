"""材料库 and the evaluation report: uploads of the own organisation, page by page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.permissions import check_may_edit
from greenlist.casework.applications.report_services import add_text_twin, store_text_twin
from greenlist.casework.applications.selectors import own_files, readable_files
from greenlist.casework.applications.services import set_report
from greenlist.casework.files.services import store_file, unless_refused
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.rounds.selectors import parameter
from greenlist.portals.applicant.views.scope import onward, own
from greenlist.portals.shared.downloads import page_picture
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

PER_PAGE = 30


@for_roles("applicant")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /applicant/files/: the unit's files."""
    page = shown_page(request, own_files(request.actor), PER_PAGE)
    return render(request, "applicant/files.html", {"page": page})


@for_roles("applicant")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /applicant/files/<pk>/?page=n: one file, page by page."""
    file = get_object_or_404(readable_files(request.actor), pk=pk)
    asked = request.GET.get("page", "1")
    page = max(1, min(int(asked) if asked.isdecimal() else 1, file.pages or 1))
    return render(request, "applicant/file.html", {"file": file, "page": page})


@for_roles("applicant")
def page(request: HttpRequest, pk: str, page: int) -> HttpResponse:
    """GET /applicant/files/<pk>/pages/<n>/: one page of an own PDF as PNG."""
    file = get_object_or_404(readable_files(request.actor), pk=pk)
    return page_picture(file, page)


@require_POST
@for_roles("applicant")
def text_twin(request: HttpRequest, pk: str) -> HttpResponse:
    """POST the words of a scanned report (.docx, .pdf, .txt)."""
    application = own(request, pk)
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused("没有选文件。", then="请选择报告的文字稿。")
    file = store_text_twin(chunks=upload.chunks(), name=upload.name or "", application=application, actor=request.actor)
    with unless_refused([file], actor=request.actor):
        add_text_twin(application, file=file, actor=request.actor)
    messages.success(request, f"已附上文字稿“{file.name}”")
    return onward(request, reverse("applicant:application", args=[pk]))


@require_POST
@for_roles("applicant")
def report(request: HttpRequest, pk: str) -> HttpResponse:
    """POST the sealed evaluation report (PDF)."""
    application = own(request, pk)
    check_may_edit(application, request.actor)
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused("没有选文件。", then="请选择盖章的评价报告（PDF）。")
    limit = int(parameter(application.round, "upload_limit_mb"))
    file = store_file(chunks=upload.chunks(), name=upload.name or "", owner=application.site.organisation_id, actor=request.actor,
                      limit_mb=limit, only=("application/pdf",))  # fmt: skip
    with unless_refused([file], actor=request.actor):
        set_report(application, file=file, actor=request.actor)
    messages.success(request, f"已上传评价报告“{file.name}”，{file.pages}页")
    return onward(request, reverse("applicant:application", args=[pk]))
