"""Units: a closed table of exact fractions. Compound units are quotients `a/b`."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml

BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
ALIASES = {
    "m2": "m²",
    "m3": "m³",
    "hm2": "hm²",
    "km2": "km²",
    "万m3": "万m³",
    "tCO2e": "tCO₂e",
    "kgCO2e": "kgCO₂e",
    "kL": "m³",
    "(t·能量因数)": "t·能量因数",
    "": "1",
}
THOUSANDS = re.compile(r"[-+−]?\d{1,3}(,\d{3})+(\.\d*)?\D*", re.ASCII)  # and what stands behind them, as a sign of percent


class UnknownUnit(ValueError):
    """The unit is not in the table (rulebook/reference/units.yaml)."""


@dataclass(frozen=True)
class Unit:
    """A unit: its symbol, its dimension (`mass`, or `coal_equivalent/product`), its exact factor to base units."""

    symbol: str
    dimension: str
    factor: Fraction


@cache
def _table() -> dict[str, tuple[str, str]]:
    raw = yaml.safe_load(Path(__file__).with_name("units.yaml").read_text(encoding="utf-8"))
    return {str(symbol): (entry[0], entry[1]) for symbol, entry in raw.items()}


@cache
def unit(symbol: str) -> Unit:
    """The unit for a symbol such as `tce`, `万 m³`, `kgce/t`; raises UnknownUnit with the symbol."""
    name = symbol.replace(" ", "").replace("\u00a0", "")
    name = ALIASES.get(name, name)
    if name in _table():
        dimension, factor = _table()[name]
        return Unit(name, dimension, Fraction(factor))
    if name.count("/") == 1:
        above, below = (unit(part) for part in name.split("/"))
        dimension = f"{above.dimension}/{below.dimension}" if above.dimension != below.dimension else "number"
        return Unit(name, dimension, above.factor / below.factor)
    raise UnknownUnit(f"unit {symbol!r} is not in the table of units")


def convert(value: Fraction, source: str, target: str) -> Fraction:
    """The same quantity in another unit. Raises UnknownUnit, or ValueError when the dimensions differ."""
    a, b = unit(source), unit(target)
    if a.dimension != b.dimension:
        raise ValueError(f"{source} ({a.dimension}) cannot become {target} ({b.dimension})")
    return value * a.factor / b.factor


def kindred(symbol: str) -> list[str]:
    """The other units of the same kind: kgce for tce, kg/产品 for t/产品. Raises UnknownUnit."""
    above, slash, below = unit(symbol).symbol.partition("/")
    own = unit(above)
    return [other + slash + below for other, (dimension, _) in _table().items() if dimension == own.dimension and other != above]


def plain_digits(text: str) -> str:
    """Full-width digits to half-width, thousands commas, spaces and U+2212 put right; other characters stay, also a line break between two
    numbers: they are not one."""
    half = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    return "".join(c for c in half if c not in ", ，" and (c in BREAKS or not c.isspace()))


def has_odd_commas(text: str) -> bool:
    """Are there commas in it that part no thousands? 12,34 may mean 12.34; `plain_digits` would make 1234 of it."""
    half = "".join(unicodedata.normalize("NFKC", text).split())
    return "," in half and not THOUSANDS.fullmatch(half)
