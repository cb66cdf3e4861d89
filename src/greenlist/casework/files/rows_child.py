"""The child that reads the rows of a table: `main` with the path and the ending of the file.

It prints the problem ('' for none), then every row: its place and its cells; RECORD and UNIT part them. Workbooks (.xlsx, .xls) are read by calamine, which knows no formulas, macros or links; Word files from their
parts; a CSV file may be UTF-8, UTF-16 or GB 18030, with commas, semicolons or tabs.
"""

import gc
import io
import os
import sys
from collections.abc import Iterator
from datetime import date

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

MOST_ROWS, MOST_CELLS, MOST_LETTERS = 20_000, 60, 2000
RECORD, UNIT = "\x1e", "\x1f"
MOST_PART_BYTES = 64 * 1024**2
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAYS: dict[date, str] = {}  # the same days come again and again
Rows = Iterator[tuple[str, list[str]]]


def main(path: str, ending: str) -> None:
    """Print the problem and the rows of one file."""
    gc.disable()  # a short life: collecting would cost more than it frees
    try:
        told = read(path, ending)
    except (KeyError, ValueError, IndexError, SyntaxError, CalamineError):
        told = "表格读不出来，可能已损坏。请用原软件打开、另存后再上传。"
    sys.stdout.buffer.write(told.encode(errors="replace"))
    sys.stdout.flush()
    os._exit(0)  # taking a hundred thousand cells apart one by one would take a tenth of the whole


def read(path: str, ending: str, *, is_marked: bool = False) -> str:
    """What is printed of one file: the problem, or '' and the rows that hold anything.

    Hardly any file holds a mark of ours. One that does is read once more, `is_marked`, and loses them.
    """
    read_rows = {".xlsx": _excel, ".xls": _excel, ".docx": _word, ".csv": _plain}[ending]
    rows, units = [""], 0
    for place, cells in read_rows(path):
        if len(rows) > MOST_ROWS:
            return f"表格超过{MOST_ROWS}行。请拆成几个文件。"
        kept = [_unmarked(cell) for cell in cells[:MOST_CELLS]] if is_marked else cells[:MOST_CELLS]
        if any(kept):
            line = UNIT.join((place, *kept))
            rows.append(line if len(line) <= MOST_LETTERS else UNIT.join((place, *(cell[:MOST_LETTERS] for cell in kept))))
            units += len(kept)
    told = RECORD.join(rows)
    if told.count(UNIT) != units or told.count(RECORD) != len(rows) - 1:
        return read(path, ending, is_marked=True)
    return told or "表格里没有内容。请确认内容在这个文件里，另存后再上传。"


def _unmarked(cell: str) -> str:
    return cell.replace(UNIT, " ").replace(RECORD, " ")


def _plain(path: str) -> Rows:
    import csv  # noqa: PLC0415 -- slow import: only text files need it

    text = _decoded(_bytes(path))
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=max("\t;,", key=text[:4000].count)), start=1):
            yield f"第{number}行", [cell.strip() for cell in cells]
    except csv.Error:
        raise ValueError("no table") from None


def _bytes(path: str) -> bytes:
    with io.FileIO(path) as file:
        return file.read()


def _decoded(raw: bytes) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _excel(path: str) -> Rows:
    with CalamineWorkbook.from_filelike(io.BytesIO(_bytes(path))) as book:
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
            if archive.getinfo("word/document.xml").file_size > MOST_PART_BYTES:
                raise ValueError("part too large")
            body = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 -- the child's limits end what an entity bomb would cost
    except zipfile.BadZipFile:
        raise ValueError("no Word file") from None
    tables = list(body.iter(f"{WORD}tbl"))
    for at, table in enumerate(tables, start=1):
        lead = f"第{at}张表" if len(tables) > 1 else ""
        for number, row in enumerate(table.iter(f"{WORD}tr"), start=1):
            yield f"{lead}第{number}行", ["".join(t.text or "" for t in cell.iter(f"{WORD}t")).strip() for cell in row.iter(f"{WORD}tc")]
