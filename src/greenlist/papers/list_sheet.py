"""A list as a file: .csv and .xlsx with the lines that say which view it is, written row by row, safe from formulas."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import IO, TextIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from greenlist.papers.workbook import LINE, RULED, fit_row, lines_of, print_across

Cell = str | Decimal
LONGEST = 32_767  # what a cell of Excel holds, counted as Excel counts: in UTF-16 units
CUT = "……（本格太长，已截断）"
MOST_ROWS = 1_048_576
WIDEST = 48  # half-width characters
FORMULA = frozenset("=+-@\u2212")  # the minus sign too: a program may read it as one
UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that show nothing
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
OPTIONS = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


class Signed(Decimal):
    """A difference: a number that a sheet shows with its sign, +0.50 or −0.50."""


@dataclass(frozen=True)
class Part:
    """One table of a view: its name, the heads of its columns, its rows in order. Rows may be made while they are written.

    `groups` are the names above the heads of neighbouring columns, one for each column, '' for none. `widths` of columns that are to be
    written into (else each is as wide as its text); `printed`: how many of the columns are printed (else all).
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    groups: Sequence[str] = ()
    widths: Sequence[int] = ()
    printed: int = 0

    @property
    def joined(self) -> list[str]:
        """The heads in one line, each with its group."""
        return [f"{group} {head}".strip() for group, head in zip(self.groups or [""] * len(self.heads), self.heads, strict=True)]


def write_csv(target: TextIO, about: Iterable[str], parts: Iterable[Part]) -> int:
    """UTF-8 with a byte-order mark, CRLF, every text in quotes. Text that a program could take for a formula gets an apostrophe in front.

    Returns how many rows were written.
    """
    target.write("\ufeff")
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerows([unarmed(line)] for line in about)
    written = 0
    for part in parts:
        writer.writerows([[], [unarmed(part.name)], [unarmed(head) for head in part.joined]])
        for row in part.rows:
            writer.writerow([cell if isinstance(cell, Decimal) else unarmed(cell) for cell in row])
            written += 1
    return written


def write_xlsx(target: IO[bytes], about: Sequence[str], parts: Iterable[Part], *, foot: str = "") -> int:
    """A sheet for each part, memory constant. Text stays text to the letter, figures stay figures; `foot` stands on every printed page.

    Returns how many rows were written.
    """
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        writer = _Book(book, about, foot)
        return sum(writer.write(part) for part in parts)


