"""A number as a table prints it, or none: only digits, so that nothing like 1e999999999 is ever worked out."""

import re
from fractions import Fraction

from greenlist.engines.scoring.rounding import fraction
from greenlist.rulebook.reference.coefficients import TO
from greenlist.rulebook.reference.units import has_odd_commas

PRINTED = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?(/[0-9]{1,15})?")
AND_MORE = re.compile(r"-?[0-9][0-9., ]*(?P<more>[^0-9., ~～〜–—−至/-][^0-9]{0,19})")


def printed_number(text: str) -> Fraction | None:
    """12.5, 43/8; None for anything else."""
    if not PRINTED.fullmatch(text):
        return None
    try:
        return fraction(text)
    except ValueError:
        return None


def printed_numbers(text: str) -> list[Fraction] | None:
    """A number alone, or both ends of a range (1.1～1.33, whichever width its sign has); None for anything else."""
    parts = text.replace("~", TO).split(TO)
    found = [number for part in parts if (number := printed_number(part)) is not None]
    return found if len(found) == len(parts) else None


def not_a_number(text: str) -> str:
    """What is wrong with what should be a number, '' for nothing."""
    return "" if printed_number(text) is not None else f"“{text[:20]}”不是数{why_no_number(text)}；请只填数，例如 12.5"


def why_no_number(text: str) -> str:
    """（…） with what keeps a text from being a number where that can be told: a comma that parts no thousands, a unit behind it; else ''."""
    if has_odd_commas(text):
        return "（逗号分不清是小数点还是千分位）"
    more = AND_MORE.fullmatch(text)
    return f"（数后面多了“{more['more'].strip()}”）" if more else ""
