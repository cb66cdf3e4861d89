"""What a unit of fuel, electricity, heat or medium is in standard coal: by edition of GB/T 2589, with its sureness.

A measured heating value comes first. Where the standard gives a range or a value of the year, there is none to take by itself:
the one used must be told with where it was read.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data" / "coefficients"
FORMAT = "greenlist.coefficients/1"


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
def coefficients(standard: str, edition: str) -> Coefficients:
    """One edition. Raises KeyError when it is not held."""
    file = FOLDER / standard / f"{edition}.yaml"
    if not file.exists():
        raise KeyError(f"coefficients {standard} edition {edition} are not held")
    return _read(yaml.safe_load(file.read_text(encoding="utf-8")), file)


def editions() -> tuple[Coefficients, ...]:
    """Every edition held, sorted."""
    return tuple(coefficients(file.parent.name, file.stem) for file in sorted(FOLDER.glob("*/*.yaml")))


def in_force(standard: str, on: date) -> Coefficients:
    """The edition that holds on a day. Raises KeyError when none is held for it."""
    for edition in editions():
        if edition.standard == standard and edition.from_on <= on and (edition.until_on is None or on <= edition.until_on):
            return edition
    raise KeyError(f"no edition of {standard} is held for {on.isoformat()}")


def coefficient(reference: str) -> Coefficient:
    """The row that `gbt-2589/2020#电力（当量值）` names. Raises KeyError."""
    place, _, name = reference.partition("#")
    standard, _, edition = place.partition("/")
    return coefficients(standard, edition).rows[name]


def used(reference: str, *, measured_ncv: Fraction | None = None, told: Fraction | None = None, told_source: str = "") -> Used:
    """The coefficient to count with: from a measured heating value (kJ a unit) before all, else the standard's, else the one told.

    One is told where the standard gives a range or a value of the year; with its source, and inside the range. Raises KeyError.
    """
    edition, row = coefficients(*reference.partition("#")[0].split("/")), coefficient(reference)
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
    return f"{row.name}每年不同，没有录入，须写明取用的值和出处"


def _span(bounds: tuple[Fraction, Fraction]) -> str:
    return "～".join(format(Decimal(bound.numerator) / bound.denominator, ".4f") for bound in bounds)


def _read(raw: dict[str, Any], file: Path) -> Coefficients:
    if raw.get("format") != FORMAT:
        raise ValueError(f"{file.name}: not {FORMAT}")
    until = raw["in_force"]["to"]
    return Coefficients(
        raw["id"], raw["edition"], raw["number"], raw["title"], raw["source"], raw["in_force"]["from"], until,
        Fraction(raw["standard_coal_kj"]), {name: _row(name, entry) for name, entry in raw["coefficients"].items()},
    )  # fmt: skip


def _row(name: str, entry: dict[str, Any]) -> Coefficient:
    single = (entry["ncv"], entry["ncv"]) if "ncv" in entry else None
    return Coefficient(
        name=name,
        unit=entry["unit"],
        value=Fraction(entry["value"]) if "value" in entry else None,
        range=_pair(entry.get("range")),
        ncv=_pair(entry.get("ncv_range") or single),
        is_by_year=entry.get("by_year", False),
        basis=entry.get("basis", ""),
        clause=entry["clause"],
        confidence=entry["confidence"],
        note=entry.get("note", ""),
    )


def _pair(texts: Any) -> tuple[Fraction, Fraction] | None:
    return (Fraction(texts[0]), Fraction(texts[1])) if texts else None
