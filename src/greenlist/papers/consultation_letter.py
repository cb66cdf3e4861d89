"""征求意见函 to one department: the letter as PDF in the proportions of GB/T 9704-2012, and the annex as a sheet to be filled in."""

import io
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import xlsxwriter

from greenlist.papers.stationery.fields import ANNEX_HEADS, ANNEX_ROW, stationery
from greenlist.papers.stationery.filling import Values, fill
from greenlist.papers.typesetting import DEMO_LINE, chinese_date, typeset
from greenlist.papers.workbook import fit_row, print_across

HEADS = (*ANNEX_HEADS, "页")
WIDTHS = (5, 28, 20, 9, 24, 20, 8, 30, 12, 14, 5)  # as much as A4 across holds at a size that can be read
ANSWERS = ("未发现", "发现", "待核实")


@dataclass(frozen=True)
class AnnexUnit:
    """One unit of the annex."""

    serial: int
    name: str
    credit_code: str
    county: str
    address: str


@dataclass(frozen=True)
class ConsultationLetter:
    """One letter. `items` are the matters within the department's remit; before it is sent there is no `due_on`, and it says `reply_days`."""

    year: int
    office: str
    addressee: str
    document_number: str
    dated_on: date | None
    window: tuple[date, date]
    due_on: date | None
    reply_days: int
    items: tuple[str, ...]
    scope: str
    basis: str
    units: tuple[AnnexUnit, ...]
    is_demo: bool


def to_pdf(letter: ConsultationLetter) -> bytes:
    """The letter with its annex as PDF."""
    more = {
        "number": letter.document_number or "（待编文号）",
        "dated": chinese_date(letter.dated_on),
        "period": _period(letter),
        "due": _due(letter),
        "heads": ANNEX_HEADS,
        "rows": _rows(letter),
    }
    return typeset("consultation_letter", asdict(letter) | more)


def to_docx(letter: ConsultationLetter) -> bytes:
    """The letter with its annex as a Word file, from the kept template."""
    return fill(stationery()["consultation"].default, word_values(letter), is_demo=letter.is_demo)


def word_values(letter: ConsultationLetter) -> Values:
    """What a Word template of the letter is filled with."""
    rows = [dict(zip(ANNEX_ROW, row, strict=True)) for row in _rows(letter)]
    return {
        "年度": str(letter.year), "发函单位": letter.office, "主送单位": letter.addressee, "依据": letter.basis, "家数": str(len(letter.units)),
        "所查期间": _period(letter), "事项": "、".join(letter.items), "答复期限": _due(letter), "答复范围": letter.scope,
        "文号": letter.document_number, "落款日期": chinese_date(letter.dated_on), "单位列表": rows,
    }  # fmt: skip


def _period(letter: ConsultationLetter) -> str:
    return "至".join(chinese_date(day) for day in letter.window)


def _due(letter: ConsultationLetter) -> str:
    return f"{chinese_date(letter.due_on)}前" if letter.due_on else f"收函之日起{letter.reply_days}个工作日内"


def _rows(letter: ConsultationLetter) -> list[tuple[str, ...]]:
    """The annex as far as we fill it in: each unit as often as there are matters, so that each has its own answer."""
    return [(str(u.serial), u.name, u.credit_code, u.county, u.address, item) for u in letter.units for item in letter.items]


def to_xlsx(letter: ConsultationLetter) -> bytes:
    """The annex: a row for each unit and matter, with empty columns for the answer; our own reader takes it back."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("答复表")
    looks = {name: book.add_format(given) for name, given in _looks().items()}
    lines = [f"{letter.addressee}：请填“结论”“事实”“发生日期”“文书号”“页”五栏", letter.scope, *([DEMO_LINE] if letter.is_demo else [])]
    for at, text in enumerate(lines):
        sheet.write_string(at, 0, text, looks["note"])
    start = len(lines)
    for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(start, column, head, looks["head"])
    rows = _rows(letter)
    for at, row in enumerate(rows, start=start + 1):
        cells = (*row, *[""] * (len(HEADS) - len(row)))
        fit_row(sheet, at, cells, WIDTHS)
        for column, text in enumerate(cells):
            sheet.write(at, column, text, looks["cell"]) if not text else sheet.write_string(at, column, text, looks["cell"])
    answer = HEADS.index("结论")
    sheet.data_validation(start + 1, answer, start + len(rows), answer, {"validate": "list", "source": list(ANSWERS)})
    sheet.freeze_panes(start + 1, 2)
    print_across(sheet, start)
    book.close()
    return target.getvalue()


def _looks() -> dict[str, dict[str, Any]]:
    cell = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "仿宋_GB2312", "font_size": 11}
    return {"cell": cell, "head": cell | {"bold": True, "align": "center", "font_name": "黑体"}, "note": {"font_name": "仿宋_GB2312"}}
