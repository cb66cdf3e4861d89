"""The child that reads the rows of a table: `main` with the path and the ending of the file.

It prints the problem ('' for none), then every row: its place and its cells; RECORD and UNIT part them. Workbooks (.xlsx, .xls) are read by calamine, which knows no formulas, macros or links; Word files from their
parts; text by `plain_text`.
"""

import gc
import io
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from greenlist.casework.files.office import unfit_office
from greenlist.casework.files.plain_text import NoText, lines_of

MOST_ROWS, MOST_CELLS, MOST_LETTERS = 20_000, 60, 2000
RECORD, UNIT = "\x1e", "\x1f"
MOST_LINES, MOST_LETTERS_IN_ALL = 10 * MOST_ROWS, 10_000_000
OFFICE = {".xlsx", ".docx"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAYS: dict[date, str] = {}  # the same days come again and again
Rows = Iterator[tuple[str, list[str]]]


def main(path: str, ending: str) -> None:
    """Print the problem and the rows of one file."""
    gc.disable()  # a short life: collecting would cost more than it frees
    try:
        told = read(path, ending)
    except NoText as problem:
        told = str(problem)
    except (KeyError, ValueError, IndexError, SyntaxError, CalamineError):
        told = "表格读不出来，可能已损坏。请用原软件打开、另存后再上传。"
    except MemoryError:
        told = f"表格太大，读不下。请拆成几个文件（一个最多{MOST_ROWS}行）后再上传。"
    sys.stdout.buffer.write(told.encode(errors="replace"))
    sys.stdout.flush()
    os._exit(0)  # taking a hundred thousand cells apart one by one would take a tenth of the whole


def read(path: str, ending: str, *, is_marked: bool = False) -> str:
    """What is printed of one file: the problem, or '' and the rows that hold anything.

    Hardly any file holds a mark of ours. One that does is read once more, `is_marked`, and loses them.
    """
    read_rows = {".xlsx": _excel, ".xls": _excel, ".docx": _word, ".csv": _plain}[ending]
    if ending in OFFICE and (problem := unfit_office(path)):
        return problem
    rows, units, letters = [""], 0, 0
    for number, (place, cells) in enumerate(read_rows(path)):
        if len(rows) > MOST_ROWS or number > MOST_LINES:
            return f"表格超过{MOST_ROWS}行。请拆成几个文件。"
        kept = [_unmarked(cell) for cell in cells[:MOST_CELLS]] if is_marked else cells[:MOST_CELLS]
        if any(kept):
            line = UNIT.join((place, *kept))
            rows.append(line if len(line) <= MOST_LETTERS else UNIT.join((place, *(cell[:MOST_LETTERS] for cell in kept))))
            units += len(kept)
            letters += len(rows[-1])
            if letters > MOST_LETTERS_IN_ALL:
                raise MemoryError
    told = RECORD.join(rows)
    if told.count(UNIT) != units or told.count(RECORD) != len(rows) - 1:
        return read(path, ending, is_marked=True)
    return told or "表格里没有内容。请确认内容在这个文件里，另存后再上传。"


def _unmarked(cell: str) -> str:
    return cell.replace(UNIT, " ").replace(RECORD, " ")


def _plain(path: str) -> Rows:
    for number, cells in enumerate(lines_of(path), start=1):
        yield f"第{number}行", [cell.strip() for cell in cells]


def _excel(path: str) -> Rows:
    with CalamineWorkbook.from_filelike(io.BytesIO(Path(path).read_bytes())) as book:
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        for at, name in enumerate(names, start=1):
            lead, sheet = f"第{at}张表" if len(names) > 1 else "", book.get_sheet_by_name(name)
            before = [""] * (sheet.start[1] if sheet.start else 0)  # columns that hold nothing, left out by calamine
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                told = [cell.strip() if type(cell) is str else _told(cell) for cell in cells]
                yield f"{lead}第{number}行", before + told if before else told


def _told(cell: object) -> str:
    """A number without the .0 of whole ones; a day without the hour when that is none."""
    if type(cell) is float:
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if type(cell) is date:
        return DAYS.get(cell) or DAYS.setdefault(cell, str(cell))
    return str(cell).removesuffix(" 00:00:00")


def _word(path: str) -> Rows:
    import zipfile  # noqa: PLC0415 -- slow import: only Word files need it
    from xml.etree import ElementTree  # noqa: PLC0415 -- slow import: only Word files need it

    try:
        with zipfile.ZipFile(path) as archive:
            body = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 -- no entity is declared in it: office.py
    except zipfile.BadZipFile:
        raise ValueError("no Word file") from None
    tables = list(body.iter(f"{WORD}tbl"))
    for at, table in enumerate(tables, start=1):
        lead = f"第{at}张表" if len(tables) > 1 else ""
        for number, row in enumerate(table.iter(f"{WORD}tr"), start=1):
            yield f"{lead}第{number}行", ["".join(t.text or "" for t in cell.iter(f"{WORD}t")).strip() for cell in row.iter(f"{WORD}tc")]
