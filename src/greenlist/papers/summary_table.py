"""The annexed summary table (C-66, C-67, C-68), cell for cell, as .docx, .xlsx and PDF from the same rows."""

import io
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from greenlist.papers.typesetting import DEMO_LINE, chinese_date, typeset

PARTS = (
    ("factory", "绿色工厂推荐名单", "工厂名称", "行业"),
    ("park", "绿色园区推荐名单", "园区名称", "类型"),
    ("supply_chain", "绿色供应链管理企业推荐名单", "企业名称", "行业"),
)
LEVEL_COLUMN = "推荐申报国家级或省级（可同时填报）"
WIDTHS_MM = (14, 24, 26, 70, 52, 36, 45)


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
    """The whole table of one recommending unit."""

    year: int
    recommending_unit: str
    dated_on: date | None
    rows: tuple[SummaryRow, ...]
    is_demo: bool

    @property
    def title(self) -> str:
        return f"{self.year} 年绿色制造名单推荐汇总表"

    def part(self, category: str) -> tuple[SummaryRow, ...]:
        """The rows of one part."""
        return tuple(row for row in self.rows if row.category == category)

    def seal_line(self) -> str:
        """The line for the seal."""
        return f"推荐单位：{self.recommending_unit}（单位公章）"


def head(name_column: str, type_column: str) -> tuple[str, ...]:
    """The seven column heads of a part."""
    return ("序号", "设区市", "区县", name_column, "第三方机构名称", type_column, LEVEL_COLUMN)


def to_pdf(table: SummaryTable) -> bytes:
    """The table as PDF, landscape A4."""
    parts = [
        {"title": title, "name_column": name, "type_column": kind, "rows": [asdict(row) for row in table.part(category)]}
        for category, title, name, kind in PARTS
    ]
    data = {"year": table.year, "recommending_unit": table.recommending_unit, "dated": chinese_date(table.dated_on),
            "parts": parts, "is_demo": table.is_demo}  # fmt: skip
    return typeset("summary_table", data)


def to_docx(table: SummaryTable) -> bytes:
    """The table as a Word file that officials may go on editing."""
    document = docx.Document()
    _prepare(document)
    if table.is_demo:
        document.add_paragraph(DEMO_LINE)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(heading, table.title, size=18, is_bold=True)
    for category, title, name, kind in PARTS:
        _word_part(document, title, head(name, kind), [row.cells() for row in table.part(category)])
    for line in (table.seal_line(), chinese_date(table.dated_on)):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(paragraph, line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def to_xlsx(table: SummaryTable) -> bytes:
    """The table as a workbook with one sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("推荐汇总表")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        plain = {"font_name": "宋体", "font_size": 11, "border": 1, "text_wrap": True, "valign": "vcenter"}
        cell, top = book.add_format(plain), book.add_format({**plain, "bold": True, "align": "center"})
        big = book.add_format({"font_name": "黑体", "font_size": 16, "bold": True, "align": "center"})
        for column, width in enumerate(WIDTHS_MM):
            sheet.set_column(column, column, width / 2)
        line = 0
        if table.is_demo:
            sheet.write_string(line, 0, DEMO_LINE)
            line += 1
        sheet.merge_range(line, 0, line, 6, table.title, big)
        line += 1
        for category, title, name, kind in PARTS:
            line = _sheet_part(sheet, line, title, head(name, kind), [r.cells() for r in table.part(category)], top, cell)
        sheet.write_string(line + 1, 4, table.seal_line())
        sheet.write_string(line + 2, 4, chinese_date(table.dated_on))
    return target.getvalue()


def _sheet_part(sheet: Any, line: int, title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]], top: Any, cell: Any) -> int:
    sheet.merge_range(line, 0, line, 6, title, top)
    for column, text in enumerate(heads):
        sheet.write_string(line + 1, column, text, top)
    for offset, values in enumerate(rows or [("1", "", "", "", "", "", "☐国家级 ☐省级")]):
        for column, text in enumerate(values):
            sheet.write_string(line + 2 + offset, column, text, cell)
    return line + 2 + max(len(rows), 1)


def _prepare(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋_GB2312", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")


def _run(paragraph: Any, text: str, *, size: int = 11, is_bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size = is_bold, Pt(size)


def _word_part(document: Any, title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    rows = rows or [("1", "", "", "", "", "", "☐国家级 ☐省级")]
    grid = document.add_table(rows=2 + len(rows), cols=7)
    grid.style, grid.autofit = "Table Grid", False
    merged = grid.cell(0, 0).merge(grid.cell(0, 6))
    merged.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(merged.paragraphs[0], title, is_bold=True)
    for line, values in enumerate((heads, *rows), start=1):
        for column, text in enumerate(values):
            cell = grid.cell(line, column)
            cell.width = Mm(WIDTHS_MM[column])
            _run(cell.paragraphs[0], text, is_bold=line == 1)
    for line in (0, 1):
        properties = grid.rows[line]._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    document.add_paragraph()
