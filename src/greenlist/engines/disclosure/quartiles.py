"""Quartiles by nearest rank, exact; printed with two significant figures. The smallest and the largest value are never a quartile of five."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil

from greenlist.engines.scoring.rounding import decimal_text, round_to

QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
BANDS = ((50, "50家及以上"), (20, "20–49家"), (10, "10–19家"), (5, "5–9家"))


def quartiles(values: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """The values at a quarter, at the half and at three quarters: the first that so large a part does not exceed."""
    ordered = sorted(values)
    return tuple(ordered[ceil(part * len(ordered)) - 1] for part in QUARTERS)


def two_figures(value: Fraction) -> str:
    """The value with two significant figures as decimal text: 0.087, 0.20, 12, 3400. An exact half goes to the even one."""
    if not value:
        return "0"
    size = abs(value)
    interval = Fraction(1)
    while size >= 100 * interval:
        interval *= 10
    while size < 10 * interval:
        interval /= 10
    text = decimal_text(round_to(size, interval), min(interval, Fraction(1)))
    return f"-{text}" if value < 0 else text


def band(count: int) -> str:
    """How many units, in words that one more seldom changes. Raises ValueError for fewer than a cell may have."""
    for least, words in BANDS:
        if count >= least:
            return words
    raise ValueError(f"no cell of {count}")
