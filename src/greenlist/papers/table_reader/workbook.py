"""Grids of a workbook: every sheet as a grid, a merged cell's text in all the rows it covers, its text boxes as lines of text."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from posixpath import normpath
from zipfile import ZipFile

from lxml import etree

from greenlist.papers.table_reader.grids import LONGEST, Grid, Line, Loose, Unreadable, opened, part
from greenlist.papers.table_reader.symbols import seen

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MOST_ROWS, MOST_COLUMNS = 20_000, 60
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def grids_of(path: Path) -> list[Grid | Loose]:
    """The sheets in their order, each followed by what its text boxes say; a hidden sheet is only told. Raises Unreadable."""
    found: list[Grid | Loose] = []
    with opened(path) as archive:
        strings, fonts = _strings(archive), _fonts(archive)
        targets = _related(archive, "xl/workbook.xml")
        for sheet in part(archive, "xl/workbook.xml").iter(f"{M}sheet"):
            title, place = str(sheet.get("name")), targets.get(sheet.get(f"{R}id"), "")
            if "worksheets/" not in place:
                continue
            if sheet.get("state", "visible") != "visible":
                found.append(Loose(len(found) + 1, f"工作表“{title}”是隐藏的，没有读"))
                continue
            found.append(Grid(("sheet", title), _lines(part(archive, place), strings, fonts)))
            found += [Loose(len(found) + at, text) for at, text in enumerate(_boxes(archive, place), start=1)]
    return found


def _related(archive: ZipFile, name: str) -> dict[str | None, str]:
    """{id: part} that a part refers to; nothing when it refers to none."""
    folder = PurePosixPath(name).parent
    rels = f"{folder}/_rels/{PurePosixPath(name).name}.rels"
    if rels not in archive.namelist():
        return {}
    return {r.get("Id"): _resolved(folder, str(r.get("Target"))) for r in part(archive, rels) if r.get("TargetMode") != "External"}


def _resolved(folder: PurePosixPath, target: str) -> str:
    return normpath(f"/{folder}/{target}" if not target.startswith("/") else target)[1:]


def _boxes(archive: ZipFile, sheet: str) -> Iterator[str]:
    """The paragraphs of the text boxes on a sheet."""
    for drawing in (name for name in _related(archive, sheet).values() if "drawings/drawing" in name):
        for paragraph in part(archive, drawing).iter(f"{A}p"):
            if text := "".join(t.text or "" for t in paragraph.iter(f"{A}t")).strip():
                yield text


def _fonts(archive: ZipFile) -> list[str]:
    """The font of each cell style, '' where none is named."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = part(archive, "xl/styles.xml")
    names = [name.get("val", "") if (name := font.find(f"{M}name")) is not None else "" for font in styles.iterfind(f"{M}fonts/{M}font")]
    used = [int(look.get("fontId", "0")) for look in styles.iterfind(f"{M}cellXfs/{M}xf")]
    return [names[at] if at < len(names) else "" for at in used]


def _strings(archive: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_plain(entry) for entry in part(archive, "xl/sharedStrings.xml").iter(f"{M}si")]


def _plain(entry: etree._Element) -> str:
    """The text of a string with its runs as their fonts show them, without the phonetic ones."""
    return "".join(seen(t.text or "", _font_of(t)) for t in entry.iter(f"{M}t") if t.getparent().tag != f"{M}rPh")


def _font_of(text: etree._Element) -> str:
    font = text.getparent().find(f"{M}rPr/{M}rFont")
    return str(font.get("val", "")) if font is not None else ""


def _lines(sheet: etree._Element, strings: list[str], fonts: list[str]) -> list[Line]:
    cells: dict[tuple[int, int], str] = {}
    for cell in sheet.iter(f"{M}c"):
        at, look = _at(cell.get("r", "")), int(cell.get("s", "0"))
        if text := seen(_value(cell, strings), fonts[look] if look < len(fonts) else "").strip()[:LONGEST]:
            cells[at] = text
    if not cells:
        return []
    wide = _merged(sheet, cells)
    width = max(column for _, column in cells) + 1
    numbers = sorted({row for row, _ in cells})
    hidden = {int(row.get("r", "0")) for row in sheet.iter(f"{M}row") if row.get("hidden") in {"1", "true"}}
    return [_line(row, tuple(cells.get((row, column), "") for column in range(width)), row in wide, row in hidden) for row in numbers]


def _line(row: int, cells: tuple[str, ...], is_wide: bool, is_hidden: bool) -> Line:
    return Line(row, cells, is_wide and sum(1 for text in cells if text) == 1, is_hidden)


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
    rest = MOST_ROWS * MOST_COLUMNS  # what a sheet can hold in all
    for merge in sheet.iter(f"{M}mergeCell"):
        first, _, last = str(merge.get("ref", "")).partition(":")
        (top, left), (bottom, right) = _at(first), _at(last or first)
        if right > left:
            wide.add(top)
        rest -= bottom - top
        if rest < 0:
            raise Unreadable("工作表的合并单元格互相重叠。请用原软件打开、另存后再上传。")
        if text := cells.get((top, left)):
            for row in range(top + 1, bottom + 1):
                cells.setdefault((row, left), text)
    return wide
