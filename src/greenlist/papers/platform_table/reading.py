"""The table that the platform gives back, of any layout, sheet by sheet: the head found, every line a unit or told as unread."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from greenlist.papers.list_reader.columns import Grid, Lines
from greenlist.papers.list_reader.heads import found_layout, why_no_rows
from greenlist.papers.list_reader.values import name as name_of
from greenlist.papers.list_reader.values import words
from greenlist.rulebook.reference.credit_code import check_credit_code
from greenlist.rulebook.reference.platform import platform_heads

SHEET = re.compile(r"第\d+张表")


@dataclass(frozen=True)
class ReadUnit:
    """A row: its place in the file, and what its cells say; None where the table has no such column."""

    place: str
    name: str
    credit_code: str | None = None
    category: str | None = None
    level: str | None = None
    industry: str | None = None
    evaluator: str | None = None


@dataclass(frozen=True)
class ReadTable:
    """What was read; `unread` are lines that hold something and are no unit: (place, text, why)."""

    units: tuple[ReadUnit, ...]
    unread: tuple[tuple[str, str, str], ...]


def read_table(lines: Lines) -> ReadTable:
    """Read the lines of a file, (place, cells) each. A table without a head that names the units gives no unit."""
    units: list[ReadUnit] = []
    unread: list[tuple[str, str, str]] = []
    for _, sheet in groupby(lines, key=_sheet_of):
        found, left = _read_sheet(list(sheet))
        units += found
        unread += left
    return ReadTable(tuple(units), tuple(unread))


def _sheet_of(line: tuple[str, Sequence[str]]) -> str:
    found = SHEET.match(line[0])
    return found.group() if found else ""


def _read_sheet(lines: Lines) -> tuple[list[ReadUnit], list[tuple[str, str, str]]]:
    layout = found_layout(lines, platform_heads())
    if "name" not in layout.columns:
        return [], [(place, _text(cells), "没有找到写单位名称的表头") for place, cells in lines[:1]]
    below = lines[layout.head_lines :]
    why = why_no_rows(Grid(below), layout.keys)
    units, unread = [], []
    for at, (place, cells) in enumerate(below):
        said = {name: words(cells[column]) if column < len(cells) else "" for name, column in layout.columns.items()}
        name, problem = name_of(said.pop("name"))
        if at in why or problem or not name:
            unread.append((place, _text(cells), why.get(at) or problem or "没有单位名称"))
        else:
            units.append(ReadUnit(place, name, **said | _code(said)))
    return units, unread


def _code(said: dict[str, str]) -> dict[str, str]:
    """The code as codes are written; one with a wrong character stays as it stands, so that it is told as a difference."""
    return {"credit_code": check_credit_code(said["credit_code"])[0]} if said.get("credit_code") else {}


def _text(cells: Sequence[str]) -> str:
    return " ".join(filter(None, cells))[:120]
