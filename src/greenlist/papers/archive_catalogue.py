"""归档文件目录 of one round: what lies in the archive, one line a file, as PDF/A and as a sheet."""

import io
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from greenlist.papers.list_sheet import Part, write_xlsx
from greenlist.papers.typesetting import chinese_date, typeset

HEADS = ("件号", "责任者", "文号", "题名", "日期", "页数", "备注", "文件", "SHA-256")
FIELDS = "栏目待与档案部门核对；档号由档案部门编。"


@dataclass(frozen=True)
class CatalogueRow:
    """One file of the archive. `pages` is 0 for what has none."""

    serial: int
    maker: str
    document_number: str
    title: str
    dated: str
    pages: int
    remark: str
    path: str
    digest: str

    def cells(self) -> tuple[str | Decimal, ...]:
        """As they stand in the sheet, figures as figures."""
        pages = Decimal(self.pages) if self.pages else ""
        return (Decimal(self.serial), self.maker, self.document_number, self.title, self.dated, pages, self.remark, self.path, self.digest)


@dataclass(frozen=True)
class Catalogue:
    """The whole catalogue."""

    round_title: str
    office: str
    rows: tuple[CatalogueRow, ...]
    dated_on: date
    is_demo: bool


def to_pdf(catalogue: Catalogue) -> bytes:
    """The catalogue as PDF."""
    return typeset("archive_catalogue", asdict(catalogue) | {"heads": HEADS, "fields": FIELDS, "dated": chinese_date(catalogue.dated_on)})


def to_xlsx(catalogue: Catalogue) -> bytes:
    """The catalogue as a sheet."""
    about = (f"{catalogue.round_title}归档文件目录", f"{catalogue.office}　{chinese_date(catalogue.dated_on)}", FIELDS)
    target = io.BytesIO()
    write_xlsx(target, about, [Part("归档文件目录", HEADS, (row.cells() for row in catalogue.rows))])
    return target.getvalue()
