"""The figures of a plan by flat name: every year, and every row of a small table, is a value of its own.

energy, energy[-1], energy[-2] for three years; p_energy#1 … p_energy#3 for three products. What is derived inside a small table, or for
several years, is written out likewise.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from greenlist.engines.scoring.references import NONE_CODE, Found, found_by, found_renamed, how_shown
from greenlist.engines.scoring.tree import shifted

YES_NO = {"met": "是", "not_met": "否"}
MOST_YEARS, MOST_ROWS = 10, 50  # beyond them a plan is not written out, whoever made it
Entry = dict[str, Any]


class Figures:
    """Inputs, choices, derived values and labels of one plan's content."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.rows: dict[str, Entry] = content.get("rows", {})
        self.tables: dict[str, Entry] = content.get("tables", {})

    @cached_property
    def inputs(self) -> dict[str, Entry]:
        found = {flat: entry for name, entry in self.content["inputs"].items() for flat, entry in _by_year(name, entry)}
        for rows in self.rows.values():
            for row in range(1, _within(rows["most"], MOST_ROWS, "most") + 1):
                found |= {
                    f"{name}#{row}": {**entry, "label": f"{rows['label']}{row}：{entry['label']}"} for name, entry in rows["inputs"].items()
                }
        return found

    @cached_property
    def units_from_nought_on(self) -> dict[str, tuple[str | None, ...]]:
        """{flat name: what its unit may be told as} of the figures that may be any number that is not negative: so are most."""
        return {
            name: (entry["unit"], None, "")
            for name, entry in self.inputs.items()
            if not entry.get("one_of") and "maximum" not in entry and entry.get("minimum") in (None, "0")
        }

    @cached_property
    def choices(self) -> dict[str, dict[str, str]]:
        return {name: self._codes(entry["one_of"]) for name, entry in self.inputs.items() if entry.get("one_of") not in (None, "yes_no")}

    @cached_property
    def derived(self) -> dict[str, tuple[Entry, Found]]:
        return {name: ({**entry, "shown": how_shown(found, self.labels)}, found) for name, entry, found in self._all_derived()}

    @cached_property
    def labels(self) -> dict[str, str]:
        return {name: entry["label"] for name, entry in self.inputs.items()} | {
            name: entry["label"] for name, entry, _ in self._all_derived()
        }

    def most(self, rows: str) -> int:
        """How many rows a small table has at most. Raises ValueError beyond what a plan may have."""
        return _within(self.rows[rows]["most"], MOST_ROWS, "most")

    def given_in(self, rows: str) -> tuple[tuple[str, ...], ...]:
        """Per row the flat names the applicant fills."""
        return tuple(tuple(f"{name}#{row}" for name in self.rows[rows]["inputs"]) for row in range(1, self.most(rows) + 1))

    def row_namer(self, rows: str, row: int) -> Callable[[str], str]:
        """Puts the number of the row behind a name that belongs to the small table; other names stay."""
        inside = self._inside(rows)
        return lambda name: f"{name}#{row}" if name in inside else name

    def _years_before(self, back: int) -> Callable[[str], str]:
        """The name of a value some years before; what a unit chose once (its product) it chose for all years."""
        inputs = self.content["inputs"]
        steady = {name for name in inputs if inputs[name].get("one_of") and int(inputs[name].get("years", 1)) == 1}
        return lambda name: name if name in steady else shifted(name, back)

    def _inside(self, rows: str) -> set[str]:
        return {*self.rows[rows]["inputs"], *(name for name, entry in self.content["derived"].items() if entry.get("rows") == rows)}

    def _codes(self, one_of: Any) -> dict[str, str]:
        if set(one_of) == {"table"}:
            table = self.tables[one_of["table"]]
            none = {NONE_CODE: table["none"]} if "none" in table else {}
            return none | {code: row["label"] for code, row in table["rows"].items()}
        return dict(one_of)

    def _all_derived(self) -> Iterator[tuple[str, Entry, Found]]:
        for name, entry in self.content["derived"].items():
            found = found_by(entry["value"], self.tables)
            if rows := entry.get("rows"):
                for row in range(1, self.most(rows) + 1):
                    label = f"{self.rows[rows]['label']}{row}：{entry['label']}"
                    yield f"{name}#{row}", {**entry, "label": label}, found_renamed(found, self.row_namer(rows, row))
                continue
            for flat, own in _by_year(name, entry):
                yield flat, own, found_renamed(found, self._years_before(own["back"])) if "back" in own else found


def year_words(back: int) -> str:
    """上年, 前2年."""
    return "上年" if back == 1 else f"前{back}年"


def _by_year(name: str, entry: Entry) -> Iterator[tuple[str, Entry]]:
    yield name, entry
    for back in range(1, _within(entry.get("years", 1), MOST_YEARS, "years")):
        yield shifted(name, back), {**entry, "label": f"{entry['label']}（{year_words(back)}）", "back": back}


def _within(count: Any, most: int, what: str) -> int:
    if int(count) > most:
        raise ValueError(f"{what} 最多 {most}，这里是 {count}")
    return int(count)
