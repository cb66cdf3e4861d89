"""Grids of a Word file: its tables cell by cell, with what is merged, ticked in a form field or set as a symbol."""

from pathlib import Path

from lxml import etree

from greenlist.papers.table_reader.grids import Grid, Loose, line, opened, part

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TICKED = {"F052", "F0FE", "F0FC", "F0FD", "F078", "2612", "2611", "F053"}
EMPTY_BOX = {"F0A8", "F06F", "F071", "F0A3", "2610"}
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " "}


def grids_of(path: Path) -> list[Grid | Loose]:
    """Tables and lines of text in the order of the document. Raises Unreadable."""
    with opened(path) as archive:
        body = part(archive, "word/document.xml").find(f"{W}body")
    found: list[Grid | Loose] = []
    tables = lines = 0
    for child in _blocks(body) if body is not None else []:
        if child.tag == f"{W}tbl":
            tables += 1
            found.append(_grid(child, tables))
        elif text := _text(child).strip():
            lines += 1
            found.append(Loose(lines, text))
    return found


def _blocks(body: etree._Element) -> list[etree._Element]:
    """The paragraphs and tables of the body, also those inside content controls."""
    wanted = body.xpath(".//*[local-name()='p' or local-name()='tbl'][not(ancestor::*[local-name()='tbl'])]")
    return [element for element in wanted if element.tag in {f"{W}p", f"{W}tbl"}]


def _grid(table: etree._Element, number: int) -> Grid:
    grid = Grid(("table", number))
    above: list[str] = []
    for count, row in enumerate(table.xpath("./*[local-name()='tr'] | ./*[local-name()='sdt']//*[local-name()='tr']"), start=1):
        cells: list[str] = []
        spans: list[int] = []
        for cell in row.xpath("./*[local-name()='tc'] | ./*[local-name()='sdt']//*[local-name()='tc']"):
            at = sum(spans)
            continues = cell.find(f"{W}tcPr/{W}vMerge") is not None and cell.find(f"{W}tcPr/{W}vMerge").get(f"{W}val") != "restart"
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            cells.append(above[at] if continues and at < len(above) else _text(cell))
            spans.append(int(span.get(f"{W}val", "1")) if span is not None else 1)
        if cells:
            made = line(count, cells, spans)
            above = list(made.cells)
            grid.lines.append(made)
    return grid


def _text(place: etree._Element) -> str:
    """The text of a paragraph or a cell; a deleted run is not read, paragraphs are parted by a line break."""
    pieces: list[str] = []
    for element in place.iter():
        if element.tag == f"{W}t":
            if not any(above.tag == f"{W}del" for above in element.iterancestors()):
                pieces.append(element.text or "")
        elif element.tag == f"{W}sym":
            char = element.get(f"{W}char", "").upper()
            pieces.append("☑" if char in TICKED else "☐" if char in EMPTY_BOX else "")
        elif element.tag == f"{W}checkBox":
            pieces.append("☑" if _is_ticked(element) else "☐")
        elif element.tag in BREAKS:
            pieces.append(BREAKS[element.tag])
        elif element.tag == f"{W}p" and pieces:
            pieces.append("\n")
    return "".join(pieces)


def _is_ticked(box: etree._Element) -> bool:
    """A form field of the old kind: what was chosen, else its default."""
    for name in ("checked", "default"):
        if (found := box.find(f"{W}{name}")) is not None:
            return str(found.get(f"{W}val", "1")) not in {"0", "false"}
    return False
