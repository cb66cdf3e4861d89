"""The child that reads the rows of a table. Run as `python -I rows_child.py PATH ENDING`; prints one JSON line.

It limits itself first. Excel and Word files are read from their parts, without formulas, macros or links; a CSV file may be
UTF-8 or GB 18030.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

MEMORY_BYTES = 1024**3
PROCESSOR_SECONDS = 20
MOST_ROWS, MOST_CELLS, MOST_LETTERS = 5000, 60, 2000
MOST_PART_BYTES = 64 * 1024**2
EXCEL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Rows = Iterator[tuple[str, list[str]]]


def main() -> None:
    """Print {rows: [[place, [cell, …]], …], problem} for the file named on the command line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    try:
        answer = read(Path(sys.argv[1]), sys.argv[2])
    except (ElementTree.ParseError, KeyError, ValueError, IndexError, zipfile.BadZipFile, csv.Error):
        answer = {"rows": [], "problem": "表格读不出来，可能已损坏。请用原软件打开、另存后再上传。"}
    print(json.dumps(answer, ensure_ascii=False))


def read(path: Path, ending: str) -> dict[str, object]:
    """The rows of one file that hold anything, each with its place."""
    read_rows = {".xlsx": _excel, ".docx": _word, ".csv": _plain}[ending]
    rows = []
    for place, cells in read_rows(path):
        if len(rows) == MOST_ROWS:
            return {"rows": [], "problem": f"表格超过{MOST_ROWS}行。请拆成几个文件。"}
        if any(cell.strip() for cell in cells):
            rows.append((place, [cell.strip()[:MOST_LETTERS] for cell in cells[:MOST_CELLS]]))
    return {"rows": rows, "problem": "" if rows else "表格里没有内容。"}


def _plain(path: Path) -> Rows:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    for number, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
        yield f"第{number}行", cells


def _excel(path: Path) -> Rows:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        shared = _shared(archive) if "xl/sharedStrings.xml" in names else []
        sheets = sorted((n for n in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)), key=lambda n: int(re.sub(r"\D", "", n)))
        for name in sheets:
            lead = f"第{sheets.index(name) + 1}张表" if len(sheets) > 1 else ""
            for number, row in enumerate(_part(archive, name).iter(f"{EXCEL}row"), start=1):
                yield f"{lead}第{row.get('r') or number}行", _excel_cells(row, shared)


def _excel_cells(row: ElementTree.Element, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{EXCEL}c"):
        at = _column(cell.get("r", "")) or len(cells)
        if at < MOST_CELLS:
            cells += [""] * (at + 1 - len(cells))
            cells[at] = _excel_text(cell, shared)
    return cells


def _excel_text(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{EXCEL}t"))
    value = cell.findtext(f"{EXCEL}v") or ""
    if cell.get("t") == "s":
        return shared[int(value)]
    return value.removesuffix(".0")


def _column(place: str) -> int:
    """C7 → 2; 0 for a place that is not told."""
    number = 0
    for letter in re.sub(r"[^A-Z]", "", place):
        number = number * 26 + ord(letter) - 64
    return max(0, number - 1)


def _shared(archive: zipfile.ZipFile) -> list[str]:
    items = _part(archive, "xl/sharedStrings.xml").iter(f"{EXCEL}si")
    return ["".join(part.text or "" for part in item.iter(f"{EXCEL}t")) for item in items]


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
