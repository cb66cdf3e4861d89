"""A unit as reports spell it: with 万 and 亿, its kindred, and in words; each with its exact factor to the declared unit."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from greenlist.rulebook.reference.units import UnknownUnit, convert, kindred

IN_WORDS = {
    "tce": ("吨标准煤", "吨标煤", "t标准煤"), "kgce": ("千克标准煤", "公斤标准煤", "kg标准煤"), "t": ("吨",), "kg": ("千克", "公斤"),
    "m³": ("立方米", "方"), "m²": ("平方米", "㎡"), "hm²": ("公顷",), "km²": ("平方公里",), "kWh": ("千瓦时", "度"),
    "tCO₂e": ("吨二氧化碳当量", "tCO2", "tCO₂", "吨CO2"),
}  # fmt: skip
TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True)
class Spelled:
    """The spellings of one unit and their factors."""

    factors: dict[str, Fraction]
    pattern: re.Pattern[str]

    def read(self, text: str, at: int, *, in_brackets: bool = False) -> tuple[str, int]:
        """The spelling at a place, and where it ends; ('', at) for none."""
        brackets = r"[ \n]?\(?" if in_brackets else r"[ \n]?"
        opened = re.compile(brackets).match(text, at)
        start = opened.end() if opened else at
        found = self.pattern.match(text, start)
        if found is None:
            return "", at
        end = found.end()
        if in_brackets and text[end : end + 1] == ")":
            end += 1
        return found.group(), end


@lru_cache(maxsize=256)
def spelled_units(unit: str) -> Spelled:
    """All spellings for a declared unit; one that the table does not know is only itself."""
    try:
        known = {unit: Fraction(1)} | {other: convert(Fraction(1), other, unit) for other in kindred(unit)} if unit else {"": Fraction(1)}
    except UnknownUnit:
        known = {unit: Fraction(1)}
    factors: dict[str, Fraction] = {}
    for name, factor in known.items():
        for spelling in (name, *IN_WORDS.get(name, ()), *_quotients(name)):
            for prefix, times in TIMES.items():
                factors.setdefault(unicodedata.normalize("NFKC", prefix + spelling), factor * times)
    words = sorted((name for name in factors if name and not name.isdigit()), key=len, reverse=True)
    return Spelled(factors, re.compile("(?:" + "|".join(map(re.escape, words)) + r")(?![A-Za-z])" if words else r"(?!)"))


def _quotients(name: str) -> list[str]:
    """kgce/t as 千克标准煤/吨."""
    above, slash, below = name.partition("/")
    if not slash:
        return []
    return [f"{a}/{b}" for a in (above, *IN_WORDS.get(above, ())) for b in (below, *IN_WORDS.get(below, ())) if (a, b) != (above, below)]
