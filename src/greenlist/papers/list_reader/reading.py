"""From lines to rows: every line of the file is a row that is kept, a row with a trouble told by cell, a person's, or left with the reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import NamedTuple

from greenlist.papers.list_reader import values
from greenlist.papers.list_reader.columns import Grid, Lines
from greenlist.papers.list_reader.heads import Layout, why_no_rows
from greenlist.papers.list_reader.persons import HIDDEN_NAME, persons_among
from greenlist.papers.uncollected import uncollected
from greenlist.rulebook.reference.adverse_lists import AdverseList, ListField
from greenlist.rulebook.reference.credit_code import sound_codes

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
    """All lines of a file, each in one place: rows, broken rows, `persons` (places only), `left` (place, text, why).

    `by_name` are those of the persons that only their name tells: such a line may be a unit's after all.
    """

    rows: list[ListRow] = field(default_factory=list)
    broken: list[ListRow] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    by_name: set[str] = field(default_factory=set)
    left: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many lines came in: all of them are somewhere."""
        return len(self.rows) + len(self.broken) + len(self.persons) + len(self.left)


@uncollected()
def read_list(lines: Lines, spec: AdverseList, layout: Layout, *, latest: date) -> ReadList:
    """Read every line below the head. A beginning after `latest`, the day of the look-up, cannot be."""
    made, rows = ReadList(), lines[layout.head_lines :]
    made.left = [(place, _shown(cells), "表头以上") for place, cells in lines[: layout.head_lines]]
    grid = Grid(rows)
    read = {f.id: _ReadColumn(f.id, layout, grid) for f in spec.fields if f.id in layout.columns}
    troubled = {at for one in read.values() for at in one.troubled()}
    whys, persons = why_no_rows(grid, layout.keys), persons_among(grid, layout, units_only=spec.units_only)
    is_sound, required, last = _sound(read, spec, rows, latest.isoformat()), [f for f in spec.fields if f.is_required], latest.isoformat()
    found = zip(*(one.values for one in read.values()), strict=True) if read else [()] * len(rows)
    for at, ((place, cells), got) in enumerate(zip(rows, found, strict=True)):
        if at in whys:
            made.left.append((place, _shown(cells), whys[at]))
        elif persons[at]:
            made.persons.append(place)
            made.by_name |= {place} if persons[at] == HIDDEN_NAME else set()
        elif is_sound[at] and at not in troubled:
            made.rows.append(ListRow(place, dict(zip(read, got, strict=True)), (), ()))
        else:
            row = ListRow(place, dict(zip(read, got, strict=True)), (), ())
            row = _told(row, cells, layout, {name: problem for name, one in read.items() if (problem := one.problem(at))})
            problems = (*row.problems, *_lacking(row, required, layout), *_order(row.values, last))
            (made.broken if problems else made.rows).append(row._replace(problems=problems))
    return made


class _ReadColumn:
    """One column read: the value of every cell, and what is wrong with a cell; a cell that comes again is read once."""

    def __init__(self, name: str, layout: Layout, grid: Grid) -> None:
        self._cells, read = grid.column(layout.columns[name]), _reader(name, layout)
        texts = set(self._cells)
        found = [(text, read(text)) for text in (texts - sound_codes(texts) if name == "credit_code" else texts)]
        self._problems = {text: problem for text, (_, problem) in found if problem}
        different = {text: value for text, (value, _) in found if value != text}
        self.values = [different.get(text, text) for text in self._cells] if different else self._cells

    def troubled(self) -> list[int]:
        """The rows whose cell could not be read."""
        return [at for at, text in enumerate(self._cells) if text in self._problems] if self._problems else []

    def problem(self, at: int) -> str:
        """What is wrong with the cell of this row, '' for nothing."""
        return self._problems.get(self._cells[at], "")


def _sound(read: Mapping[str, _ReadColumn], spec: AdverseList, rows: Lines, last: str) -> list[bool]:
    """For every row: is all there that it must have, and can its days be?"""
    nothing = [""] * len(rows)
    began, ended = (read[name].values if name in read else nothing for name in ("from_on", "until_on"))
    sound = [a <= last and not (a and b and b < a) for a, b in zip(began, ended, strict=True)]
    for required in (f.id for f in spec.fields if f.is_required):
        sound = [
            so_far and bool(value) for so_far, value in zip(sound, read[required].values if required in read else nothing, strict=True)
        ]
    return sound


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
    return special.get(name, values.told)


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
