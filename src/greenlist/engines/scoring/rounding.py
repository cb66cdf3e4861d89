"""GB/T 8170-2008: round once, half to even, to an interval (0.01, 0.5, 0.2 …)."""

import re
from collections.abc import Iterable
from fractions import Fraction

from greenlist.engines.scoring.rational import HALF, ZERO, Rational

NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)
ROUNDED = Rational.__round__  # half to even; called so it takes three quarters of the time
POWERS = tuple(Rational(10**places) for places in range(32))


def round_to(value: Fraction, interval: Fraction) -> Fraction:
    """`value` rounded to the nearest multiple of `interval`; an exact half goes to the even multiple."""
    quotient = value / interval
    below = quotient.numerator // quotient.denominator
    rest = quotient - below
    up = rest > HALF or (rest == HALF and below % 2 == 1)
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
    """A value rounded to `places` decimals, trailing zeros cut: how an intermediate figure is shown."""
    return str(value.numerator) if value.denominator == 1 else shown_part(value, places)


def shown_part(value: Fraction, places: int) -> str:
    """The same, sooner for a value that is seldom whole: half to even, as Python rounds a fraction to a whole number."""
    text = str(ROUNDED(value * POWERS[places]))
    if not places:
        return text
    whole, decimals = text[:-places], text[-places:].rstrip("0")
    if not whole or whole == "-":  # -0.05 at two places: -5, then -005
        sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text)
        digits = f"{digits:0>{places + 1}}"
        whole, decimals = sign + digits[:-places], digits[-places:].rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def shown_within(value: Fraction, most: Fraction, places: int = 2) -> str:
    """As `shown`, but never above `most`: where rounding would go beyond it, more decimals are cut off instead (4.17 of 25/6 → 4.1666)."""
    text = shown(value, places)
    if value > most or fraction(text) <= most:
        return text
    finer = 10 ** (places + 2)
    return shown(Rational(value.numerator * finer // value.denominator, finer), places + 2)


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


def decimal_or_quotient(value: Fraction) -> str:
    """The exact value as people write it: `5000.12` where it ends, else `43/7`. What is given ends; what is computed seldom does."""
    return shown(value, 12) if ends(value) else str(value)


def added(values: Iterable[Fraction]) -> Fraction:
    """The exact sum."""
    return sum(values, ZERO)


def fraction(text: str) -> Fraction:
    """A number written as decimal or quotient text: `0.1`, `43/8`. Raises ValueError."""
    values = [Rational(part) for part in text.split("/", 1) if NUMBER.fullmatch(part)]
    if len(values) != 1 + text.count("/") or not all(values[1:]):
        raise ValueError(f"{text[:40]!r} is not a number; write it as 0.1 or 43/8")
    return values[0] / values[1] if len(values) == 2 else values[0]
