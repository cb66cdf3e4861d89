"""Troubles that the reader was not written against: only the second corpus has them (`make --later`)."""

from random import Random

from tests.papers.table_corpus.paper import Paper, Row, plain
from tests.papers.table_corpus.troubles import Trouble
from tests.papers.table_corpus.units import Unit

LATER: dict[str, Trouble] = {}


def later(function: Trouble) -> Trouble:
    """Enter a trouble of the second corpus."""
    LATER[function.__name__] = function
    return function


@later
def glued_serials(paper: Paper, units: list[Unit], random: Random) -> None:
    """序号 typed into the name's cell, its own column left empty."""
    for grid, row in paper.units():
        unit = units[row.meant or 0]
        if "serial" in grid.columns and unit.serial is not None and not unit.doubts and random.random() < 0.7:
            row.cells[grid.columns.index("serial")] = plain("")
            row.cells[grid.columns.index("name")] = plain(f"{unit.serial}{random.choice(('、', '.', '．', ' '))}{unit.name}")


@later
def broken_rows(paper: Paper, units: list[Unit], random: Random) -> None:
    """One unit over two rows: the end of its name stands alone below."""
    for grid in paper.grids:
        rows: list[Row] = []
        for row in grid.rows:
            rows.append(row)
            unit = units[row.meant] if row.meant is not None else None
            if unit and not unit.doubts and not any(cell.down for cell in row.cells) and random.random() < 0.3:
                at = len(unit.name) - 4
                place = grid.columns.index("name")
                row.cells[place] = plain(unit.name[:at])
                rows.append(Row([plain(unit.name[at:]) if n == place else plain("") for n in range(len(row.cells))], "other"))
        grid.rows = rows


@later
def one_place_column(paper: Paper, units: list[Unit], random: Random) -> None:
    """City and county in one column."""
    del random
    for grid in paper.grids:
        if not {"city", "county"} <= set(grid.columns) or any(cell.down for row in grid.rows for cell in row.cells):
            continue
        city, county = grid.columns.index("city"), grid.columns.index("county")
        for row in grid.rows:
            if row.kind == "head":
                row.cells[city] = plain("所在市县")
            elif row.meant is not None:
                row.cells[city] = plain(f"{units[row.meant].city}{units[row.meant].county}")
            if len(row.cells) == len(grid.columns):
                del row.cells[county]
            else:
                row.cells[0].span -= 1
        grid.columns = tuple(column for column in grid.columns if column != "county")


@later
def footnote_marks(paper: Paper, units: list[Unit], random: Random) -> None:
    """A star or a note behind a name, explained below the table."""
    for grid, row in paper.units():
        if random.random() < 0.25 and not units[row.meant or 0].doubts:
            mark = random.choice(("*", "※", "（新增）", "①"))
            units[row.meant or 0].doubts.append("name")
            row.cells[grid.columns.index("name")] = plain(units[row.meant or 0].name + mark)
