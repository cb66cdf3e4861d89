"""Energy limits of the national standards by edition, and the benchmark levels of the key fields: which value holds on a day.

Nothing is taken for sure that was not read: an edition that was in force but is not held, a correction that is not written here,
a value from memory: each gives no value, and says why.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
READ = ("VERIFIED", "VERIFIED-SECONDARY")
DOUBTS = {
    "RECALLED": "数值凭记忆录入，没有核对官方文件",
    "VERIFIED_2021": "只核对了2021年版，2023年版的数值没有读到",
    "NOT_FOUND": "没有查到数值",
    "VERIFIED-SECONDARY-DRAFT": "数值取自征求意见稿",
    "DOUBTFUL": "转录存疑，须对照原文",
}
CLINKER_BASE = 75
CLINKER = (Fraction("1.10"), Fraction("1.15"), Fraction("1.20"))
HIGH_METRES, SEA_LEVEL_PA = 1500, 101325
LEVELS = ("advanced", "access", "limit")
LEVEL_WORDS = {"advanced": "1级（先进值）", "access": "2级（准入值）", "limit": "3级（限定值）"}
BENCHMARK_FROM = date(2023, 7, 4)  # 发改产业〔2023〕723号


@dataclass(frozen=True)
class Limit:
    """One product in one edition of one standard; levels as text, '' where the standard has a dash. Lower is better."""

    standard: str
    edition: str
    product: str
    unit: str
    advanced: str
    access: str
    limit: str
    in_force_from: date
    supersedes: str
    table: str
    correction: str
    confidence: str
    topic: str = ""

    @property
    def number(self) -> str:
        return f"{self.standard}-{self.edition}"


@dataclass(frozen=True)
class LimitStandard:
    """One edition of a standard with energy limits, its values held or not."""

    standard: str
    edition: str
    title: str
    from_on: date
    is_held: bool
    confidence: str

    @property
    def number(self) -> str:
        return f"{self.standard}-{self.edition}"


@dataclass(frozen=True)
class Benchmark:
    """One product of a key field with its benchmark (标杆) and baseline (基准) as text."""

    industry: str
    field: str
    product: str
    indicator: str
    unit: str
    benchmark: str
    baseline: str
    standard: str
    confidence: str


@dataclass(frozen=True)
class Conditions:
    """What a correction asks: clinker in % of the cement, metres above the sea, air pressure in Pa. None: not told."""

    clinker_percent: Fraction | None = None
    altitude_m: Fraction | None = None
    pressure_pa: Fraction | None = None


@dataclass(frozen=True)
class Reference:
    """The value that holds, corrected, in `unit`; None with the reason in `why`. `source`: standard and table, or the document."""

    value: Fraction | None
    unit: str
    source: str
    why: str = ""


@cache
def limits() -> tuple[Limit, ...]:
    """Every row held, in the order of the file."""
    with (FOLDER / "energy_limits.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Limit(
                row["standard"], row["edition"], row["product"], row["unit"], row["advanced"], row["access"], row["limit"],
                date.fromisoformat(row["from"]), row["supersedes"], row["table"], row["correction"], row["confidence"],
                row["topic"],
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


@cache
def limit_standards() -> tuple[LimitStandard, ...]:
    """Every edition known, by number: those of which values are held, and the dated catalogue of those of which none are."""
    held = {(row.standard, row.edition): LimitStandard(row.standard, row.edition, row.topic, row.in_force_from, True, row.confidence)
            for row in limits()}  # fmt: skip
    with (FOLDER / "energy_limit_standards.csv").open(encoding="utf-8", newline="") as file:
        known = [LimitStandard(row["standard"], row["edition"], row["title"], date.fromisoformat(row["from"]), False, row["confidence"])
                 for row in csv.DictReader(file)]  # fmt: skip
    return tuple(sorted((*held.values(), *known), key=lambda one: (one.standard, one.from_on)))


def limit_standards_on(on: date) -> list[LimitStandard]:
    """Of every standard known the edition that holds on a day."""
    newest = {one.standard: one for one in limit_standards() if one.from_on <= on}
    return list(newest.values())


@cache
def benchmarks() -> tuple[Benchmark, ...]:
    """Every key field held, in the order of the file."""
    with (FOLDER / "energy_benchmarks.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Benchmark(
                row["industry_code"], row["field"], row["product"], row["indicator"], row["unit"], row["benchmark"], row["baseline"],
                row["standard"], row["confidence"],
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def is_key_field(industry: str, rows: tuple[Benchmark, ...] | None = None) -> bool:
    """Is the class of GB/T 4754 among the key fields with benchmark levels (17xx: a whole division)? `rows` as for `benchmark_of`."""
    listed = benchmarks() if rows is None else rows
    return any(b.industry == industry or (b.industry.endswith("xx") and industry.startswith(b.industry[:2])) for b in listed)


def products_of(industry: str, rows: Mapping[str, tuple[Any, ...]]) -> dict[str, str]:
    """{product: unit} of what a factory of this class may name: those with a benchmark in a key field, else every one with a limit
    (“GB 16780 水泥”). `rows` by table, of those that somebody has checked.
    """
    fields: tuple[Benchmark, ...] = rows.get("energy-benchmarks", benchmarks())
    if is_key_field(industry, fields):
        return {row.product: row.unit for row in fields if row.industry == industry and row.product}
    return {f"{row.standard} {row.product}": row.unit for row in rows.get("energy-limits", limits())}


def limit_on(
    standard: str, product: str, level: str, on: date, given: Conditions | None = None, rows: tuple[Limit, ...] | None = None
) -> Reference:
    """The value of one level of a product, by the edition of its standard in force on a day, corrected; from other `rows` than those of
    the file where somebody has checked them.

    KeyError when no such standard is known.
    """
    named = next((one for one in limit_standards_on(on) if one.standard == standard and not one.is_held), None)
    held = [row for row in (limits() if rows is None else rows) if row.standard == standard]
    if not held and not named:
        raise KeyError(standard)
    begun = [row for row in held if row.in_force_from <= on]
    if not begun and named:
        return Reference(None, "", named.number, f"查核日适用 {named.number}，它的数值没有录入")
    if not begun:
        first = min(held, key=lambda row: row.in_force_from)
        older = first.supersedes or "前一版"
        return Reference(None, "", "", f"{first.number} 自{first.in_force_from.isoformat()}起实施，查核日适用的 {older} 没有录入数值")
    newest = max(row.in_force_from for row in begun)
    edition = [row for row in begun if row.in_force_from == newest]
    row = next((row for row in edition if row.product == product), None)
    if row is None:
        return Reference(None, "", edition[0].number, f"查核日适用 {edition[0].number}，其中没有“{product}”")
    return _corrected(row, level, given or Conditions())


def benchmark_of(industry: str, product: str, on: date, rows: tuple[Benchmark, ...] | None = None) -> Reference:
    """The benchmark level of a product of a key field on a day. KeyError when the product is not held."""
    row = next((b for b in (benchmarks() if rows is None else rows) if b.product == product and b.industry == industry), None)
    if row is None:
        raise KeyError(f"{industry} {product}")
    source = "发改产业〔2023〕723号"
    if on < BENCHMARK_FROM:
        return Reference(None, row.unit, source, f"{source}自{BENCHMARK_FROM.isoformat()}起施行，查核日适用的前一版没有录入")
    if row.confidence not in READ:
        return Reference(None, row.unit, source, DOUBTS[row.confidence])
    if not row.benchmark:
        return Reference(None, row.unit, source, f"{source}对“{product}”没有规定标杆水平")
    return Reference(Fraction(row.benchmark), row.unit, source)


def _corrected(row: Limit, level: str, given: Conditions) -> Reference:
    printed = getattr(row, level)
    source = f"{row.number} {row.table}".strip()
    if row.confidence not in READ:
        return Reference(None, row.unit, source, DOUBTS[row.confidence])
    if not printed:
        return Reference(None, row.unit, source, f"{row.number} 对“{row.product}”没有规定{LEVEL_WORDS[level]}")
    value = Fraction(printed)
    if row.correction == "clinker":
        if given.clinker_percent is None:
            return Reference(None, row.unit, source, "水泥的限额按熟料比例修正，没有填熟料比例")
        value += (given.clinker_percent - CLINKER_BASE) * CLINKER[LEVELS.index(level)]
    elif row.correction == "other":
        return Reference(None, row.unit, source, f"{row.number} 对这个产品另有修正，须按标准计算")
    if row.correction in {"clinker", "altitude"} and level == "limit":
        return _at_altitude(row, value, source, given)
    return Reference(value, row.unit, source)


def _at_altitude(row: Limit, value: Fraction, source: str, given: Conditions) -> Reference:
    """GB 16780: above 1,500 m the third level is multiplied by 1.179 − 0.211 · pressure / 101325."""
    if given.altitude_m is None:
        return Reference(None, row.unit, source, "限定值按海拔修正，没有填海拔")
    if given.altitude_m <= HIGH_METRES:
        return Reference(value, row.unit, source)
    if given.pressure_pa is None:
        return Reference(None, row.unit, source, "海拔超过1500米的按大气压修正，没有填大气压")
    return Reference(value * (Fraction("1.179") - Fraction("0.211") * given.pressure_pa / SEA_LEVEL_PA), row.unit, source)
