"""The dossier beside the sheet: which file and page is open, and the rail of pages that prove a row."""

from dataclasses import dataclass

from django.http import HttpRequest

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.models import Evidence
from greenlist.casework.filings.selectors import form_of
from greenlist.portals.expert.views.sheet_rows import proofs_of


@dataclass(frozen=True)
class Anchor:
    """One place of the rail: a row of the form and the page that proves it."""

    row: str
    label: str
    page: int


@dataclass(frozen=True)
class Volume:
    """One file of the dossier with its anchors."""

    file: StoredFile
    title: str
    anchors: list[Anchor]


@dataclass(frozen=True)
class View:
    """What is open now: a file, a page, and the row it was opened for (`label` as the rail calls it)."""

    file: StoredFile
    page: int
    row: str
    label: str

    @property
    def pages(self) -> int:
        return self.file.pages or 1


def volumes_of(application: Application) -> list[Volume]:
    """The report first, then every other PDF that proves a row."""
    report, proofs = application.report, proofs_of(application)
    files = {report.pk: report} if report else {}
    for bound in proofs.values():
        if bound.file.is_pdf:
            files.setdefault(bound.file_id, bound.file)
    return [_volume(file, application, proofs) for file in files.values()]


def view_of(request: HttpRequest, volumes: list[Volume]) -> View | None:
    """?file=…&page=n&row=…: of a row alone the page that proves it; the report's first page when nothing else is asked."""
    if not volumes:
        return None
    asked, row = request.GET.get("file", ""), request.GET.get("row", "")
    proof, anchor = next(((v.file, a) for v in volumes for a in v.anchors if a.row == row), (volumes[0].file, None))
    file = next((v.file for v in volumes if str(v.file.pk) == asked), proof)
    page, label = request.GET.get("page") or str(anchor.page if anchor else 1), anchor.label if anchor else ""
    return View(file, max(1, min(int(page) if page.isdecimal() else 1, file.pages or 1)), row, label)


def _volume(file: StoredFile, application: Application, proofs: dict[str, Evidence]) -> Volume:
    anchors = [
        Anchor(row.id, row.label if row.is_input else row.id, proofs[row.id].page or 1)
        for section in form_of(application.filing)
        for row in section.rows
        if row.id in proofs and proofs[row.id].file_id == file.pk
    ]
    title = "评价报告" if file.pk == application.report_id else file.name
    return Volume(file, title, sorted(anchors, key=lambda anchor: anchor.page))
