"""Grids of a Word file: its tables cell by cell, with what is merged, ticked in a form field or set as a symbol.

Tracked changes are read as if accepted, a table inside a cell stands for itself, a text box is a line of text.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from greenlist.papers.table_reader.grids import Grid, Line, Loose, line, opened, part
from greenlist.papers.table_reader.symbols import seen

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TABLE, PARAGRAPH, ROW, CELL, BOX = f"{W}tbl", f"{W}p", f"{W}tr", f"{W}tc", f"{W}txbxContent"
TWO_DRAWINGS = f"{MC}AlternateContent"
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " "}
GONE = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sdtPr"}
CHANGES = f".//{W}ins", f".//{W}del", f".//{W}moveFrom", f".//{W}moveTo"


def grids_of(path: Path) -> list[Grid | Loose]:
    """Tables and lines of text in the order of the document. Raises Unreadable."""
    with opened(path) as archive:
        body = part(archive, "word/document.xml").find(f"{W}body")
    found: list[Grid | Loose] = []
    tables = lines = 0
    for block in _blocks(body) if body is not None else ():
        if block.tag == TABLE:
            tables += 1
            found.append(_grid(block, tables))
        elif text := _text(block).strip():
            lines += 1
            found.append(Loose(lines, text))
    return found


def _blocks(place: etree._Element, *, in_cell: bool = False) -> Iterator[etree._Element]:
    """Paragraphs outside tables, tables, tables inside their cells, and the paragraphs of text boxes, in order."""
    for child in _children(place):
        if child.tag == TABLE:
            yield child
            yield from _blocks(child, in_cell=True)
        elif child.tag == BOX:
            yield from _blocks(child)
        else:
            if child.tag == PARAGRAPH and not in_cell:
                yield child
            yield from _blocks(child, in_cell=in_cell or child.tag == CELL)


def _children(place: etree._Element) -> Iterator[etree._Element]:
    """What a place holds as it will be: nothing deleted, of two drawings of the same thing the first."""
    has_choice = place.tag == TWO_DRAWINGS and place.find(f"{MC}Choice") is not None
    for child in place:
        if child.tag not in GONE and not (has_choice and child.tag == f"{MC}Fallback"):
            yield child


def _grid(table: etree._Element, number: int) -> Grid:
    grid = Grid(("table", number))
    above: tuple[str, ...] = ()
    for count, row in enumerate(_inside(table, ROW), start=1):
        if made := _line(row, count, above):
            above = made.cells
            grid.lines.append(made)
    return grid


def _line(row: etree._Element, number: int, above: tuple[str, ...]) -> Line | None:
    cells: list[str] = []
    spans: list[int] = []
    for cell in _inside(row, CELL):
        at = sum(spans)
        merge, span = cell.find(f"{W}tcPr/{W}vMerge"), cell.find(f"{W}tcPr/{W}gridSpan")
        continues = merge is not None and merge.get(f"{W}val") != "restart"
        cells.append(above[at] if continues and at < len(above) else _text(cell))
        spans.append(int(span.get(f"{W}val", "1")) if span is not None else 1)
    if not cells:
        return None
    is_deleted = row.find(f"{W}trPr/{W}del") is not None
    if is_deleted:
        cells = ["".join(t.text or "" for t in cell.iter(f"{W}delText", f"{W}t")) for cell in _inside(row, CELL)]
    is_changed = any(row.find(path) is not None for path in CHANGES)
    return replace(line(number, cells, spans), is_hidden=_is_hidden(row), is_deleted=is_deleted, is_changed=is_changed)


def _is_hidden(row: etree._Element) -> bool:
    """Set as hidden, or all of its words are."""
    if row.find(f"{W}trPr/{W}hidden") is not None:
        return True
    runs = [t.getparent() for t in row.iter(f"{W}t") if any(c.isalnum() for c in t.text or "")]
    return bool(runs) and all(run.find(f"{W}rPr/{W}vanish") is not None for run in runs)


def _inside(place: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those in content controls; none of a table further inside."""
    for child in place:
        if child.tag == tag:
            yield child
        elif child.tag not in {TABLE, ROW, CELL, PARAGRAPH}:
            yield from _inside(child, tag)


def _text(place: etree._Element) -> str:
    """The text of a paragraph or a cell; paragraphs are parted by a line break."""
    pieces: list[str] = []
    _gather(place, pieces)
    return "".join(pieces)


def _gather(place: etree._Element, pieces: list[str]) -> None:
    font = place.find(f"{W}rPr/{W}rFonts") if place.tag == f"{W}r" else None
    for child in _children(place):
        if child.tag == f"{W}t":
            pieces.append(seen(child.text or "", font.get(f"{W}ascii", "") if font is not None else ""))
        elif child.tag == f"{W}sym":
            pieces.append(seen(chr(int(child.get(f"{W}char", "20"), 16)), child.get(f"{W}font", "")))
        elif child.tag == f"{W}checkBox":
            pieces.append("☑" if _is_ticked(child) else "☐")
        elif child.tag in BREAKS:
            pieces.append(BREAKS[child.tag])
        elif child.tag not in {TABLE, BOX}:
            if child.tag == PARAGRAPH and pieces:
                pieces.append("\n")
            _gather(child, pieces)


def _is_ticked(box: etree._Element) -> bool:
    """A form field of the old kind: what was chosen, else its default."""
    for name in ("checked", "default"):
        if (found := box.find(f"{W}{name}")) is not None:
            return str(found.get(f"{W}val", "1")) not in {"0", "false"}
    return False