class _Book:
    """The workbook being written: its formats, and the names given to its sheets."""

    def __init__(self, book: xlsxwriter.Workbook, about: Sequence[str], foot: str) -> None:
        self.book, self.about, self.foot = book, about, foot
        self.names: set[str] = set()
        self.figures: dict[str, Format] = {}
        self.text = book.add_format(RULED | {"valign": "top"})
        self.bold = book.add_format(RULED | {"bold": True})
        self.group = book.add_format(RULED | {"bold": True, "align": "center"})
        self.said = book.add_format({"num_format": "@", "font_name": "宋体"})
        self.told = book.add_format({"num_format": "@", "font_name": "宋体", "text_wrap": True, "valign": "top"})

    def write(self, part: Part) -> int:
        """The part in one sheet, or in several where one does not hold it."""
        rows, written = iter(part.rows), 0
        while True:
            taken, is_full = self._sheet(part, rows)
            written += taken
            if not is_full:
                return written

    def _sheet(self, part: Part, rows: Iterator[Sequence[Cell]]) -> tuple[int, bool]:
        sheet = self.book.add_worksheet(self._name(part.name))
        for at, line in enumerate(self.about):
            self._about(sheet, at, written_text(line), part)
        first = len(self.about) + 1 if self.about else 0
        if part.groups:
            self._groups(sheet, first, part.groups)
            first += 1
        for column, head in enumerate(part.heads):
            sheet.write_string(first, column, written_text(head), self.bold)
        widths, at = [_width(head) for head in part.heads], first
        for at, row in enumerate(rows, start=first + 1):
            fit_row(sheet, at, row, part.widths or [WIDEST] * len(row))
            for column, cell in enumerate(row):
                self._cell(sheet, at, column, cell)
                widths[column : column + 1] = [max(widths[column], _width(str(cell)))] if column < len(widths) else []
            if at == MOST_ROWS - 1:
                break
        for column, width in enumerate(part.widths or [min(WIDEST, width + 2) for width in widths]):
            sheet.set_column(column, column, width)
        if part.printed:
            sheet.print_area(0, 0, at, part.printed - 1)
        sheet.freeze_panes(first + 1, 1)
        print_across(sheet, first, first_head=first - bool(part.groups))
        sheet.set_footer(f"&L{self.foot.replace('&', '&&')}&R第 &P 页，共 &N 页")
        return at - first, at == MOST_ROWS - 1

    def _about(self, sheet: Worksheet, row: int, line: str, part: Part) -> None:
        """A line above the table. Where the columns are set it is broken within them, so that the print does not cut it."""
        across = part.widths[: part.printed or None]
        if len(across) > 1 and (lines := lines_of(line, sum(across))) > 1:
            sheet.set_row(row, LINE * lines + 2)
            sheet.merge_range(row, 0, row, len(across) - 1, line, self.told)
        else:
            sheet.write_string(row, 0, line, self.said)

    def _groups(self, sheet: Worksheet, row: int, groups: Sequence[str]) -> None:
        """The line above the heads: a group over all its columns."""
        for name, found in groupby(enumerate(groups), key=itemgetter(1)):
            columns = [column for column, _ in found]
            if name and len(columns) > 1:
                sheet.merge_range(row, columns[0], row, columns[-1], written_text(name), self.group)
            else:
                for column in columns:
                    sheet.write_string(row, column, written_text(name), self.group)

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, Decimal):
            sheet.write_number(row, column, cell, self._figure(cell))
        else:
            sheet.write_string(row, column, written_text(cell), self.text)

    def _figure(self, number: Decimal) -> Format:
        """As many decimals as are shown, and the sign of a difference."""
        places = max(0, -int(number.as_tuple().exponent))
        shape = f"0.{'0' * places}" if places else "0"
        if isinstance(number, Signed):
            shape = f"+{shape};\u2212{shape};{shape}"
        if shape not in self.figures:
            self.figures[shape] = self.book.add_format(RULED | {"num_format": shape, "valign": "top"})
        return self.figures[shape]

    def _name(self, wanted: str) -> str:
        """What Excel takes for the name of a sheet: 31 characters at most, without its own signs, no name twice."""
        base = NOT_IN_A_NAME.sub(" ", written_text(wanted)).strip()[:24] or "表"
        name = next(n for n in (base, *(f"{base} ({i})" for i in range(2, 10_000))) if n.lower() not in self.names)
        self.names.add(name.lower())
        return name


def written_text(text: str) -> str:
    """The text without signs that no file may hold, and cut (which it says) where a cell does not hold it."""
    clean = UNPRINTABLE.sub("", text)
    if len(clean) * 2 <= LONGEST or _units(clean) <= LONGEST:
        return clean
    kept = clean.encode("utf-16-le")[: (LONGEST - _units(CUT)) * 2].decode("utf-16-le", errors="ignore")
    return kept + CUT


def is_armed(text: str) -> bool:
    """May a program take this text for a formula? It begins with = + - @ of any width, after blanks, marks and signs that are not seen, or tab or CR."""
    first = next((c for c in text if unicodedata.category(c)[0] not in "ZCM" and c not in UNSEEN), "")
    return text[:1] in {"\t", "\r"} or unicodedata.normalize("NFKC", first)[:1] in FORMULA and first != ""


def unarmed(text: str) -> str:
    """The text as a .csv may hold it: with an apostrophe in front where a program could compute it."""
    clean = written_text(text)
    return written_text("'" + clean) if is_armed(clean) else clean


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _width(text: str) -> int:
    """In half-width characters, of the first 40: nobody widens a column for a paragraph."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:40])
