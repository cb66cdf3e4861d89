"""Reference tables as a standard reads them: the rows in force on a day, each value a number or a formula of inputs.

A row whose value was not read, or whose correction is not held, is there without it and says why: never a value that was not read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import yaml

from greenlist.rulebook.reference.coefficients import CoefficientRow, coefficient_rows, coefficients
from greenlist.rulebook.reference.energy import (
    BENCHMARK_FROM,
    DOUBTS,
    FOLDER,
    LEVEL_WORDS,
    LEVELS,
    READ,
    Benchmark,
    Limit,
    benchmarks,
    limits,
)

BENCHMARK_SOURCE = "发改产业〔2023〕723号"
COEFFICIENTS = "coefficients"
TITLES = {"energy-limits": "国家强制性能耗限额", "energy-benchmarks": "重点领域能效标杆和基准"}
BENCHMARK_COLUMNS = {"benchmark": "标杆水平", "baseline": "基准水平"}
COEFFICIENT_COLUMNS = {"value": "折标准煤系数", "ncv": "低位发热量（kJ）"}
SURE_WORDS = {"VERIFIED": "VERIFIED", "VERIFIED-SECONDARY": "VERIFIED-SECONDARY", "RECALLED": "RECALLED"}


@dataclass(frozen=True)
class Row:
    """One product. `values`: a number or a formula of the table's inputs, None where there is none to use; `printed`: what is held
    as read or remembered, used or not; `why`: why a value is missing."""

    label: str
    unit: str
    values: dict[str, str | None]
    source: str
    confidence: str
    printed: dict[str, str] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class ReferenceTable:
    """The rows in force on a day by code. `columns`: id → label; `inputs`: what the formulas ask, as inputs of a standard."""

    name: str
    columns: dict[str, str]
    rows: dict[str, Row]
    inputs: dict[str, dict[str, str]] = field(default_factory=dict)


def reference_table(name: str, on: date, rows: tuple[Any, ...] | None = None) -> ReferenceTable:
    """The table as it holds on a day, from other `rows` (`Limit`, `Benchmark`, `CoefficientRow`) than those of the file where somebody
    has checked them.

    Raises KeyError for a name that is none.
    """
    return TABLES[name](on, rows)


def names() -> tuple[str, ...]:
    """The tables in which a unit chooses a row: those a standard may name. A coefficient it names by itself."""
    return tuple(name for name in TABLES if name != COEFFICIENTS)


def energy_limits(on: date, rows: tuple[Limit, ...] | None = None) -> ReferenceTable:
    """Every product of the editions in force; the code is the standard and the product and stays from edition to edition."""
    newest: dict[str, date] = {}
    held = limits() if rows is None else rows
    for row in held:
        if row.in_force_from <= on:
            newest[row.standard] = max(row.in_force_from, newest.get(row.standard, row.in_force_from))
    found = {f"{row.standard} {row.product}": _limit_row(row) for row in held if newest.get(row.standard) == row.in_force_from}
    return ReferenceTable("energy-limits", dict(LEVEL_WORDS), found, _corrections()["inputs"])


def energy_benchmarks(on: date, rows: tuple[Benchmark, ...] | None = None) -> ReferenceTable:
    """Every product of the key fields; empty before the first day of the edition held."""
    held = [row for row in (benchmarks() if rows is None else rows) if row.product] if on >= BENCHMARK_FROM else []
    found = {f"{row.industry} {row.field} {row.product}": _benchmark_row(row) for row in held}
    return ReferenceTable("energy-benchmarks", dict(BENCHMARK_COLUMNS), found)


def coefficients_to_coal(on: date, rows: tuple[CoefficientRow, ...] | None = None) -> ReferenceTable:
    """Every coefficient of every edition, whatever the day: who names one names its edition (`gbt-2589/2020#柴油`).

    A value is used whatever its sureness, which goes with it; only `value` is, the heating value is there to be read.
    """
    found = {row.reference: _coefficient_row(row) for row in (coefficient_rows() if rows is None else rows)}
    return ReferenceTable(COEFFICIENTS, dict(COEFFICIENT_COLUMNS), found)


TABLES: dict[str, Callable[[date, Any], ReferenceTable]] = {
    "energy-limits": energy_limits,
    "energy-benchmarks": energy_benchmarks,
    COEFFICIENTS: coefficients_to_coal,
}


def _limit_row(row: Limit) -> Row:
    printed = {level: getattr(row, level) for level in LEVELS if getattr(row, level)}
    rule = _rules().get((row.number, row.product))
    why = "；".join(_doubts(row, printed, rule))
    usable = row.confidence in READ and (rule is not None or row.correction != "other")
    values = {level: _corrected(printed[level], level, rule) if usable and level in printed else None for level in LEVELS}
    source = f"{row.number} {row.table}".strip()
    return Row(in_type(f"{row.product}（{row.number}）"), row.unit, values, source, _sureness(row.confidence), printed, why)


def _doubts(row: Limit, printed: dict[str, str], rule: dict[str, str] | None) -> Iterator[str]:
    if row.confidence not in READ:
        yield DOUBTS[row.confidence]
    elif rule is None and row.correction == "other":
        yield f"{row.number} 对这个产品另有修正，没有录入"
    if missing := [LEVEL_WORDS[level] for level in LEVELS if level not in printed]:
        yield f"{row.number} 没有规定{'、'.join(missing)}"


def _corrected(printed: str, level: str, rule: dict[str, str] | None) -> str:
    return rule[level].replace("{value}", printed) if rule and level in rule else printed


def _benchmark_row(row: Benchmark) -> Row:
    printed = {"benchmark": row.benchmark, "baseline": row.baseline} if row.benchmark else {}
    is_read = row.confidence in READ
    values = {column: printed[column] if is_read and column in printed else None for column in BENCHMARK_COLUMNS}
    label = in_type(f"{row.field} {row.product}（{row.indicator}）")
    return Row(label, row.unit, values, BENCHMARK_SOURCE, _sureness(row.confidence), printed, "" if is_read else DOUBTS[row.confidence])


def _coefficient_row(row: CoefficientRow) -> Row:
    printed = {column: text for column, text in (("value", row.value), ("ncv", row.ncv)) if text}
    source = f"{coefficients(row.standard, row.edition, ()).number} {row.clause}"
    why = "" if row.single else f"没有单一的值（{row.value}）" if row.value else "没有单一的值"
    return Row(row.name, row.unit, {"value": row.single or None}, source, row.confidence, printed, why)


def in_type(label: str) -> str:
    """Brackets and commas as Chinese text has them; the codes keep those of the transcription."""
    return label.translate({ord("("): "（", ord(")"): "）", ord(","): "，", ord(";"): "；", ord(":"): "："})


def _sureness(word: str) -> str:
    """The word of a standard file; what stands in a draft, in another edition or is doubtful is no more than a guess."""
    return SURE_WORDS.get(word, "GUESS")


@cache
def _corrections() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load((FOLDER / "energy_corrections.yaml").read_text(encoding="utf-8"))
    for entry in raw["inputs"].values():
        entry.setdefault("confidence", raw["confidence"])
    return raw


@cache
def _rules() -> dict[tuple[str, str], dict[str, str]]:
    """Standard and product → column → formula with `{value}`."""
    return {(rule["standard"], product): rule["columns"] for rule in _corrections()["rules"] for product in rule["products"]}
