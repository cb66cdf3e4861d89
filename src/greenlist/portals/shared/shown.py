"""What a list page shows, read from the page itself: its heading, its filters in words, its tables. So a file cannot say otherwise.

A table to be read has `data-sheet` with its name. A list of cards has it too: each innermost `data-record` is a row,
each `data-cell` in it or around it a cell.
A head with `data-sheet-also="甲 乙"` has further columns of those names, for what stands in `data-sheet-apart="乙"` in its cells (without a
name in the first of them); an element with `data-sheet-says` is told in those words.
Words are those of paper: what stands behind a fold, in a control or in a drawing is left out, and a day is the day itself, not 今天.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from lxml import html
from lxml.html import HtmlElement

from greenlist.papers.list_sheet import Cell, Signed

SILENT = {"svg", "script", "style", "template", "button", "input", "select", "textarea", "form", "kbd"}
APART = {"p", "div", "li", "br", "dt", "dd", "ul", "dl", "section", "h2", "h3", "td", "th"}
ARROWS = " ↓↑"
COUNTED = re.compile(r"^\d+|\s*\d+$")  # how many there are, before or after the words of a filter
FIGURE = re.compile(r"[−+＋-]?(\d{1,3}(,\d{3})+|\d{1,15})(\.\d+)?")


@dataclass(frozen=True)
class ShownTable:
    """A table as it stands on the page; `groups` are the names above the heads, column by column, where some have one."""

    name: str
    heads: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A page: its heading with the line of facts, the filters and the order in force in words, its tables."""

    heading: str
    facts: str
    filters: tuple[str, ...]
    tables: list[ShownTable]


def read_shown(page: bytes) -> Shown:
    """Read a rendered page."""
    main = html.fromstring(page.decode()).get_element_by_id("main")
    return Shown(
        heading=_said(main.find(".//h1")), facts=_said(next(iter(main.find_class("facts")), None)), filters=tuple(_filters(main)),
        tables=[_table(found) if found.tag == "table" else _cards(found) for found in main.iterfind(".//*[@data-sheet]")],
    )  # fmt: skip


def _filters(main: HtmlElement) -> Iterator[str]:
    for form in main.iterfind(".//form"):
        if form.get("method", "get").lower() == "get":
            yield from filter(None, (_control(main, control) for control in form.iter("input", "select")))
    for link in main.iterfind(".//a[@aria-current]"):
        if (chosen := COUNTED.sub("", _said(link))) != "全部":
            yield f"只看：{chosen}"
    for head in main.iterfind(".//th[@aria-sort]"):
        yield f"{_said(head).rstrip(' ↓↑')}{'降序' if head.get('aria-sort') == 'descending' else '升序'}"


def _control(main: HtmlElement, control: HtmlElement) -> str:
    """What a control narrows to; '' when it is left as it was."""
    label = control.get("aria-label") or _said(next(iter(main.xpath(".//label[@for=$id]", id=control.get("id", ""))), None))
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = next((o for o in options if o.get("selected") is not None), options[0] if options else None)
        return f"{label}：{_said(chosen)}" if chosen is not None and chosen.get("value", "x") else ""
    if control.get("type") in {"hidden", "checkbox", "radio", "submit"} or not control.get("value"):
        return ""
    return f"{label}：{control.get('value')}"


def _table(table: HtmlElement) -> ShownTable:
    names, further = _joined(list(table.iterfind("./thead/tr"))), _further(table)
    kept = [i for i, (_, name) in enumerate(names) if name]
    heads = [(group, head) for i in kept for group, head in (names[i], *(("", also) for also in further.get(i, ())))]
    rows = [_row(line, further) for line in table.iterfind("./tbody/tr") if line.get("hidden") is None]
    return ShownTable(
        table.get("data-sheet"),
        tuple(head for _, head in heads),
        [tuple(cell for i in kept for cell in row.get(i, ("",) * (1 + len(further.get(i, ()))))) for row in rows],
        tuple(group for group, _ in heads) if any(group for group, _ in heads) else (),
    )


