"""What a unit of fuel, electricity, heat or medium is in standard coal: by edition of GB/T 2589, with its sureness.

A measured heating value comes first. Where the standard gives a range or a value of the year, there is none to take by itself:
the one used must be told with where it was read.

Every reader takes other `rows` than those of the files where somebody has checked them. What an edition is (its dates, its title, the
kilojoules of standard coal) stands in its file only.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data" / "coefficients"
FORMAT = "greenlist.coefficients/1"
TO, BY_YEAR = "～", "按年度取值"


@dataclass(frozen=True)
class CoefficientRow:
    """One row as it is held, loaded and checked, all of it text.

    `value` (`unit`) and `ncv` (kJ for the unit below the line) are a number or a range `1.1000～1.3300`, '' where the standard gives none;
    `value` is BY_YEAR where it is another one each year.
    """

    standard: str
    edition: str
    name: str
    unit: str
    value: str
    ncv: str
    basis: str
    clause: str
    confidence: str
    note: str

    @property
    def reference(self) -> str:
        """How a standard names it: gbt-2589/2020#柴油."""
        return f"{self.standard}/{self.edition}#{self.name}"

    @property
    def single(self) -> str:
        """The value where it is one number, else ''."""
        return "" if TO in self.value or self.value == BY_YEAR else self.value


Rows = tuple[CoefficientRow, ...]


@dataclass(frozen=True)
class Coefficient:
    """One row. `value` is None where the standard gives a `range` or a value of the year (`is_by_year`); `ncv`: kJ for the unit
    below the line; `basis`: 当量值, 等价值 or ''."""

    name: str
    unit: str
    value: Fraction | None
    range: tuple[Fraction, Fraction] | None
    ncv: tuple[Fraction, Fraction] | None
    is_by_year: bool
    basis: str
    clause: str
    confidence: str
    note: str


@dataclass(frozen=True)
class Coefficients:
    """One edition with its rows by name. `standard_coal_kj`: kJ in 1 kgce."""

    standard: str
    edition: str
    number: str
    title: str
    source: str
    from_on: date
    until_on: date | None
    standard_coal_kj: Fraction
    rows: dict[str, Coefficient]

    @property
    def sureness(self) -> Counter[str]:
        """{sureness: how many values}, as of any reference table (decision 0040): the coefficient and the heating value of every row, also
        where the standard gives none: that there is none has to be read as well."""
        return Counter(row.confidence for row in self.rows.values() for _ in ("value", "ncv"))


@dataclass(frozen=True)
class Used:
    """The coefficient to count with, and where it is from; None with the reason in `why`."""

    value: Fraction | None
    unit: str
    source: str
    why: str = ""


@cache
def coefficient_rows() -> Rows:
    """Every row of every edition held, in the order of the files."""
    return tuple(row for file in _files() for row in _rows(_raw(file)))


def coefficients(standard: str, edition: str, rows: Rows | None = None) -> Coefficients:
    """One edition. Raises KeyError when it is not held."""
    held = _edition(standard, edition)
    mine = (row for row in (coefficient_rows() if rows is None else rows) if (row.standard, row.edition) == (standard, edition))
    return replace(held, rows={row.name: _coefficient(row) for row in mine})


def editions(rows: Rows | None = None) -> tuple[Coefficients, ...]:
    """Every edition held, sorted."""
    return tuple(coefficients(file.parent.name, file.stem, rows) for file in _files())


def in_force(standard: str, on: date, rows: Rows | None = None) -> Coefficients:
    """The edition that holds on a day. Raises KeyError when none is held for it."""
    for edition in editions(rows):
        if edition.standard == standard and edition.from_on <= on and (edition.until_on is None or on <= edition.until_on):
            return edition
    raise KeyError(f"no edition of {standard} is held for {on.isoformat()}")


def coefficient(reference: str, rows: Rows | None = None) -> Coefficient:
    """The row that `gbt-2589/2020#电力（当量值）` names. Raises KeyError."""
    place, _, name = reference.partition("#")
    standard, _, edition = place.partition("/")
    return coefficients(standard, edition, rows).rows[name]


