"""The public notice and the published list as documents."""

from dataclasses import asdict, dataclass
from datetime import date

from greenlist.papers.typesetting import chinese_date, typeset


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
