"""公文模板: what each paper is printed from; upload a version, preview it, use it, take it out of use. The bureau's and the province's alike."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.files.inspect_child import ENDINGS
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.stationery.models import PaperTemplate
from greenlist.casework.stationery.selectors import kinds, visible_to
from greenlist.casework.stationery.services import LIMIT_MB, preview_template, stop_template, upload_template, use_template
from greenlist.papers.stationery.fields import stationery
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported

ROLES = ("bureau", "province")


@for_roles(*ROLES)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /templates/: every kind of paper. POST paper, note, file: one more version, to be looked at before it is used."""
    if request.method != "POST":
        return _page(request)
    request.keeps_arrived = False
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refused("没有上传：还没有选文件。", then="请选改好的 .docx 模板。")
        posted = request.POST
        made = upload_template(paper=posted.get("paper", ""), chunks=file.chunks(), name=file.name or "", note=posted.get("note", ""),
                               actor=request.actor)  # fmt: skip
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已存为{made}，还没有启用：请预览样张，再启用")
    return redirect("templates")


@for_roles(*ROLES)
def default(request: HttpRequest, kind: str) -> HttpResponse:
    """GET /templates/<kind>/default.docx: the default, to be edited in Word."""
    if kind not in stationery():
        raise Http404
    return _sent(HttpResponse(stationery()[kind].default, content_type=ENDINGS[".docx"]), f"{stationery()[kind].label}默认模板.docx")


@for_roles(*ROLES)
def file(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /templates/<pk>/file.docx: a kept version."""
    template = _own(request, pk)
    answer = FileResponse(path_of_file(template.file).open("rb"), content_type=ENDINGS[".docx"])
    return _sent(answer, f"{template}.docx")


@require_POST
@for_roles(*ROLES)
def preview(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: the version filled with invented rows, as a Word file; it is kept that this person looked at it."""
    template = _own(request, pk)
    try:
        filled = preview_template(template, actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    return _sent(HttpResponse(filled, content_type=ENDINGS[".docx"]), f"{template}样张.docx")


@require_POST
@for_roles(*ROLES)
def using(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: a version is used from now on, in the place of the one in use."""
    template = _own(request, pk)
    try:
        use_template(template, actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已启用{template}，以后生成的{template.get_paper_display()}用它")
    return redirect("templates")


@require_POST
@for_roles(*ROLES)
def stopping(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: the version is kept and no longer used."""
    template = _own(request, pk)
    try:
        stop_template(template, actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已停用{template}")
    return redirect("templates")


def _own(request: HttpRequest, pk: Any) -> PaperTemplate:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _sent(answer: Any, name: str) -> Any:
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    context = {"kinds": kinds(request.actor), "limit": LIMIT_MB, "typed": request.POST, "refusal": refusal}
    return render(request, "shared/templates_of_papers.html", context, status=409 if refusal else 200)
