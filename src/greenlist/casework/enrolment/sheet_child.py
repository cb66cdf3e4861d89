"""The child that opens a sheet of accounts. `main` with its path and name; prints one JSON line.

It reads the first sheet that is not empty (.xlsx), or the lines of a .csv.
"""

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from greenlist.casework.files.office import unfit_office
from greenlist.casework.files.plain_text import NoText, lines_of

LONGEST, MOST_CELLS, MOST_LINES = 200, 60, 5000  # far more than a sheet of accounts has: the parent says which row is one too many
Rows = tuple[list[tuple[int, list[str]]], str]


def main(path: str, name: str) -> None:
    """Print {rows: [[number, [cell, …]], …], problem} of one file."""
    read = _csv if name.lower().endswith(".csv") else _xlsx
    rows, problem = read(Path(path))
    print(json.dumps({"rows": rows, "problem": problem}))


def _csv(path: Path) -> Rows:
    try:
        return [(number, _cut(cells)) for number, cells in enumerate(islice(lines_of(path), MOST_LINES), start=1) if any(cells)], ""
    except NoText as problem:
        return [], str(problem)


def _xlsx(path: Path) -> Rows:
    if problem := unfit_office(path):
        return [], problem
    from greenlist.papers.table_reader.grids import Grid, Unreadable  # noqa: PLC0415 -- slow import: only workbooks need it
    from greenlist.papers.table_reader.workbook import grids_of  # noqa: PLC0415 -- slow import: only workbooks need it

    try:
        grids = [grid for grid in grids_of(path) if isinstance(grid, Grid) and grid.lines]
    except Unreadable as problem:
        return [], str(problem)
    return [(line.number, _cut(line.cells)) for line in grids[0].lines[:MOST_LINES]] if grids else [], ""


def _cut(cells: Sequence[str]) -> list[str]:
    return [cell.strip()[:LONGEST] for cell in cells[:MOST_CELLS]]
