"""The child that reads the rows of a table. Run as `python -I rows_child.py PATH ENDING`; prints one JSON line.

It limits itself first. Workbooks (.xlsx, .xls) are read by calamine, which knows no formulas, macros or links; Word files from their
parts; a CSV file may be UTF-8, UTF-16 or GB 18030, with commas, semicolons or tabs.
"""

import csv
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

MEMORY_BYTES = 1024**3
PROCESSOR_SECONDS = 20
MOST_ROWS, MOST_CELLS, MOST_LETTERS = 20_000, 60, 2000
MOST_PART_BYTES = 64 * 1024**2
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Rows = Iterator[tuple[str, list[str]]]


def main() -> None:
    """Print {rows: [[place, [cell, …]], …], problem} for the file named on the command line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    try:
        answer = read(Path(sys.argv[1]), sys.argv[2])
    except (ElementTree.ParseError, KeyError, ValueError, IndexError, zipfile.BadZipFile, csv.Error, CalamineError):
        answer = {"rows": [], "problem": "表格读不出来，可能已损坏。请用原软件打开、另存后再上传。"}
    print(json.dumps(answer, ensure_ascii=False))


def read(path: Path, ending: str) -> dict[str, object]:
    """The rows of one file that hold anything, each with its place."""
    read_rows = {".xlsx": _excel, ".xls": _excel, ".docx": _word, ".csv": _plain}[ending]
    rows = []
    for place, cells in read_rows(path):
        if len(rows) == MOST_ROWS:
            return {"rows": [], "problem": f"表格超过{MOST_ROWS}行。请拆成几个文件。"}
        if any(cell.strip() for cell in cells):
            rows.append((place, [cell.strip()[:MOST_LETTERS] for cell in cells[:MOST_CELLS]]))
    return {"rows": rows, "problem": "" if rows else "表格里没有内容。"}


def _plain(path: Path) -> Rows:
    text = _decoded(path.read_bytes())
    start = text[:4000]
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=max("\t;,", key=start.count)), start=1):
        yield f"第{number}行", cells


def _decoded(raw: bytes) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _excel(path: Path) -> Rows:
    with CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        for at, name in enumerate(names, start=1):
            lead = f"第{at}张表" if len(names) > 1 else ""
            for number, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1):
                yield f"{lead}第{number}行", [cell if isinstance(cell, str) else _told(cell) for cell in cells]


def _told(cell: object) -> str:
    """A number without the .0 of whole ones; a day without the hour when that is none."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).removesuffix(" 00:00:00")


def _word(path: Path) -> Rows:
    with zipfile.ZipFile(path) as archive:
        body = _part(archive, "word/document.xml")
    tables = list(body.iter(f"{WORD}tbl"))
    for at, table in enumerate(tables, start=1):
        lead = f"第{at}张表" if len(tables) > 1 else ""
        for number, row in enumerate(table.iter(f"{WORD}tr"), start=1):
            yield f"{lead}第{number}行", ["".join(t.text or "" for t in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")]


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > MOST_PART_BYTES:
        raise ValueError("part too large")
    return ElementTree.fromstring(archive.read(name))  # noqa: S314 -- the child's limits end what an entity bomb would cost


if __name__ == "__main__":
    main()
