"""Files of one application: pages as pictures, and the original; the report, the evidence, and the bureau's own proofs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.report_services import add_text_twin, store_text_twin
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import unless_refused
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.verification.models import RecordedFact
from greenlist.portals.bureau.views.scope import own
from greenlist.portals.shared.downloads import as_stored, page_picture
from greenlist.portals.shared.entry import for_roles


@for_roles("bureau")
def page(request: HttpRequest, pk: str, file_pk: str, page: int) -> HttpResponse:
    """GET …/files/<file>/pages/<n>/: PNG; only files of this application or proofs recorded on it."""
    file = get_object_or_404(files_of(own(request, pk)), pk=file_pk)
    return page_picture(file, page)


@for_roles("bureau")
def original(request: HttpRequest, pk: str, file_pk: str) -> FileResponse:
    """GET …/files/<file>/: the file as it was stored, under its own name."""
    return as_stored(get_object_or_404(files_of(own(request, pk)), pk=file_pk))


@require_POST
@for_roles("bureau")
def text_twin(request: HttpRequest, pk: str) -> HttpResponse:
    """POST the words of a scanned report that the office entered itself."""
    application = own(request, pk)
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused("没有选文件。", then="请选择报告的文字稿。")
    file = store_text_twin(chunks=upload.chunks(), name=upload.name or "", application=application, actor=request.actor)
    with unless_refused([file], actor=request.actor):
        add_text_twin(application, file=file, actor=request.actor)
    messages.success(request, f"已附上文字稿“{file.name}”")
    return redirect(reverse("bureau:verification", args=[pk]) + "?item=C-06#report-check")


def files_of(application: Application) -> QuerySet[StoredFile]:
    """The report and its text twins, the evidence bound to the form, and the proofs recorded on the application."""
    twins = Q(pk__in=application.text_twins.values("file"))
    mine = Q(pk=application.report_id) | twins | Q(evidence__filing=application.filing) | _proving(application)
    return StoredFile.objects.filter(mine).distinct()


def proofs_of(application: Application) -> QuerySet[StoredFile]:
    """The proofs recorded so far, newest first: one document may settle further clauses."""
    return StoredFile.objects.filter(_proving(application)).distinct().order_by("-uploaded_at", "id")


def _proving(application: Application) -> Q:
    """Recorded with a fact, or with a judgement on a finding."""
    return Q(recordedfact__application=application) | Q(judgement__finding__application=application)


def viewed(request: HttpRequest, application: Application, fact: RecordedFact | None) -> tuple[StoredFile | None, int]:
    """The file and page of the viewer: as asked, else the chosen line's proof, else the report."""
    proof = fact.file if fact and fact.file and fact.file.is_pdf else None
    file = _asked(request, application) or proof or application.report
    asked = request.GET.get("page", "")
    start = fact.page if fact and fact.page and file == proof else 1
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else start
    return file, max(1, min(number, (file.pages or 1) if file else 1))


def _asked(request: HttpRequest, application: Application) -> Any:
    try:
        wanted = UUID(request.GET.get("file", ""))
    except ValueError:
        return None
    return files_of(application).filter(pk=wanted, media_type="application/pdf").first()
