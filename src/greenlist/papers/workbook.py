"""What the workbooks share: rows as high as their text, so that every program prints them whole, and a page across A4."""

import math
import unicodedata
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

RULED = {"font_name": "宋体", "num_format": "@", "border": 1, "border_color": "#A0A0A0", "text_wrap": True}  # a cell of text
LINE, HIGHEST = 15, 409  # points; Excel takes no higher row


def fit_row(sheet: Worksheet, row: int, cells: Sequence[object], widths: Sequence[float]) -> None:
    """Make the row as high as its fullest cell needs; to be called before its cells are written. One line is left to the program."""
    lines = max((lines_of(str(cell), width) for cell, width in zip(cells, widths, strict=False)), default=1)
    if lines > 1:
        sheet.set_row(row, min(HIGHEST, LINE * lines + 2))


def lines_of(text: str, width: float) -> int:
    """How many lines the text takes in a column of this width (in half-width characters), less one for what stands beside the rules."""
    if 2 * len(text) < width and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(width_of(part) / (width - 1))) for part in text.split("\n"))


def width_of(text: str) -> int:
    """In half-width characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def print_across(sheet: Worksheet, head: int, *, first_head: int | None = None) -> None:
    """A4 across, as wide as the page, the row of heads on every page; or the rows, when they begin with `first_head`."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head if first_head is None else first_head, head)
