"""The reference tables (energy limits, benchmarks) in the plain form in which they are loaded: rows of text, each value with its place."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenlist.engines.scoring.values import Placed
from greenlist.rulebook.reference.energy import LEVEL_WORDS, Benchmark, Limit, benchmarks, limits
from greenlist.rulebook.reference.tables import BENCHMARK_COLUMNS, BENCHMARK_SOURCE

FORMAT = "greenlist.reference/1"
Entry = Limit | Benchmark


@dataclass(frozen=True)
class Kind:
    """One reference table: its name in words, the class of its rows, its value columns, and the code of a row."""

    title: str
    shape: type[Entry]
    columns: dict[str, str]
    shipped: Callable[[], tuple[Entry, ...]]
    code: Callable[[Mapping[str, str]], str]
    label: Callable[[Mapping[str, str]], str]
    source: Callable[[Mapping[str, str]], str]

    @property
    def keys(self) -> tuple[str, ...]:
        """What every row must say."""
        return tuple(field.name for field in dataclasses.fields(self.shape))


KINDS = {
    "energy-limits": Kind(
        "单位产品能耗限额", Limit, dict(LEVEL_WORDS), limits,
        lambda row: f"{row['standard']}-{row['edition']} {row['product']}", lambda row: row["product"],
        lambda row: f"{row['standard']}—{row['edition']} {row['table']}".strip(),
    ),
    "energy-benchmarks": Kind(
        "重点领域能效标杆水平和基准水平", Benchmark, dict(BENCHMARK_COLUMNS), benchmarks,
        lambda row: " ".join(row[key] for key in ("industry", "field", "product") if row[key]),
        lambda row: " ".join(row[key] for key in ("field", "product") if row[key]), lambda row: BENCHMARK_SOURCE,
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
            place=f"rows.{kind.code(row)}.{column}", path=("rows", i, column), label=kind.label(row), part=word, unit=row["unit"],
            value=row[column], clause=kind.source(row), sureness=row["confidence"], sure_at=("rows", i, "confidence"),
        )  # fmt: skip


def entries_of(plain: Mapping[str, Any]) -> tuple[Any, ...]:
    """The rows as the rulebook reads them: of `Limit`, or of `Benchmark`."""
    shape = KINDS[plain["name"]].shape
    return tuple(shape(**{key: _typed(key, text) for key, text in row.items()}) for row in plain["rows"])


def _typed(key: str, text: str) -> Any:
    return date.fromisoformat(text) if key == "in_force_from" else text
