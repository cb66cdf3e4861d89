"""A list at the door: read in a child, put into what may be kept, and read again from there."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.rows import Row, read_rows, rows_of
from greenlist.casework.journal.refusals import Refused
from greenlist.papers.list_reader.columns import Lines

TAKEN = (".xlsx", ".xls", ".csv", ".docx")


def lines_at(path: Path, name: str) -> Lines:
    """The lines of an upload that lies at `path`. Raises Refused for what is no table."""
    ending = Path(name).suffix.lower()
    if ending not in TAKEN:
        raise Refused(f"“{name}”没有读入：名单应为 xlsx、xls、csv 或 docx 文件。", then="请用原软件另存后再上传。", clause="C-42")
    return read_rows(path, ending, name=name)


def kept_lines(file: StoredFile) -> Lines:
    """The lines of the copy that was kept: the place in the original stands in its first column."""
    return [_line(row) for row in rows_of(file)]


def as_copy(lines: Lines) -> Iterator[bytes]:
    """The copy that is kept, as text of one line each with its place in the original first."""
    target = io.StringIO()
    csv.writer(target).writerows((place, *cells) for place, cells in lines)
    yield target.getvalue().encode("utf-8")


def _line(row: Row) -> tuple[str, tuple[str, ...]]:
    return row.cells[0], row.cells[1:]
