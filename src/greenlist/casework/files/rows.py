"""The rows of a stored table (.xlsx, .docx, .csv), read in a child process with limits on memory and processor time."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.rows_child import RECORD, UNIT
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.refusals import Refused
from greenlist.papers.uncollected import uncollected

SECONDS = 30
UNREADABLE = "表格读不出来，可能太大或已损坏。请另存后再上传。"
# Without the site's own start-up, and with the child's module compiled once: a third of what an empty child takes.
START = "import sys; sys.path += sys.argv[1:3]; from rows_child import main; main(*sys.argv[3:])"
PLACES = [str(Path(__file__).parent), str(Path(str(find_spec("python_calamine").origin)).parents[1])]  # type: ignore[union-attr]
# All the child is told of our environment: where Python finds its libraries, and to take memory in large pieces, which spares a tenth
# of its time; a system that does not know these words passes over them.
TUNED = "glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864:glibc.malloc.mmap_threshold=1073741824"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name.startswith("LD_")} | {"GLIBC_TUNABLES": TUNED}
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
    command = [sys.executable, "-I", "-S", "-c", START, *PLACES, str(path), ending]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env=ENVIRONMENT)
        problem, *rows = done.stdout.decode().split(RECORD) if done.returncode == 0 else [UNREADABLE]
    except subprocess.TimeoutExpired:
        problem, rows = UNREADABLE, []
    if problem:
        raise Refused(f"“{name}”没有读入：{problem}")
    return [Row(place, tuple(cells.split(UNIT))) for place, _, cells in (row.partition(UNIT) for row in rows)]
