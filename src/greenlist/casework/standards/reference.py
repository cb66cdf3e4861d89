"""The reference tables (energy limits, benchmarks, coefficients) in the plain form in which they are loaded: rows of text, each value with
its place.
"""

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenlist.casework.standards.energy_rows import wrong_in_energy_row
from greenlist.casework.standards.heating import HOW, off_its_heating_value, written_range, wrong_coefficient, wrong_in_coefficient_row
from greenlist.casework.standards.numbers import not_a_number
from greenlist.engines.scoring.values import Placed
from greenlist.rulebook.reference.coefficients import CoefficientRow, coefficient_rows, coefficients
from greenlist.rulebook.reference.energy import DOUBTS, LEVEL_WORDS, READ, Benchmark, Limit, benchmarks, limits
from greenlist.rulebook.reference.tables import BENCHMARK_COLUMNS, BENCHMARK_SOURCE, COEFFICIENTS
from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

FORMAT = "greenlist.reference/1"
Entry = Limit | Benchmark | CoefficientRow
Row = Mapping[str, str]


@dataclass(frozen=True)
class Kind:
    """One reference table: its name in words, the class of its rows, its value columns, the code of a row, and what names it.

    `written` puts the signs of a value right, `wrong` says what is wrong with it ('' for nothing), `wrong_in_row` with the rest of its row,
    and `doubtful` what is to be looked at in a row that may be right. `document`: an official text, as an example; `how`: how to write what
    is no plain number. `is_of_energy`: the priorities of energy (C-18, C-19) are found with it.
    """

    title: str
    shape: type[Entry]
    columns: dict[str, str]
    shipped: Callable[[], tuple[Entry, ...]]
    document: str
    naming: tuple[str, ...]
    code: Callable[[Row], str]
    label: Callable[[Row], str]
    source: Callable[[Row], str]
    unit: Callable[[Row, str], str] = lambda row, column: row["unit"]
    sureness: tuple[str, ...] = (*READ, *DOUBTS)
    written: Callable[[str], str] = lambda text: text
    wrong: Callable[[str, str], str] = lambda column, text: not_a_number(text)
    wrong_in_row: Callable[[Row], Iterator[tuple[str, str]]] = wrong_in_energy_row
    doubtful: Callable[[Row], str] = lambda row: ""
    how: str = ""
    is_of_energy: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        """What every row must say."""
        return tuple(field.name for field in dataclasses.fields(self.shape))


KINDS = {
    "energy-limits": Kind(
        "单位产品能耗限额", Limit, dict(LEVEL_WORDS), limits, "GB 16780—2021", ("standard", "edition", "product"),
        lambda row: f"{row['standard']}-{row['edition']} {row['product']}", lambda row: row["product"],
        lambda row: f"{row['standard']}—{row['edition']} {row['table']}".strip(),
    ),
    "energy-benchmarks": Kind(
        "重点领域能效标杆水平和基准水平", Benchmark, dict(BENCHMARK_COLUMNS), benchmarks, BENCHMARK_SOURCE, ("industry", "field", "product"),
        lambda row: " ".join(row[key] for key in ("industry", "field", "product") if row[key]),
        lambda row: " ".join(row[key] for key in ("field", "product") if row[key]), lambda row: BENCHMARK_SOURCE,
    ),
    COEFFICIENTS: Kind(
        "折标准煤系数", CoefficientRow, {"value": "折标准煤系数", "ncv": "低位发热量"}, coefficient_rows,
        "GB/T 2589—2020", ("standard", "edition", "name"),
        lambda row: f"{row['standard']}/{row['edition']}#{row['name']}", lambda row: row["name"],
        lambda row: f"{coefficients(row['standard'], row['edition']).number} {row['clause']}".strip(),
        unit=lambda row, column: row["unit"] if column == "value" else f"kJ/{row['unit'].partition('/')[2]}",
        sureness=tuple(CONFIDENCE_WORDS), written=written_range, wrong=wrong_coefficient, wrong_in_row=wrong_in_coefficient_row,
        doubtful=off_its_heating_value, how=HOW, is_of_energy=False,
    ),
}  # fmt: skip


def shipped_rows(name: str) -> dict[str, Any]:
    """The plain form of the table that is shipped. KeyError for a name that is none."""
    rows = [{key: str(value) for key, value in dataclasses.asdict(entry).items()} for entry in KINDS[name].shipped()]
    return {"format": FORMAT, "name": name, "rows": rows}


def values_of_rows(plain: Mapping[str, Any]) -> dict[str, Placed]:
    """Every value of a reference table by its place, also those that are empty."""
    kind = KINDS[plain["name"]]
    return {placed.place: placed for i, row in enumerate(plain["rows"]) for placed in _placed(kind, row, i)}


def _placed(kind: Kind, row: Mapping[str, str], i: int) -> Iterator[Placed]:
    for column, word in kind.columns.items():
        yield Placed(
            place=f"rows.{kind.code(row)}.{column}", path=("rows", i, column), label=kind.label(row), part=word, unit=kind.unit(row, column),
            value=row[column], clause=kind.source(row), sureness=row["confidence"], sure_at=("rows", i, "confidence"),
        )  # fmt: skip


def tables_read(plain: Mapping[str, Any]) -> set[str]:
    """The reference tables that a standard in its plain form looks values up in, or takes a coefficient from."""
    found = {str(table["of"]) for table in plain.get("tables", {}).values() if table.get("of")}
    return found | ({COEFFICIENTS} if coefficients_taken(plain) else set())


def coefficients_taken(plain: Mapping[str, Any]) -> dict[str, str]:
    """{its name in the standard: gbt-2589/2020#柴油} of what a standard takes from the table of coefficients."""
    return {name: str(entry["of"]) for name, entry in plain.get("coefficients", {}).items() if entry.get("of")}


def doubts_of(plain: Mapping[str, Any], places: Collection[str]) -> dict[str, str]:
    """{place: what is to be looked at again} of these places of a reference table, once for each row that is doubtful."""
    kind, told, seen = KINDS[plain["name"]], {}, set()
    for place, placed in values_of_rows(plain).items():
        at = placed.path[1]
        if place in places and at not in seen and (words := kind.doubtful(plain["rows"][at])):
            told[place] = words
            seen.add(at)
    return told


def entries_of(plain: Mapping[str, Any]) -> tuple[Any, ...]:
    """The rows as the rulebook reads them: of `Limit`, `Benchmark` or `CoefficientRow`."""
    shape = KINDS[plain["name"]].shape
    return tuple(shape(**{key: _typed(key, text) for key, text in row.items()}) for row in plain["rows"])


def _typed(key: str, text: str) -> Any:
    return date.fromisoformat(text) if key == "in_force_from" else text
