"""A list at the door: read in a child, put into what may be kept, and read again from there."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.rows import read_rows
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.refusals import Refused
from greenlist.papers.list_reader.columns import Lines
from greenlist.papers.uncollected import uncollected

TAKEN = (".xlsx", ".xls", ".csv", ".docx")


def lines_at(path: Path, name: str) -> Lines:
    """The lines of an upload that lies at `path`. Raises Refused for what is no table."""
    ending = Path(name).suffix.lower()
    if ending not in TAKEN:
        raise Refused(f"“{name}”没有读入：名单应为 xlsx、xls、csv 或 docx 文件。", then="请用原软件另存后再上传。", clause="C-42")
    return read_rows(path, ending, name=name)


def kept_lines(file: StoredFile) -> Lines:
    """The lines of the copy that was kept, whose first column is the place in the original. The copy is our own text: no child is needed."""
    with uncollected(), path_of_file(file).open(encoding="utf-8", newline="") as text:
        return [(cells[0], tuple(cells[1:])) for cells in csv.reader(text)]


def as_copy(lines: Lines) -> Iterator[bytes]:
    """The copy that is kept, as text of one line each with its place in the original first."""
    target = io.StringIO()
    csv.writer(target).writerows((place, *cells) for place, cells in lines)
    yield target.getvalue().encode("utf-8")