def _further(table: HtmlElement) -> dict[int, list[str]]:
    """The columns of which some words go into columns of their own, and how those are called."""
    found: dict[int, list[str]] = {}
    at = 0
    for cell in table.iterfind("./thead/tr[1]/*"):
        if names := cell.get("data-sheet-also"):
            found[at] = names.split()
        at += int(cell.get("colspan", "1"))
    return found


def _joined(lines: list[HtmlElement]) -> list[tuple[str, str]]:
    """The names of the columns: (group, name), the group being '' but for a head in two lines, 绿色工厂 above 申报."""
    taken: dict[tuple[int, int], str] = {}
    for at, line in enumerate(lines):
        for cell in line.iterchildren("th", "td"):
            first = next(i for i in count() if (at, i) not in taken)
            wide, high = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
            said = "" if "pick" in cell.classes else _said(cell).rstrip(ARROWS)
            taken |= {(at + down, first + over): said for down in range(high) for over in range(wide)}
    columns = range(max((i for _, i in taken), default=-1) + 1)
    told = [list(filter(None, dict.fromkeys(taken.get((at, i), "") for at in range(len(lines))))) or [""] for i in columns]
    return [(" ".join(words[:-1]), words[-1]) for words in told]


def _row(line: HtmlElement, further: dict[int, list[str]]) -> dict[int, tuple[Cell, ...]]:
    """The cells of a line by column; a column with further ones gives all of them."""
    cells: dict[int, tuple[Cell, ...]] = {}
    at = 0
    for cell in line.iterchildren("th", "td"):
        names = further.get(at, [])
        apart = [_apart(cell, name, is_first=name == names[0]) for name in names]
        said: Cell = "" if "pick" in cell.classes else _cell(cell)
        cells[at] = (said, *apart)
        at += int(cell.get("colspan", "1"))
    return cells


def _apart(cell: HtmlElement, name: str, *, is_first: bool) -> str:
    """What a cell says for a further column; it is then no longer in the cell itself."""
    found = [one for one in cell.iterfind(".//*[@data-sheet-apart]") if one.get("data-sheet-apart") in ({name, ""} if is_first else {name})]
    told = " ".join(filter(None, (one.get("data-sheet-says") or _said(one) for one in found)))
    for one in found:
        one.set("hidden", "hidden")
    return told


def _cards(found: HtmlElement) -> ShownTable:
    records = [_record(record) for record in found.iterfind(".//*[@data-record]") if record.find(".//*[@data-record]") is None]
    heads = tuple(dict.fromkeys(head for record in records for head in record))
    return ShownTable(found.get("data-sheet"), heads, [tuple(record.get(head, "") for head in heads) for record in records])


def _record(record: HtmlElement) -> dict[str, Cell]:
    """The cells of a card; a card inside another has the cells of the outer one before its own."""
    around = record.xpath("ancestor-or-self::*[@data-record]")
    return {
        c.get("data-cell"): _cell(c)
        for one in around
        for c in one.iterfind(".//*[@data-cell]")
        if c.xpath("ancestor::*[@data-record][1]") == [one]
    }


def _cell(cell: HtmlElement) -> Cell:
    said = _said(cell)
    if "num" in cell.classes and FIGURE.fullmatch(said):
        number = Signed if said[0] in "+＋" else Decimal
        return number(said.replace("−", "-").replace("＋", "+").replace(",", ""))
    return said


def _said(found: HtmlElement | None) -> str:
    return "" if found is None else " ".join("".join(_words(found)).split())


def _words(found: HtmlElement) -> Iterator[str]:
    """The text of an element as paper would show it, in order."""
    yield found.text or ""
    for child in found:
        if not isinstance(child.tag, str) or child.get("hidden") is not None:
            pass
        elif child.get("data-sheet-says") is not None:
            yield child.get("data-sheet-says")
        elif child.tag == "time" and child.get("title"):
            yield child.get("title")
        elif not _is_silent(child):
            yield " " if child.tag in APART else ""
            yield from _words(child)
            yield " " if child.tag in APART else ""
        yield child.tail or ""


def _is_silent(child: HtmlElement) -> bool:
    is_folded = child.getparent().tag == "details" and child.tag != "summary"
    return child.tag in SILENT or is_folded or child.get("role") == "note" or child.get("aria-hidden") == "true"
