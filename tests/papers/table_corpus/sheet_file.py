"""A paper as an .xlsx, by openpyxl or by XlsxWriter."""

import io
from collections.abc import Iterator

import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.papers.table_corpus.paper import Cell, Paper, Row, Text, Tick

LETTERS = {True: chr(0xFE), False: chr(0xA8)}  # a ticked and an empty box in Wingdings


def write_openpyxl(paper: Paper) -> bytes:
    """The file's bytes; a text box is an ordinary line, as the library has none."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in _sheets(paper):
        sheet = book.create_sheet(title)
        for number, line in enumerate(lines, start=1):
            if isinstance(line, Text):
                sheet.cell(number, 1, line.text or None)
                continue
            sheet.row_dimensions[number].hidden = line.is_hidden
            for column, cell in _placed(line):
                sheet.cell(number, column, _rich_openpyxl(cell))
        for top, left, bottom, right in _merges(lines):
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_xlsxwriter(paper: Paper) -> bytes:
    """The file's bytes, text boxes and all."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        wingdings = book.add_format({"font_name": "Wingdings"})
        for title, lines in _sheets(paper):
            sheet = book.add_worksheet(title)
            merges = {(top, left): (bottom, right) for top, left, bottom, right in _merges(lines)}
            for number, line in enumerate(lines, start=1):
                if isinstance(line, Text):
                    if line.is_boxed:
                        sheet.insert_textbox(number - 1, 0, line.text)
                    else:
                        sheet.write_string(number - 1, 0, line.text)
                    continue
                if line.is_hidden:
                    sheet.set_row(number - 1, None, None, {"hidden": True})
                for column, cell in _placed(line):
                    if (number, column) in merges:
                        bottom, right = merges[number, column]
                        sheet.merge_range(number - 1, column - 1, bottom - 1, right - 1, "")
                    pieces = [p for piece in _texts(cell) for p in ([wingdings, piece[0]] if piece[1] else [piece[0]])]
                    if sum(isinstance(p, str) for p in pieces) > 1 and wingdings in pieces:
                        sheet.write_rich_string(number - 1, column - 1, *pieces)
                    elif cell.text:
                        sheet.write_string(number - 1, column - 1, cell.text)
    return target.getvalue()


def _sheets(paper: Paper) -> Iterator[tuple[str, list[Text | Row]]]:
    """(name, lines): a grid that names a sheet stands on it alone, the other items stand on the first one, parted by an empty line."""
    first: list[Text | Row] = []
    others: list[tuple[str, list[Text | Row]]] = []
    for item in paper.items:
        if isinstance(item, Text):
            first.append(item)
        elif item.sheet:
            others.append((item.sheet, list(item.rows)))
        else:
            first += [*item.rows, Text("")]
    titles: dict[str, int] = {}
    for title, lines in [("汇总表", first), *others]:
        titles[title] = titles.get(title, 0) + 1
        yield title if titles[title] == 1 else f"{title}（{titles[title]}）", lines


def _placed(row: Row) -> Iterator[tuple[int, Cell]]:
    column = 1
    for cell in row.cells:
        if cell.down != "on":
            yield column, cell
        column += cell.span


def _merges(lines: list[Text | Row]) -> Iterator[tuple[int, int, int, int]]:
    """(top, left, bottom, right) of each merge, counted from 1."""
    for top, line in enumerate(lines, start=1):
        if isinstance(line, Text):
            continue
        for left, cell in _placed(line):
            bottom = top
            while cell.down == "start" and bottom < len(lines) and _goes_on(lines[bottom], left):
                bottom += 1
            if bottom > top or cell.span > 1:
                yield top, left, bottom, left + cell.span - 1


def _goes_on(line: Text | Row, left: int) -> bool:
    at = 1
    for cell in line.cells if isinstance(line, Row) else ():
        if at == left:
            return cell.down == "on"
        at += cell.span
    return False


def _texts(cell: Cell) -> list[tuple[str, bool]]:
    """(text, in the symbol font) pieces."""
    if cell.runs:
        return [(cell.text, False)]
    made = [
        (LETTERS[p.on], True) if isinstance(p, Tick) and p.style == "font" else (p if isinstance(p, str) else p.text, False)
        for p in cell.pieces
    ]
    return [(text, is_symbol) for text, is_symbol in made if text]


def _rich_openpyxl(cell: Cell) -> object:
    pieces = _texts(cell)
    if any(is_symbol for _, is_symbol in pieces):
        return CellRichText(*[TextBlock(InlineFont(rFont="Wingdings"), text) if is_symbol else text for text, is_symbol in pieces])
    return "".join(text for text, _ in pieces) or None
