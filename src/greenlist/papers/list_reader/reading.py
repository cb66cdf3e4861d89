"""From lines to rows: every line of the file is a row that is kept, a row with a trouble told by cell, a person's, or left with the reason."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from greenlist.papers.list_reader import values
from greenlist.papers.list_reader.heads import Layout, Lines, why_no_row
from greenlist.papers.list_reader.persons import is_person
from greenlist.rulebook.reference.adverse_lists import AdverseList, ListField

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
    made, last = ReadList(), latest.isoformat()
    made.left = [(place, _shown(cells), "表头以上") for place, cells in lines[: layout.head_lines]]
    names = [f.id for f in spec.fields if f.id in layout.columns]
    required = [f for f in spec.fields if f.is_required]
    rows = lines[layout.head_lines :]
    for (place, cells), read in zip(rows, _by_row(rows, names, layout), strict=True):
        if why := why_no_row(cells, layout.keys):
            made.left.append((place, _shown(cells), why))
        elif is_person(cells, layout):
            made.persons.append(place)
        else:
            row = ListRow(place, dict(zip(names, [value for value, _ in read], strict=True)), (), ())
            told = {name: problem for name, (_, problem) in zip(names, read, strict=True) if problem}
            row = _told(row, cells, layout, told) if told else row
            if problems := [*row.problems, *_lacking(row, required, layout), *_order(row.values, last)]:
                made.broken.append(row._replace(problems=tuple(problems)))
            else:
                made.rows.append(row)
    return made


def _by_row(rows: Lines, names: Sequence[str], layout: Layout) -> Iterable[tuple[values.Read, ...]]:
    """What is read of the named columns, row by row; a column is read at one go, the same cell once."""
    if not names or not rows:
        return [() for _ in rows]
    columns = list(zip_longest(*(cells for _, cells in rows), fillvalue=""))
    read = []
    for name in names:
        known = _Remembered(_reader(name, layout))
        at = layout.columns[name]
        read.append([known[text] for text in (columns[at] if at < len(columns) else ("",) * len(rows))])
    return zip(*read, strict=True)


def _told(row: ListRow, cells: Sequence[str], layout: Layout, told: dict[str, str]) -> ListRow:
    """The row with what is wrong with its cells: what keeps it from being taken, and what is only noted."""
    sentences = {name: f"“{layout.head_of(name) or f'第{layout.columns[name] + 1}列'}”一格：读到“{cells[layout.columns[name]].strip()[:SHOWN]}”，{problem}"
                 for name, problem in told.items()}  # fmt: skip
    return row._replace(
        problems=tuple(sentence for name, sentence in sentences.items() if name not in LOOSE),
        notes=tuple(sentence for name, sentence in sentences.items() if name in LOOSE),
    )


def _reader(name: str, layout: Layout) -> Callable[[str], values.Read]:
    if name in {"from_on", "until_on"}:
        return values.day
    if name == "amount":
        return partial(values.yuan, head=layout.head_of(name))
    special = {"credit_code": values.code, "name": values.name, "done": values.done}
    return special.get(name, lambda text: ("" if values.is_nothing(text) else values.words(text), ""))


class _Remembered(dict[str, values.Read]):
    """The same cell is read once: days, offices and districts come again and again."""

    def __init__(self, read: Callable[[str], values.Read]) -> None:
        super().__init__({"": ("", "")})
        self._read = read

    def __missing__(self, text: str) -> values.Read:
        found = self[text] = self._read(text)
        return found


def _lacking(row: ListRow, required: Sequence[ListField], layout: Layout) -> list[str]:
    """What every row must have, is not there, and was not told already."""
    missing = [f for f in required if not row.values.get(f.id) and not (f.id in {"from_on", "name"} and row.problems)]
    return [f"“{layout.head_of(f.id) or f.label}”一格：空着，要有{f.label}" for f in missing]


def _order(read: dict[str, str], latest: str) -> list[str]:
    """Days that cannot be: begun after the look-up, ended before it began."""
    began, ended = read.get("from_on", ""), read.get("until_on", "")
    told = [f"起始日期{began}在名单查询日{latest}之后"] if began > latest else []
    return told + ([f"终止日期{ended}早于起始日期{began}"] if began and ended and ended < began else [])


def _shown(cells: Sequence[str]) -> str:
    return " ".join(text for text in cells if text)[: SHOWN * 2]
