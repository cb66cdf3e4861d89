"""Papers for the province's eyes: the pages of report, proofs and sealed letter as pictures, originals, the summary table."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.recommendation.papers import table_excel
from greenlist.casework.recommendation.selectors import visible_to as visible_batches
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameter
from greenlist.portals.shared.downloads import as_stored, note_download, page_picture, sent
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.packages import sent_package

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_roles("province", "centre")
def page(request: HttpRequest, pk: str, file_pk: str, page: int) -> HttpResponse:
    """GET …/files/<file>/pages/<n>/: PNG of a file of this application."""
    return page_picture(get_object_or_404(files_of(_own(request, pk)), pk=file_pk), page)


@for_roles("province", "centre")
def original(request: HttpRequest, pk: str, file_pk: str) -> FileResponse:
    """GET …/files/<file>/: the file as it was stored, under its own name."""
    return as_stored(get_object_or_404(files_of(_own(request, pk)), pk=file_pk))


@for_roles("province", "centre")
def letter_page(request: HttpRequest, pk: str, page: int) -> HttpResponse:
    """GET /province/batches/<pk>/letter/pages/<n>/: PNG of the sealed letter."""
    return page_picture(_letter(request, pk), page)


@for_roles("province", "centre")
def letter(request: HttpRequest, pk: str) -> FileResponse:
    """GET /province/batches/<pk>/letter/: the sealed letter as it was handed in."""
    return as_stored(_letter(request, pk))


@for_roles("province", "centre")
def table(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /province/batches/<pk>/table.xlsx: the summary table as frozen."""
    batch = get_object_or_404(visible_batches(request.actor), pk=pk)
    name = f"{batch.office}推荐汇总表.xlsx"
    note_download(request, batch.number, name)
    return sent(table_excel(batch), name, EXCEL)


@for_roles("province", "centre")
def package(request: HttpRequest, pk: str) -> StreamingHttpResponse:
    """GET /province/batches/<pk>/package.zip: the whole package as it was handed in."""
    batch = get_object_or_404(visible_batches(request.actor), pk=pk)
    return sent_package(request, batch)


def files_of(application: Application) -> QuerySet[StoredFile]:
    """The report, the evidence bound to the form, and the bureau's proofs."""
    mine = Q(pk=application.report_id) | Q(evidence__filing=application.filing) | Q(recordedfact__application=application)
    return StoredFile.objects.filter(mine).distinct()


def viewed(request: HttpRequest, application: Application) -> tuple[StoredFile | None, int]:
    """The file and page of the viewer: as asked, else the report."""
    file = _asked(request, application) or application.report
    number = request.GET.get("page", "")
    pages = (file.pages or 1) if file else 1
    return file, max(1, min(int(number) if number.isdecimal() and len(number) < 6 else 1, pages))


def received(request: HttpRequest, round_: Round) -> StoredFile | None:
    """The uploaded PDF of a form, stored for the office; None when none was chosen."""
    upload = request.FILES.get("file")
    if upload is None:
        return None
    limit = int(parameter(round_, "upload_limit_mb"))
    return store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                      limit_mb=limit, only=("application/pdf",))  # fmt: skip


def _own(request: HttpRequest, pk: str) -> Application:
    return get_object_or_404(visible_to(request.actor), pk=pk)


def _letter(request: HttpRequest, pk: str) -> StoredFile:
    scan = get_object_or_404(visible_batches(request.actor), pk=pk).sealed_letter
    if scan is None:
        raise Http404
    return scan


def _asked(request: HttpRequest, application: Application) -> StoredFile | None:
    try:
        wanted = UUID(request.GET.get("file", ""))
    except ValueError:
        return None
    return files_of(application).filter(pk=wanted, media_type="application/pdf").first()
