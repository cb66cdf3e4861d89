"""Where the head of a list stands, and which column is what: by the heads seen before, by those of the same source, by what is like them."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Protocol

from greenlist.papers.list_reader.columns import FEW, Grid, Lines

LOOKED_AT = 15  # a head stands among the first lines
LONGEST = 40  # a longer text is no head
LEAST_ALIKE = 4  # a shorter head inside a longer one says too little
SUM = re.compile(r"(合|总|小)计|^共\d+[家条户]")
REMARK = re.compile(r"^(注|备注|说明|填表|制表|审核|数据来源|截至|附)[:：\d]?")
DRESS = re.compile(r"[\s*＊:：]+")
PERSONAL = re.compile(
    "身份证|证件|性别|年龄|出生|电话|手机|联系|住址|民族|法定代表人|法人代表|负责人|代表人|cardNum|businessEntity|^sex|^age"
)


class HasHeads(Protocol):
    """One thing read of a row: its name, and the heads seen over its column."""

    @property
    def id(self) -> str: ...

    @property
    def heads(self) -> tuple[str, ...]: ...


class HasFields(Protocol):
    """What is read of a row of one kind of list."""

    @property
    def fields(self) -> Sequence[HasHeads]: ...


@dataclass(frozen=True)
class Layout:
    """`head_lines`: how many lines of the file end with the head (0: there is none); the heads as written; {field: column}."""

    head_lines: int
    heads: tuple[str, ...]
    columns: Mapping[str, int] = field(default_factory=dict)

    def head_of(self, name: str) -> str:
        """What is written over the column of a field."""
        at = self.columns.get(name, -1)
        return self.heads[at] if 0 <= at < len(self.heads) else ""

    @cached_property
    def keys(self) -> list[str]:
        """The heads as they are compared; [] without a head."""
        return [squeezed(head) for head in self.heads] if self.head_lines else []


def found_layout(lines: Lines, spec: HasFields, remembered: Mapping[str, str] | None = None) -> Layout:
    """The likeliest head: the one that names most fields, with the name of the unit among them. Without any, no columns.

    `remembered` are the heads that somebody chose for this source before, {field: head}.
    """
    best = Layout(0, _wide((), lines))
    for first in range(min(LOOKED_AT, len(lines))):
        for count in (1, 2) if _is_wide(lines, first) else (1,):
            if first + count <= len(lines):
                made = _layout(lines, first, count, spec, remembered or {})
                if "name" in made.columns and len(made.columns) > max(len(best.columns), 1):
                    best = made
    return best


def layout_of(lines: Lines, head_lines: int, columns: Mapping[str, int]) -> Layout:
    """The layout that a person chose: the head ends with this line, these are the columns."""
    heads = lines[head_lines - 1][1] if 0 < head_lines <= len(lines) else ()
    return Layout(head_lines, _wide(heads, lines), dict(columns))


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """A head in half width without spaces and stars: for comparing, never for showing."""
    return DRESS.sub("", unicodedata.normalize("NFKC", text))


def why_no_rows(grid: Grid, head: Sequence[str]) -> dict[int, str]:
    """{line: why it is no row: a sum, a remark, the head once more}."""
    mark = head[0][:1] if head else None
    again = [at for at, (_, cells) in enumerate(grid.lines) if cells[0].lstrip(" *\n")[:1] == mark]
    return {at: why for at in (*grid.few, *again) if (why := _why_no_row(grid.lines[at][1], head))}


def _why_no_row(cells: Sequence[str], head: Sequence[str]) -> str:
    if head and all(squeezed(text) == key for text, key in zip(cells, head, strict=False)):
        return "重复的表头"
    filled = [text for text in cells if text]
    if len(filled) > FEW:
        return ""
    if any(SUM.search(squeezed(text)) for text in filled[:2]):
        return "合计行"
    if len(filled) == 1 and REMARK.match(filled[0]):
        return "说明文字"
    return ""


def _is_wide(lines: Lines, at: int) -> bool:
    """May the line be the upper half of a head? A title fills one cell or two."""
    return sum(1 for text in lines[at][1] if text) > 2


def _wide(heads: Sequence[str], lines: Lines) -> tuple[str, ...]:
    """As many heads as the widest of the first lines has columns."""
    width = max((len(cells) for _, cells in lines[: LOOKED_AT * 2]), default=0)
    return tuple(heads) + ("",) * (width - len(heads))


def _layout(lines: Lines, first: int, count: int, spec: HasFields, remembered: Mapping[str, str]) -> Layout:
    heads = lines[first][1] if count == 1 else _joined(lines[first][1], lines[first + 1][1])
    keys = [squeezed(head) if len(head) <= LONGEST else "" for head in heads]
    columns: dict[str, int] = {}
    for name, head in remembered.items():
        _take(columns, name, keys, [squeezed(head)], _is)
    for fits in (_is, _is_alike):
        for field_ in spec.fields:
            if field_.id not in remembered:
                _take(columns, field_.id, keys, map(squeezed, field_.heads), fits)
    return Layout(first + count, _wide(tuple(" ".join(head.split()) for head in heads), lines), columns)


def _take(
    columns: dict[str, int], name: str, keys: Sequence[str], wanted: Iterable[str], fits: Callable[[str, Sequence[str]], list[int]]
) -> None:
    """The first column that fits the first head wanted, and is not taken."""
    free = (at for head in wanted if name not in columns for at in fits(head, keys) if at not in columns.values())
    if (at := next(free, -1)) >= 0:
        columns[name] = at


def _is(wanted: str, keys: Sequence[str]) -> list[int]:
    return [at for at, key in enumerate(keys) if key == wanted] if wanted and wanted in keys else []


def _is_alike(wanted: str, keys: Sequence[str]) -> list[int]:
    if len(wanted) < LEAST_ALIKE:
        return []
    return [at for at, key in enumerate(keys) if wanted in key and not PERSONAL.search(key)]


def _joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """The heads of two lines read as one: 处罚决定 over 文号 and 日期; a merged cell tells its text once, over its first column."""
    made, over = [], ""
    for at in range(max(len(above), len(below))):
        high, low = (above[at] if at < len(above) else ""), (below[at] if at < len(below) else "")
        over = high or (over if low else "")
        made.append(f"{over}{low}")
    return tuple(made)
