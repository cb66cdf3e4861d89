"""From lines to rows: every line of the file is a row that is kept, a row with a trouble told by cell, a person's, or left with the reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import NamedTuple

from greenlist.papers.list_reader import values
from greenlist.papers.list_reader.heads import Layout, Lines, why_no_row
from greenlist.papers.list_reader.persons import is_person
from greenlist.rulebook.reference.adverse_lists import AdverseList

SHOWN = 40
LOOSE = frozenset({"credit_code", "amount"})  # a wrong one is told, and the row is read without it


class ListRow(NamedTuple):
    """One row as read: where it stands, {field: plain text}, what keeps it from being taken, and what was only noted."""

    place: str
    values: dict[str, str]
    problems: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass
class ReadList:
    """All lines of a file, each in one place: rows, broken rows, `persons` (places only), `left` (place, text, why)."""

    rows: list[ListRow] = field(default_factory=list)
    broken: list[ListRow] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    left: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many lines came in: all of them are somewhere."""
        return len(self.rows) + len(self.broken) + len(self.persons) + len(self.left)


def read_list(lines: Lines, spec: AdverseList, layout: Layout, *, latest: date) -> ReadList:
    """Read every line below the head. A beginning after `latest`, the day of the look-up, cannot be."""
    made, head = ReadList(), layout.keys
    made.left = [(place, _shown(cells), "表头以上") for place, cells in lines[: layout.head_lines]]
    readers = {f.id: _remembering(_reader(f.id, layout)) for f in spec.fields if f.id in layout.columns}
    required = [f for f in spec.fields if f.is_required]
    for place, cells in lines[layout.head_lines :]:
        if why := why_no_row(cells, head):
            made.left.append((place, _shown(cells), why))
        elif is_person(cells, layout):
            made.persons.append(place)
        else:
            row = _row(place, cells, layout, readers)
            problems = [
                *row.problems,
                *(f"“{layout.head_of(f.id) or f.label}”一格：空着，要有{f.label}" for f in required if _lacks(row, f.id)),
            ]
            problems += _order(row.values, latest)
            (made.broken if problems else made.rows).append(row._replace(problems=tuple(problems)))
    return made


def _reader(name: str, layout: Layout) -> Callable[[str], values.Read]:
    if name in {"from_on", "until_on"}:
        return values.day
    if name == "amount":
        return partial(values.yuan, head=layout.head_of(name))
    special = {"credit_code": values.code, "name": values.name, "done": values.done}
    return special.get(name, lambda text: ("" if values.is_nothing(text) else values.words(text), ""))


def _remembering(read: Callable[[str], values.Read]) -> Callable[[str], values.Read]:
    """The same cell is read once: days, offices and districts come again and again."""
    known: dict[str, values.Read] = {}

    def reading(text: str) -> values.Read:
        if (found := known.get(text)) is None:
            found = known[text] = read(text)
        return found

    return reading


def _row(place: str, cells: Sequence[str], layout: Layout, readers: dict[str, Callable[[str], values.Read]]) -> ListRow:
    read: dict[str, str] = {}
    problems: list[str] = []
    notes: list[str] = []
    width = len(cells)
    for name, reader in readers.items():
        at = layout.columns[name]
        text = cells[at] if at < width else ""
        value, problem = reader(text) if text else ("", "")
        read[name] = value
        if problem:
            told = f"“{layout.head_of(name) or f'第{at + 1}列'}”一格：读到“{text.strip()[:SHOWN]}”，{problem}"
            (notes if name in LOOSE else problems).append(told)
    return ListRow(place, read, tuple(problems), tuple(notes))


def _lacks(row: ListRow, name: str) -> bool:
    """Is a thing that every row must have not there, and was that not told already?"""
    return not row.values.get(name) and not (name in {"from_on", "name"} and row.problems)


def _order(read: dict[str, str], latest: date) -> list[str]:
    """Days that cannot be: begun after the look-up, ended before it began."""
    began, ended = read.get("from_on", ""), read.get("until_on", "")
    told = [f"起始日期{began}在名单查询日{latest.isoformat()}之后"] if began > latest.isoformat() else []
    return told + ([f"终止日期{ended}早于起始日期{began}"] if began and ended and ended < began else [])


def _shown(cells: Sequence[str]) -> str:
    return " ".join(text for text in cells if text)[: SHOWN * 2]
