"""The public notice and the published list as documents."""

from dataclasses import asdict, dataclass
from datetime import date

from docx.shared import Pt

from greenlist.papers.typesetting import chinese_date, typeset
from greenlist.papers.word import add_line, add_table, begin_letter, saved, sign_off

HEADS = ("序号", "设区市", "区县", "名称", "类别", "级别")
WIDTHS_MM = (12, 19, 21, 58, 30, 16)


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
    document = begin_letter(announcement.title, is_demo=announcement.is_demo, title_line=Pt(32), is_letter=False)
    if announcement.document_number:
        add_line(document, announcement.document_number, align="center")
    for text in announcement.body:
        add_line(document, f"　　{text}")
    rows = [(str(r.serial), r.city, r.county, r.name, r.category_label, r.level) for r in announcement.rows]
    add_table(document, HEADS, rows, WIDTHS_MM, size=10.5)
    sign_off(document, announcement.issuer, chinese_date(announcement.dated_on))
    return saved(document)
