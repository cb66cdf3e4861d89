"""Grids of a workbook: every sheet as a grid, a merged cell's text in all the rows it covers."""

import re
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from greenlist.papers.table_reader.grids import LONGEST, Grid, Line, Loose, Unreadable, opened, part

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MOST_ROWS, MOST_COLUMNS = 20_000, 60
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def grids_of(path: Path) -> list[Grid | Loose]:
    """The sheets in their order. Raises Unreadable."""
    with opened(path) as archive:
        strings = _strings(archive)
        targets = {r.get("Id"): str(r.get("Target")) for r in part(archive, "xl/_rels/workbook.xml.rels")}
        sheets = part(archive, "xl/workbook.xml").iter(f"{M}sheet")
        return [
            Grid(("sheet", str(s.get("name"))), _lines(part(archive, _place(targets[s.get(f"{R}id")])), strings))
            for s in sheets
            if s.get("state", "visible") == "visible" and "worksheets/" in targets.get(s.get(f"{R}id"), "")
        ]


def _place(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _strings(archive: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_plain(entry) for entry in part(archive, "xl/sharedStrings.xml").iter(f"{M}si")]


def _plain(entry: etree._Element) -> str:
    """The text of a string with its runs, without the phonetic ones."""
    return "".join(t.text or "" for t in entry.iter(f"{M}t") if t.getparent().tag != f"{M}rPh")


def _lines(sheet: etree._Element, strings: list[str]) -> list[Line]:
    cells: dict[tuple[int, int], str] = {}
    for cell in sheet.iter(f"{M}c"):
        at = _at(cell.get("r", ""))
        if text := _value(cell, strings).strip()[:LONGEST]:
            cells[at] = text
    if not cells:
        return []
    wide = _merged(sheet, cells)
    width = max(column for _, column in cells) + 1
    numbers = sorted({row for row, _ in cells})
    return [_line(row, tuple(cells.get((row, column), "") for column in range(width)), row in wide) for row in numbers]


def _line(row: int, cells: tuple[str, ...], is_wide: bool) -> Line:
    return Line(row, cells, is_wide and sum(1 for text in cells if text) == 1)


def _at(reference: str) -> tuple[int, int]:
    found = REFERENCE.fullmatch(reference)
    if found is None:
        raise Unreadable("工作表的单元格没有位置。请用原软件另存后再上传。")
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    row = int(found.group(2))
    if row > MOST_ROWS or column > MOST_COLUMNS:
        raise Unreadable(f"工作表太大（{reference}）。请只留下汇总表（至多{MOST_ROWS}行、{MOST_COLUMNS}列）后再上传。")
    return row, column - 1


def _value(cell: etree._Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _plain(cell)
    value = cell.findtext(f"{M}v") or ""
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    if kind == "e":
        return ""
    return "√" if kind == "b" and value == "1" else value


def _merged(sheet: etree._Element, cells: dict[tuple[int, int], str]) -> set[int]:
    """Write a cell merged downwards into all its rows; returns the rows that hold a cell merged sideways."""
    wide = set()
    for merge in sheet.iter(f"{M}mergeCell"):
        first, _, last = str(merge.get("ref", "")).partition(":")
        (top, left), (bottom, right) = _at(first), _at(last or first)
        if right > left:
            wide.add(top)
        if text := cells.get((top, left)):
            for row in range(top + 1, bottom + 1):
                cells.setdefault((row, left), text)
    return wide
