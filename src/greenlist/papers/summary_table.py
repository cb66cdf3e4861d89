"""The annexed summary table (C-66, C-67, C-68), cell for cell, as .docx, .xlsx and PDF from the same rows."""

import io
import math
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import xlsxwriter

from greenlist.papers.annex import CENTRED, EMPTY, PARTS, WIDTHS_MM, head
from greenlist.papers.stationery.fields import ROW, part_name, stationery
from greenlist.papers.stationery.filling import Values, fill
from greenlist.papers.typesetting import DEMO_LINE, chinese_date, typeset


@dataclass(frozen=True)
class SummaryRow:
    """One row. `third_party` reads 自我评价 where the unit evaluated itself."""

    category: str
    serial: int
    city: str
    county: str
    name: str
    third_party: str
    industry_or_type: str
    national: bool
    provincial: bool

    @property
    def levels(self) -> str:
        """`☑国家级 ☐省级`."""
        return f"{'☑' if self.national else '☐'}国家级 {'☑' if self.provincial else '☐'}省级"

    def cells(self) -> tuple[str, ...]:
        """The seven cells as printed."""
        return (str(self.serial), self.city, self.county, self.name, self.third_party, self.industry_or_type, self.levels)


@dataclass(frozen=True)
class SummaryTable:
    """The whole table of one recommending unit; `number` is the batch's, for the foot line."""

    year: int
    recommending_unit: str
    dated_on: date | None
    rows: tuple[SummaryRow, ...]
    is_demo: bool
    number: str = ""

    @property
    def title(self) -> str:
        return f"{self.year} 年绿色制造名单推荐汇总表"

    def part(self, category: str) -> tuple[SummaryRow, ...]:
        """The rows of one part."""
        return tuple(row for row in self.rows if row.category == category)

    def sign_off(self) -> tuple[str, str, str]:
        """The three lines of the annex's foot: who recommends, the place of the seal, the day."""
        return f"推荐单位：{self.recommending_unit}", "（单位公章）", chinese_date(self.dated_on)


def to_pdf(table: SummaryTable) -> bytes:
    """The table as PDF, landscape A4."""
    parts = [
        {"title": title, "name_column": name, "type_column": kind, "rows": [asdict(row) for row in table.part(category)]}
        for category, title, name, kind in PARTS
    ]
    data = {"year": table.year, "recommending_unit": table.recommending_unit, "dated": chinese_date(table.dated_on), "dated_on": table.dated_on,
            "parts": parts, "is_demo": table.is_demo, "number": table.number}  # fmt: skip
    return typeset("summary_table", data)


def to_docx(table: SummaryTable) -> bytes:
    """The table as a Word file that officials may go on editing, from the kept template."""
    return fill(stationery()["summary_table"].default, word_values(table), is_demo=table.is_demo)


def word_values(table: SummaryTable) -> Values:
    """What a Word template of the table is filled with; a part without a unit has the empty row of the form."""
    parts = {
        part_name(title): [dict(zip(ROW, cells, strict=True)) for cells in [row.cells() for row in table.part(category)] or [EMPTY]]
        for category, title, _, _ in PARTS
    }
    return {"年度": str(table.year), "推荐单位": table.recommending_unit, "落款日期": chinese_date(table.dated_on), **parts}


def to_xlsx(table: SummaryTable) -> bytes:
    """The table as a workbook with one sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("推荐汇总表")
        _prepare_sheet(sheet)
        looks = _looks(book)
        line = 0
        if table.is_demo:
            sheet.write_string(line, 0, DEMO_LINE)
            line += 1
        sheet.merge_range(line, 0, line, 6, table.title, looks["title"])
        sheet.set_row(line, 30)
        line += 1
        for category, title, name, kind in PARTS:
            line = _sheet_part(sheet, line, title, head(name, kind), [r.cells() for r in table.part(category)], looks)
        for offset, text in enumerate(table.sign_off(), start=1):
            sheet.write_string(line + offset, 4, text, looks["plain"] if offset == 1 else looks["below"])
            sheet.set_row(line + offset, 22)
    return target.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    cell = {**plain, "border": 1, "text_wrap": True}
    return {
        "plain": book.add_format(plain),
        "below": book.add_format({**plain, "indent": 5}),  # under the name
        "cell": book.add_format(cell),
        "centred": book.add_format({**cell, "align": "center"}),
        "head": book.add_format({**cell, "bold": True, "align": "center"}),
        "title": book.add_format({"font_name": "黑体", "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}),
    }


def _prepare_sheet(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C第&P页，共&N页")
    for column, width in enumerate(WIDTHS_MM):
        sheet.set_column(column, column, width / 2)


def _sheet_part(sheet: Any, line: int, title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]], looks: dict[str, Any]) -> int:
    sheet.merge_range(line, 0, line, 6, title, looks["head"])
    sheet.set_row(line, 22)
    for at, values in enumerate((heads, *(rows or [EMPTY])), start=line + 1):
        sheet.set_row(at, _height(values))
        for column, text in enumerate(values):
            look = "head" if values is heads else "centred" if column in CENTRED else "cell"
            sheet.write_string(at, column, text, looks[look])
    return line + 2 + max(len(rows), 1)


def _height(values: tuple[str, ...]) -> float:
    """Points for the row: as many lines as its fullest cell needs (a Han character takes two units of width)."""
    lines = [sum(1 if ord(c) < 0x2E80 else 2 for c in text) / (width / 2 - 1) for text, width in zip(values, WIDTHS_MM, strict=True)]
    return 7 + 15 * max(1, *(math.ceil(n) for n in lines))
