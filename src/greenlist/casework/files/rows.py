"""The rows of a stored table (.xlsx, .docx, .csv), read in a child process with limits on memory and processor time."""

from pathlib import Path
from typing import NamedTuple

from greenlist.casework.files.children import run_child
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.rows_child import RECORD, UNIT
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.refusals import Refused
from greenlist.papers.uncollected import uncollected

CHILD = "greenlist.casework.files.rows_child"
UNREADABLE = "表格读不出来，可能太大或已损坏。请另存后再上传。"
ENDINGS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/csv": ".csv",
}


class Row(NamedTuple):
    """One row that holds anything: where it stands (第3行), and its cells as text."""

    place: str
    cells: tuple[str, ...]


def rows_of(file: StoredFile) -> list[Row]:
    """The rows of a stored table in order. Raises Refused for a file that is no table or cannot be read."""
    ending = ENDINGS.get(file.media_type)
    if ending is None:
        raise Refused(f"“{file.name}”不是表格。", then="表格只收 xlsx、docx、csv。")
    return read_rows(path_of_file(file), ending, name=file.name)


@uncollected()
def read_rows(path: Path, ending: str, *, name: str) -> list[Row]:
    """The rows of a table that lies at `path`; `name` is what the person called it. Raises Refused when it cannot be read."""
    done = run_child(CHILD, str(path), ending)
    problem, *rows = done.said.decode().split(RECORD) if done.is_in_order else [UNREADABLE]
    if problem:
        raise Refused(f"“{name}”没有读入：{problem}")
    return [Row(place, tuple(cells.split(UNIT))) for place, _, cells in (row.partition(UNIT) for row in rows)]
