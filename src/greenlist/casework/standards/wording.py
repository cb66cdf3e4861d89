"""What was checked of a standard or a reference table, as it is read: the number of the item, formulas with labels in place of names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from greenlist.casework.standards.choices import choice_said, choices_in_words
from greenlist.casework.standards.comparing import FATES
from greenlist.casework.standards.definitions import IN_UNITS, asked_in_words, kind_in_words, lookups_in_words, unit_said
from greenlist.casework.standards.held import Table
from greenlist.engines.scoring.expr import FormulaError, formula, rendered
from greenlist.engines.scoring.values import Placed
from greenlist.rulebook.reference.tables import in_type

Plain = Mapping[str, Any]
LISTS = ("groups", "items", "gates")
STEP, STEP_SIDES = re.compile(r"分档 (\d+)-([12])"), {"1": "门槛", "2": "得分比例"}
TAKEN, TAKERS = re.compile(r"\.(lead|base)\.first_of\.\d+$"), {"lead": "引领值", "base": "基准值"}
LOOKUP, READ = ".", {"number", "lookup"}
FIRST_SHOWN = tuple(FATES)
TWICE, AROUND, SIGN, WEIGHT = (
    re.compile(r"^(\S+) \1(?=$|（)"),
    re.compile(r"(?<=）)\s+|\s+(?=（)"),
    re.compile(r"\s*([<>≤≥])\s*"),
    re.compile(r"(?<=\d)(?=t\b)"),
)
GAP = "\u00a0"
LONGEST_SHORT = 16  # characters that stand in one line of the column of a value


def in_words(rows: Sequence[dict[str, str]], plain: Plain) -> list[dict[str, Any]]:
    """Rows of a 校核稿 with `mark` (the number of the item), `name`, `was_said` and `now_said` beside what is stored."""
    labels, numbers = dict(_labels(plain)), _longest_first(plain)
    told = [_said(row, labels, numbers) for row in rows]
    return told if "groups" in plain else [row | {"name": product_said(row["name"])} for row in told]


def product_said(label: str) -> str:
    """The name of a product as it is printed: 500 < 能力 ≤ 800 t/d for 500<能力≤800t/d, 卫生陶瓷 for 卫生陶瓷 卫生陶瓷. Codes stay as transcribed."""
    once = AROUND.sub("", TWICE.sub(r"\1", in_type(label)))
    return WEIGHT.sub(GAP, SIGN.sub(rf"{GAP}\1{GAP}", once)).strip()


def by_weight(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """What is another value before what is the same. Whether a source is told moves no row: pages of them stay as they are while they are filled."""
    return sorted(rows, key=lambda row: FIRST_SHOWN.index(row["fate"]))


def read_aloud(table: Table) -> Iterator[tuple[str, Placed, str]]:
    """(number of its item, value, formula or definition in words with what was chosen about it) of each value of a table; '' where there is
    no number, no words.
    """
    labels, numbers = dict(_labels(table.plain)), _longest_first(table.plain)
    asked = {} if table.is_reference else asked_in_words(table.plain)
    for value in table.values.values():
        said = asked.get(value.place) or kind_in_words(value) or (_worded(value.value, labels) if value.kind in READ else "")
        chosen = "" if table.is_reference else choices_in_words(table.plain, value)
        yield _item_of(value.place, numbers)[0], value, "；".join(filter(None, (said if said != value.value else "", chosen)))


def _longest_first(plain: Plain) -> list[tuple[str, str, str]]:
    return sorted(_numbers(plain), key=lambda number: -len(number[0]))


def _item_of(place: str, numbers: list[tuple[str, str, str]]) -> tuple[str, str]:
    return next(((number, label) for start, number, label in numbers if place.startswith(start)), ("", ""))


def _said(row: dict[str, str], labels: Mapping[str, str], numbers: list[tuple[str, str, str]]) -> dict[str, Any]:
    mark, label = _item_of(row["place"], numbers)
    (chosen, was), (_, now) = (choice_said(row["place"], text) for text in (row["was"], row["now"]))
    if not chosen:
        was, now = (unit_said(text) if row["part"] in IN_UNITS else _worded(text, labels) for text in (was, now))
    is_place = row["label"] in {"", row["place"]}
    name = label if is_place else row["label"]
    return row | {
        "mark": mark,
        "name": name or row["place"],
        "part": chosen or part_said(row["part"], row["place"]),
        "at": row["place"] if is_place and name else "",
        "was_said": was,
        "now_said": now,
        "is_long": max(map(len, (was, now))) > LONGEST_SHORT,
    }


def part_said(part: str, place: str = "") -> str:
    """第2档的门槛 for 分档 2-1, 第2档的得分比例 for 分档 2-2, 引领值依次取值 2 for what a lead takes second; every other part as it is."""
    step, taken = STEP.fullmatch(part), TAKEN.search(place)
    if step:
        return f"第{step[1]}档的{STEP_SIDES[step[2]]}"
    return f"{TAKERS[taken[1]]}{part}" if taken else part


def _worded(text: str, labels: Mapping[str, str]) -> str:
    """A formula of known names, or a lookup, in words; everything else as it is."""
    if text in labels and LOOKUP in text:
        return labels[text]
    try:
        return rendered(text, labels) if text and labels.keys() & set(formula(text).names) else text
    except FormulaError:
        return text


def _labels(plain: Plain) -> Iterator[tuple[str, str]]:
    """Inputs, values computed from them, what is asked in each small table, and what is looked up as table.column."""
    if "groups" not in plain:
        return  # a reference table: its rows hold numbers
    asked = (plain.get("inputs", {}), plain.get("derived", {}), *(table.get("inputs", {}) for table in plain.get("rows", {}).values()))
    for entries in asked:
        yield from ((name, entry["label"]) for name, entry in entries.items() if entry.get("label"))
    yield from lookups_in_words(plain).items()


def _numbers(plain: Plain) -> Iterator[tuple[str, str, str]]:
    """(start of a place, number, label) of each group, item and gate."""
    for part in LISTS:
        for node in plain.get(part, ()):
            yield f"{part}.{node['id']}.", node["id"], node.get("label") or node.get("title", "")
            yield from _numbers(node)
