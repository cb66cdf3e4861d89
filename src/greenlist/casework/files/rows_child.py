"""The child that reads the rows of a table. Run as `python -I rows_child.py PATH ENDING`.

It prints the problem ('' for none), then every row: its place and its cells; RECORD and UNIT part them. It limits itself first. Workbooks (.xlsx, .xls) are read by calamine, which knows no formulas, macros or links; Word files from their
parts; a CSV file may be UTF-8, UTF-16 or GB 18030, with commas, semicolons or tabs.
"""

import gc
import io
import resource
import sys
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

MEMORY_BYTES = 1024**3
PROCESSOR_SECONDS = 20
MOST_ROWS, MOST_CELLS, MOST_LETTERS = 20_000, 60, 2000
RECORD, UNIT = "\x1e", "\x1f"
MOST_PART_BYTES = 64 * 1024**2
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Rows = Iterator[tuple[str, list[str]]]


def main() -> None:
    """Print the problem and the rows of the file named on the command line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    gc.disable()  # a short life: collecting would cost more than it frees
    try:
        problem, rows = read(sys.argv[1], sys.argv[2])
    except (KeyError, ValueError, IndexError, SyntaxError, CalamineError):
        problem, rows = "表格读不出来，可能已损坏。请用原软件打开、另存后再上传。", []
    sys.stdout.buffer.write(RECORD.join([problem, *rows]).encode(errors="replace"))


def read(path: str, ending: str) -> tuple[str, list[str]]:
    """(problem, the rows of one file that hold anything, each with its place)."""
    read_rows = {".xlsx": _excel, ".xls": _excel, ".docx": _word, ".csv": _plain}[ending]
    rows: list[str] = []
    for place, cells in read_rows(path):
        if len(rows) == MOST_ROWS:
            return f"表格超过{MOST_ROWS}行。请拆成几个文件。", []
        kept = [cell.strip() for cell in cells[:MOST_CELLS]]
        if any(kept):
            rows.append(_line([place, *kept]))
    return ("", rows) if rows else ("表格里没有内容。请确认内容在这个文件里，另存后再上传。", [])


def _line(cells: list[str]) -> str:
    """The cells of a row as one text; a cell that holds a mark of ours, or is too long, is put right."""
    line = UNIT.join(cells)
    if len(line) > MOST_LETTERS or RECORD in line or line.count(UNIT) >= len(cells):
        line = UNIT.join(cell.replace(UNIT, " ").replace(RECORD, " ")[:MOST_LETTERS] for cell in cells)
    return line


def _plain(path: str) -> Rows:
    import csv  # noqa: PLC0415 -- slow import: only text files need it

    text = _decoded(_bytes(path))
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=max("\t;,", key=text[:4000].count)), start=1):
            yield f"第{number}行", cells
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
            lead = f"第{at}张表" if len(names) > 1 else ""
            for number, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1):
                yield f"{lead}第{number}行", [cell if isinstance(cell, str) else _told(cell) for cell in cells]


def _told(cell: object) -> str:
    """A number without the .0 of whole ones; a day without the hour when that is none."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
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
            yield f"{lead}第{number}行", ["".join(t.text or "" for t in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")]


if __name__ == "__main__":
    main()
