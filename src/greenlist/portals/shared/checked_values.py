"""What was checked of a standard or a reference table, as it is read: the number of the item, formulas with labels in place of names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from greenlist.engines.scoring.expr import FormulaError, formula, rendered

Plain = Mapping[str, Any]
LISTS = ("groups", "items", "gates")
FIRST_SHOWN = ("changed", "added", "removed", "words", "confirmed")


def in_words(rows: Sequence[dict[str, str]], plain: Plain) -> list[dict[str, Any]]:
    """Rows of a 校核稿 with `mark` (the number of the item), `name`, `was_said` and `now_said` beside what is stored."""
    labels = dict(_labels(plain))
    numbers = sorted(_numbers(plain), key=lambda pair: -len(pair[0]))
    return [_said(row, labels, numbers) for row in rows]


def by_weight(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """What is another value before what is the same; of each those without a source first."""
    return sorted(rows, key=lambda row: (row["fate"] == "confirmed", bool(row["source"]), FIRST_SHOWN.index(row["fate"])))


def _said(row: dict[str, str], labels: Mapping[str, str], numbers: list[tuple[str, str, str]]) -> dict[str, Any]:
    mark, label = next(((number, label) for start, number, label in numbers if row["place"].startswith(start)), ("", ""))
    is_place = row["label"] in {"", row["place"]}
    name = label if is_place else row["label"]
    return row | {
        "mark": mark,
        "name": name or row["place"],
        "at": row["place"] if is_place and name else "",
        "was_said": _worded(row["was"], labels),
        "now_said": _worded(row["now"], labels),
        "is_long": max(len(row["was"]), len(row["now"])) > 16,
    }


def _worded(text: str, labels: Mapping[str, str]) -> str:
    """A formula of known names in words; everything else as it is."""
    try:
        return rendered(text, labels) if text and labels.keys() & set(formula(text).names) else text
    except FormulaError:
        return text


def _labels(plain: Plain) -> Iterator[tuple[str, str]]:
    """Inputs, values computed from them, and what is asked in each small table."""
    if "groups" not in plain:
        return  # a reference table: its rows hold numbers
    asked = (plain.get("inputs", {}), plain.get("derived", {}), *(table.get("inputs", {}) for table in plain.get("rows", {}).values()))
    for entries in asked:
        yield from ((name, entry["label"]) for name, entry in entries.items() if entry.get("label"))


def _numbers(plain: Plain) -> Iterator[tuple[str, str, str]]:
    """(start of a place, number, label) of each group, item and gate."""
    for part in LISTS:
        for node in plain.get(part, ()):
            yield f"{part}.{node['id']}.", node["id"], node.get("label") or node.get("title", "")
            yield from _numbers(node)
