"""A number as a table prints it, or none: only digits, so that nothing like 1e999999999 is ever worked out."""

import re
from fractions import Fraction

from greenlist.engines.scoring.rounding import fraction

PRINTED = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?(/[0-9]{1,15})?")


def printed_number(text: str) -> Fraction | None:
    """12.5, 43/8; None for anything else."""
    if not PRINTED.fullmatch(text):
        return None
    try:
        return fraction(text)
    except ValueError:
        return None
