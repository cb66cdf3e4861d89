"""GB/T 8170-2008: round once, half to even, to an interval (0.01, 0.5, 0.2 …)."""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import lcm

NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)


def round_to(value: Fraction, interval: Fraction) -> Fraction:
    """`value` rounded to the nearest multiple of `interval`; an exact half goes to the even multiple."""
    quotient = value / interval
    below = quotient.numerator // quotient.denominator
    rest = quotient - below
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1)
    return (below + up) * interval


def decimal_text(value: Fraction, interval: Fraction) -> str:
    """A rounded value as decimal text with as many places as the interval has."""
    places = decimal_places(interval)
    scaled = value * 10**places
    if scaled.denominator != 1:
        raise ValueError(f"{value} is no multiple of {interval}; round it first")
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def shown(value: Fraction, places: int = 2) -> str:
    """A value rounded to `places` decimals, trailing zeros cut: how an intermediate figure is shown.

    Whole-number arithmetic only: this is called for every node of every explanation tree.
    """
    numerator, denominator = value.as_integer_ratio()
    if denominator == 1:
        return str(numerator)
    whole, rest = divmod(abs(numerator) * 10**places, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and whole & 1):
        whole += 1
    digits = str(whole).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".") if places else digits
    return f"-{text}" if numerator < 0 and whole else text


def shown_within(value: Fraction, most: Fraction, places: int = 2) -> str:
    """As `shown`, but never above `most`: where rounding would go beyond it, more decimals are cut off instead (4.17 of 25/6 → 4.1666)."""
    text = shown(value, places)
    if value > most or fraction(text) <= most:
        return text
    finer = 10 ** (places + 2)
    return shown(Fraction(value.numerator * finer // value.denominator, finer), places + 2)


def decimal_places(interval: Fraction) -> int:
    """How many decimals the interval has (1/100 → 2)."""
    places, scaled = 0, interval
    while scaled.denominator != 1:
        scaled, places = scaled * 10, places + 1
        if places > 12:
            raise ValueError(f"{interval} does not terminate")
    return places


def ends(value: Fraction) -> bool:
    """Can it be written with at most twelve decimals? An interval to round to must."""
    return (value * 10**12).denominator == 1


def added(values: Iterable[Fraction]) -> Fraction:
    """The exact sum, over one common denominator instead of one reduction a term."""
    pairs = [value.as_integer_ratio() for value in values]
    common = lcm(*(below for _, below in pairs))
    return Fraction(sum(above * (common // below) for above, below in pairs), common)


def fraction(text: str) -> Fraction:
    """A number written as decimal or quotient text: `0.1`, `43/8`. Raises ValueError."""
    parts = text.split("/", 1)
    if not all(NUMBER.fullmatch(part) for part in parts) or (len(parts) == 2 and not Decimal(parts[1])):
        raise ValueError(f"{text[:40]!r} is not a number; write it as 0.1 or 43/8")
    values = [Fraction(Decimal(part)) for part in parts]
    return values[0] / values[1] if len(values) == 2 else values[0]
