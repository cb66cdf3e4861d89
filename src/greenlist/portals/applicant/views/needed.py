"""The value an item has and the value it needs, as two figures that can be held against each other."""

from fractions import Fraction
from math import ceil, floor

from greenlist.engines.scoring.explaining.backwards import Needed
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import fraction, shown
from greenlist.papers.unit_signs import with_signs, with_unit
from greenlist.portals.shared.templatetags.figures import figure

FIGURES, LEAST_PLACES = 1000, 2  # four figures, and at least two decimals: as the needed value is written


def wanted(needed: Needed | None) -> str:
    """不低于 1,500 元/m³; '' for none. The engine has rounded it to the side on which it still suffices."""
    return with_signs(needed.words.replace(needed.shown, figure(needed.shown), 1)) if needed else ""


def has_now(text: str, needed: Needed) -> str:
    """The value there is (as the engine shows it), with as many decimals as the needed one is written with, and its unit.

    Rounded to the side on which it does not suffice, so that what falls short never reads as enough: 79.999 for 不低于 80 is 79.99. Where
    even that would read as the needed value, every decimal there is stays.
    """
    try:
        value = fraction(text)
    except ValueError:
        return with_unit(text, needed.unit)
    short = _shortened(value, needed.is_higher)
    return with_unit(figure(shown(value, 12) if short == needed.value else shown(short, 12)), needed.unit)


def _shortened(value: Fraction, is_higher: bool) -> Fraction:
    places = LEAST_PLACES
    while value and abs(value) * 10**places < FIGURES and places < 12:
        places += 1
    scaled = value * 10**places
    return Rational(floor(scaled) if is_higher else ceil(scaled), 10**places)