def ends(text: str) -> tuple[Fraction, Fraction] | None:
    """Both ends of a printed number (twice itself) or range; None for nothing and for a value of the year."""
    if text in {"", BY_YEAR}:
        return None
    low, _, high = text.partition(TO)
    return Fraction(low), Fraction(high or low)


def used(
    reference: str, *, measured_ncv: Fraction | None = None, told: Fraction | None = None, told_source: str = "", rows: Rows | None = None
) -> Used:
    """The coefficient to count with: from a measured heating value (kJ a unit) before all, else the standard's, else the one told.

    One is told where the standard gives a range or a value of the year; with its source, and inside the range. Raises KeyError.
    """
    standard, _, number = reference.partition("#")[0].partition("/")
    edition, row = coefficients(standard, number, rows), coefficient(reference, rows)
    source = f"{edition.number} {row.clause} {row.name}"
    if measured_ncv is not None and row.ncv is not None:
        return Used(measured_ncv / edition.standard_coal_kj, row.unit, "实测低位发热量")
    if row.value is not None:
        return Used(row.value, row.unit, source)
    if told is None:
        return Used(None, row.unit, source, _what_is_wanted(row))
    if not told_source.strip():
        return Used(None, row.unit, source, "填写了系数，没有写明出处")
    if row.range and not row.range[0] <= told <= row.range[1]:
        return Used(None, row.unit, source, f"填写的系数不在标准给出的 {_span(row.range)} 之内")
    return Used(told, row.unit, told_source)


def _what_is_wanted(row: Coefficient) -> str:
    if row.range:
        return f"标准给出的是范围 {_span(row.range)}，须写明取用的值和出处"
    if row.is_by_year:
        return f"{row.name}每年不同，没有录入，须写明取用的值和出处"
    return f"标准没有给出{row.name}的系数，须写明取用的值和出处"


def _span(bounds: tuple[Fraction, Fraction]) -> str:
    return "～".join(format(Decimal(bound.numerator) / bound.denominator, ".4f") for bound in bounds)


@cache
def _files() -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.glob("*/*.yaml")))


@cache
def _raw(file: Path) -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    if raw.get("format") != FORMAT:
        raise ValueError(f"{file.name}: not {FORMAT}")
    return raw


def _edition(standard: str, edition: str) -> Coefficients:
    """What is said of an edition, without rows."""
    file = FOLDER / standard / f"{edition}.yaml"
    if file not in _files():
        raise KeyError(f"coefficients {standard} edition {edition} are not held")
    raw = _raw(file)
    return Coefficients(
        raw["id"], raw["edition"], raw["number"], raw["title"], raw["source"], raw["in_force"]["from"], raw["in_force"]["to"],
        Fraction(raw["standard_coal_kj"]), {},
    )  # fmt: skip


def _rows(raw: dict[str, Any]) -> Iterator[CoefficientRow]:
    for name, entry in raw["coefficients"].items():
        value = BY_YEAR if entry.get("by_year") else entry.get("value") or TO.join(entry.get("range", ()))
        yield CoefficientRow(
            standard=raw["id"], edition=raw["edition"], name=name, unit=entry["unit"], value=value,
            ncv=entry.get("ncv") or TO.join(entry.get("ncv_range", ())), basis=entry.get("basis", ""), clause=entry["clause"],
            confidence=entry["confidence"], note=entry.get("note", ""),
        )  # fmt: skip


def _coefficient(row: CoefficientRow) -> Coefficient:
    is_range = TO in row.value
    return Coefficient(
        name=row.name,
        unit=row.unit,
        value=Fraction(row.single) if row.single else None,
        range=ends(row.value) if is_range else None,
        ncv=ends(row.ncv),
        is_by_year=row.value == BY_YEAR,
        basis=row.basis,
        clause=row.clause,
        confidence=row.confidence,
        note=row.note,
    )
