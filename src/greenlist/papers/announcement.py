"""The public notice and the published list as documents."""

from dataclasses import asdict, dataclass
from datetime import date

import docx
from docx.shared import Pt

from greenlist.papers.typesetting import DEMO_LINE, chinese_date, typeset
from greenlist.papers.word import FANG_SONG, XIAO_BIAO_SONG, add_line, number_pages, saved, set_page, set_type

HEADS = ("序号", "设区市", "区县", "名称", "类别", "级别")


@dataclass(frozen=True)
class AnnouncementRow:
    """One unit: names only, no scores (they are disclosed on request)."""

    serial: int
    city: str
    county: str
    name: str
    category_label: str
    level: str


@dataclass(frozen=True)
class Announcement:
    """A notice (公示) or a list (公布); `body` are its paragraphs."""

    title: str
    document_number: str
    body: tuple[str, ...]
    rows: tuple[AnnouncementRow, ...]
    issuer: str
    dated_on: date
    is_demo: bool


def to_pdf(announcement: Announcement) -> bytes:
    """The document as PDF."""
    return typeset("announcement", asdict(announcement) | {"dated": chinese_date(announcement.dated_on)})


def to_docx(announcement: Announcement) -> bytes:
    """The document as a Word file in 仿宋 16 pt, for the office's own letterhead."""
    document = docx.Document()
    set_page(document.sections[0], margins_mm=(37, 35, 28, 26))
    set_type(document, FANG_SONG, size=16, line=Pt(28.95))
    number_pages(document.sections[0], before="— ", after=" —", size=14)
    if announcement.is_demo:
        add_line(document, DEMO_LINE, size=9)
    add_line(document, announcement.title, font=XIAO_BIAO_SONG, size=22, align="center")
    for text in (announcement.document_number, *(f"　　{paragraph}" for paragraph in announcement.body)):
        if text:
            add_line(document, text)
    table = document.add_table(rows=1, cols=len(HEADS))
    table.style = "Table Grid"
    lines = [HEADS, *((str(r.serial), r.city, r.county, r.name, r.category_label, r.level) for r in announcement.rows)]
    for number, line in enumerate(lines):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        for cell, text in zip(cells, line, strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(10.5)
    for text in (announcement.issuer, chinese_date(announcement.dated_on)):
        add_line(document, text, align="right")
    return saved(document)
