"""The child that opens a sheet of accounts. `main` with its path and name; prints one JSON line.

It reads the first sheet that is not empty (.xlsx), or the lines of a .csv in UTF-8 or GB 18030.
"""

import csv
import io
import json
from pathlib import Path

LONGEST = 200


def main(path: str, name: str) -> None:
    """Print {rows: [[number, [cell, …]], …], problem} of one file."""
    read = _csv if name.lower().endswith(".csv") else _xlsx
    rows, problem = read(Path(path))
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
    from greenlist.papers.table_reader.grids import Grid, Unreadable  # noqa: PLC0415 -- slow import: only workbooks need it
    from greenlist.papers.table_reader.workbook import grids_of  # noqa: PLC0415 -- slow import: only workbooks need it

    try:
        grids = [grid for grid in grids_of(path) if isinstance(grid, Grid) and grid.lines]
    except Unreadable as problem:
        return [], str(problem)
    return [(line.number, [cell[:LONGEST] for cell in line.cells]) for line in grids[0].lines] if grids else [], ""
