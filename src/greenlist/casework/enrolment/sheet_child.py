"""The child that opens a sheet of accounts. Run as `python -I sheet_child.py PATH NAME`; prints one JSON line.

It limits itself first, then reads the first sheet that is not empty (.xlsx), or the lines of a .csv in UTF-8 or GB 18030.
"""

import csv
import io
import json
import resource
import sys
from pathlib import Path

MEMORY_BYTES = 1024**3
PROCESSOR_SECONDS = 20
OPEN_FILES = 64
SOURCE = str(Path(__file__).parents[3])
LONGEST = 200


def main() -> None:
    """Print {rows: [[number, [cell, …]], …], problem} for the file named on the command line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    path, name = Path(sys.argv[1]), sys.argv[2].lower()
    read = _csv if name.endswith(".csv") else _xlsx
    rows, problem = read(path)
    print(json.dumps({"rows": rows, "problem": problem}))


def _csv(path: Path) -> tuple[list[tuple[int, list[str]]], str]:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = csv.reader(io.StringIO(raw.decode(encoding), newline=""))
            return [(number, [cell.strip()[:LONGEST] for cell in cells]) for number, cells in enumerate(lines, start=1) if any(cells)], ""
        except (UnicodeDecodeError, csv.Error):
            continue
    return [], "文字编码认不出来。请在 Excel 里另存为 .xlsx 后再上传。"


def _xlsx(path: Path) -> tuple[list[tuple[int, list[str]]], str]:
    sys.path.insert(0, SOURCE)
    from greenlist.papers.table_reader.grids import Grid, Unreadable  # noqa: PLC0415 -- slow import: only after the limits are set
    from greenlist.papers.table_reader.workbook import grids_of  # noqa: PLC0415 -- slow import: only after the limits are set

    try:
        grids = [grid for grid in grids_of(path) if isinstance(grid, Grid) and grid.lines]
    except Unreadable as problem:
        return [], str(problem)
    return [(line.number, [cell[:LONGEST] for cell in line.cells]) for line in grids[0].lines] if grids else [], ""


if __name__ == "__main__":
    main()
