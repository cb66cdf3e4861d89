"""The values of a standard that are no plain number or formula (a unit, a choice, a lowest value, a lookup): how each is typed and read."""

from collections.abc import Iterator, Mapping
from typing import Any

from greenlist.casework.standards.numbers import printed_number
from greenlist.casework.standards.reference import KINDS
from greenlist.engines.scoring.values import DEFINITION, NO_LEAST, PARTS, Placed, written
from greenlist.papers.unit_signs import unit_sign
from greenlist.rulebook.reference.units import UnknownUnit, unit

NO_UNIT = "没有单位"
IN_UNITS = {DEFINITION, PARTS["unit"]}  # the parts whose value is a unit, or the words of a choice
Plain = Mapping[str, Any]


def is_definition(placed: Placed) -> bool:
    """Whether a value is the definition of a figure that is asked: its unit, or for a choice what can be chosen."""
    return placed.part == DEFINITION


def is_asked(placed: Placed) -> bool:
    """Whether it is of a figure that is asked: its definition, its limits, its years."""
    return "inputs" in placed.path[:-1]


def wrong_official(placed: Placed, official: str) -> str:
    """What is wrong with the official value typed for one that is no number, '' for nothing."""
    if placed.kind == "choice":
        same = official.split() == placed.value.split()
        return (
            "" if same else f"“{placed.label}”是选择，选项在校核表里改不了；相同的照抄“{placed.value}”，不同的改整份数据文件（.yaml）载入。"
        )
    if placed.kind == "lookup":
        table, dot, column = official.rpartition(".")
        return "" if table and dot and column else f"“{official[:20]}”不是“表.列”；这里是查表，写成 {placed.value} 的样子。"
    if placed.kind == "least":
        is_right = official == NO_LEAST or printed_number(official) is not None
        return "" if is_right else f"“{official[:20]}”不是数；请填能填的最小的数，例如 0，可以是负数的填“{NO_LEAST}”。"
    try:
        unit(_spelled(official))
    except UnknownUnit:
        return f"不认识单位“{official[:20]}”；这一行只填单位，写成 {placed.value} 的样子，没有单位的填 1。"
    return ""


def as_written(placed: Placed, official: str) -> Any:
    """The official value as the file writes it; a unit stays ours where it is the same in another spelling."""
    if placed.kind != "unit":
        return written(placed, official)
    spelled = _spelled(official)
    return placed.value if _symbols(spelled) == _symbols(placed.value) else spelled


def unit_said(text: str) -> str:
    """A unit, or the words of a choice, as it is read."""
    return NO_UNIT if text == "1" else unit_sign(text)


def asked_in_words(plain: Plain) -> dict[str, str]:
    """{place of a definition: what it says beside name and unit}: where it is read."""
    return {f"{place}.{'one_of' if entry.get('one_of') else 'unit'}": _how(entry) for place, entry in _entries(plain)}


def kind_in_words(placed: Placed) -> str:
    """What a value says that is not told by its part and its number; '' for nothing."""
    if placed.kind == "least":
        return "可以是负数" if placed.value == NO_LEAST else f"不小于{placed.value}"
    if placed.kind == "unit":
        return _pure(placed.value)
    return f"最近{placed.value}年，逐年填" if is_asked(placed) and placed.path[-1] == "years" else ""


def lookups_in_words(plain: Plain) -> dict[str, str]:
    """{table.column: what is looked up there by which choice}, of every column of every table of a standard."""
    inputs = {name: entry for _, name, entry in _named(plain)}
    return {
        f"{name}.{column}": _looked_up(str(inputs.get(table["key"], {}).get("label", table["key"])), name, table, column)
        for name, table in plain.get("tables", {}).items()
        for column in table["columns"]
    }


def _looked_up(by: str, name: str, table: Plain, column: str) -> str:
    kind = KINDS.get(str(table.get("of")))
    return f"按“{by}”查{kind.title}的{kind.columns[column]}" if kind else f"按“{by}”查表“{name}”的“{column}”列"


def _named(plain: Plain) -> Iterator[tuple[str, str, Plain]]:
    """(start of its place, name, entry) of every figure that is asked, those of small tables last."""
    yield from (("inputs", name, entry) for name, entry in plain.get("inputs", {}).items())
    for table, rows in plain.get("rows", {}).items():
        yield from ((f"rows.{table}.inputs", name, entry) for name, entry in rows.get("inputs", {}).items())


def _entries(plain: Plain) -> Iterator[tuple[str, Plain]]:
    yield from ((f"{start}.{name}", entry) for start, name, entry in _named(plain))


def _how(entry: Plain) -> str:
    parts = ["选一项" if entry.get("one_of") else _pure(entry["unit"]), f"取自{entry['evidence']}" if entry.get("evidence") else ""]
    return "；".join(filter(None, parts))


def _pure(symbol: str) -> str:
    return "没有单位的写1" if symbol == "1" else ""


def _spelled(official: str) -> str:
    return "1" if official == NO_UNIT else official


def _symbols(text: str) -> list[str]:
    return [unit(part).symbol for part in text.split("/")]
