"""A summary table of 2,000 rows out as .docx, .xlsx and PDF and read back in, beside the plain loop of each library; letters a minute."""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from secrets import randbits

import docx
import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.report import Budget, arguments, tell
from benchmarks.timing import milliseconds, ratio, taking_turns
from greenlist.papers import consultation_letter, letter, summary_table
from greenlist.papers.annex import PARTS, head
from greenlist.papers.consultation_letter import AnnexUnit, ConsultationLetter
from greenlist.papers.letter import LetterUnit, RecommendationLetter
from greenlist.papers.summary_table import SummaryRow, SummaryTable
from greenlist.papers.table_reader import read_table

ROWS, UNITS, LETTERS = 2000, 20, 30
WORDS = "江河湖海云山金石松柏新明远恒达昌盛华茂"


def main() -> int:
    """Measure and tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    dice = Random(seed)
    table, turns = invented(dice), 2 if given.quick else 5
    word, sheet = summary_table.to_docx(table), summary_table.to_xlsx(table)
    figures: dict[str, object] = {"seed": seed, "rows": ROWS}
    budgets = []
    with tempfile.TemporaryDirectory() as folder:
        word_file, sheet_file = Path(folder, "table.docx"), Path(folder, "table.xlsx")
        word_file.write_bytes(word)
        sheet_file.write_bytes(sheet)
        pairs: dict[str, tuple[Callable[[], object], Callable[[], object], float]] = {
            "docx_out": (lambda: summary_table.to_docx(table), lambda: plain_docx(table), 1),
            "xlsx_out": (lambda: summary_table.to_xlsx(table), lambda: plain_xlsx(table), 5),
            "docx_in": (lambda: read_table(word_file), lambda: plain_docx_rows(word_file), 2),
            "xlsx_in": (
                lambda: read_table(sheet_file),
                lambda: CalamineWorkbook.from_path(sheet_file).get_sheet_by_index(0).to_python(),
                30,
            ),
        }
        for name, (ours, plain, most) in pairs.items():
            seconds = taking_turns({"ours": ours, "plain": plain}, turns)
            figures |= {f"{name}_ms": milliseconds(seconds["ours"]), f"{name}_plain_ms": milliseconds(seconds["plain"]),
                        f"{name}_rows_a_second": a_second(ROWS, seconds["ours"])}  # fmt: skip
            budgets.append(Budget(f"{name}_to_plain", ratio(seconds["ours"], seconds["plain"]), most))
        found = read_table(word_file)
    faults = len(table.rows) - sum(one.name == row.name for one, row in zip(found.rows, table.rows, strict=False)) + found.doubts
    budgets.append(Budget("rows_not_read_back", faults, 0))
    other = iter(range(10_000))  # what is asked for again is not set again: every paper is another one
    pdf = taking_turns({"ours": lambda: summary_table.to_pdf(replace(table, number=f"TJ-{next(other)}"))}, turns)
    figures |= {"pdf_out_ms": milliseconds(pdf["ours"]), "pdf_out_rows_a_second": a_second(ROWS, pdf["ours"])}
    for name, make in letters(dice, other).items():
        seconds = taking_turns({"ours": lambda make=make: [make() for _ in range(LETTERS)]}, turns)
        figures[f"{name}_a_minute_a_core"] = a_second(LETTERS * 60, seconds["ours"])
    return tell("annexes", given, figures, budgets)


def invented(dice: Random) -> SummaryTable:
    """Rows over the three parts, names of ten to forty characters."""
    categories = sorted(dice.choice([part[0] for part in PARTS]) for _ in range(ROWS))
    rows = tuple(
        SummaryRow(category, n, "九江市", "永修县", f"{name(dice)}{n}有限公司", dice.choice(["自我评价", "演示绿评技术有限公司"]), "专用化学产品制造",
                   True, dice.random() < 0.5)
        for n, category in enumerate(sorted(categories, key=[part[0] for part in PARTS].index), start=1)
    )  # fmt: skip
    return SummaryTable(2024, "演示市工业和信息化局", date(2024, 5, 24), rows, True)


def name(dice: Random) -> str:
    """Some characters."""
    return "演示" + "".join(dice.choices(WORDS, k=dice.randint(4, 30)))


def letters(dice: Random, other: object) -> dict[str, Callable[[], bytes]]:
    """The makers of letters about twenty units, each letter with another number."""
    units = tuple(
        LetterUnit(f"{name(dice)}有限公司", "绿色工厂", "国家级、省级", "符合申报条件，申报材料真实，同意申报") for _ in range(UNITS)
    )
    one = RecommendationLetter(2024, "演示市工业和信息化局", "演示省工业和信息化厅", "", date(2024, 5, 24), units, False, "《演示通知》")
    asked = tuple(AnnexUnit(n, f"{name(dice)}有限公司", "91369901MA000012XH", "永修县", "演示路1号") for n in range(1, UNITS + 1))
    asking = ConsultationLetter(2024, one.office, "演示市生态环境局", "", one.dated_on, (date(2021, 5, 1), date(2024, 4, 30)), None,
                                ("发生突发环境污染事件",), "仅就职责范围内的事实作答", "演发〔2024〕1号", asked, False)  # fmt: skip

    def numbered() -> str:
        return f"演工信函〔2024〕{next(other)}号"  # type: ignore[call-overload]

    return {
        "letters_pdf": lambda: letter.to_pdf(replace(one, document_number=numbered())),
        "letters_docx": lambda: letter.to_docx(replace(one, document_number=numbered())),
        "consultations_pdf": lambda: consultation_letter.to_pdf(replace(asking, document_number=numbered())),
        "consultations_docx": lambda: consultation_letter.to_docx(replace(asking, document_number=numbered())),
    }


def plain_docx(table: SummaryTable) -> bytes:
    """The three tables written by python-docx, row by row, without any look."""
    document = docx.Document()
    for category, title, unit, kind in PARTS:
        document.add_paragraph(title)
        lines = [head(unit, kind), *(row.cells() for row in table.part(category))]
        grid = document.add_table(rows=len(lines), cols=7)
        for row, texts in zip(grid.rows, lines, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def plain_docx_rows(path: Path) -> list[list[str]]:
    """Every cell read by python-docx."""
    return [[cell.text for cell in row.cells] for table in docx.Document(str(path)).tables for row in table.rows]


def plain_xlsx(table: SummaryTable) -> bytes:
    """The rows written by XlsxWriter without any look."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(table.rows):
            for column, text in enumerate(row.cells()):
                sheet.write_string(at, column, text)
    return target.getvalue()


def a_second(count: int, seconds: list[float]) -> int:
    """So many a second of CPU, by the median."""
    return round(count / sorted(seconds)[len(seconds) // 2])


if __name__ == "__main__":
    sys.exit(main())
