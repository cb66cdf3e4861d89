"""What one leaf gives."""

from fractions import Fraction
from typing import NamedTuple


class ItemResult(NamedTuple):
    """One leaf: status met / not_met / scored / missing / doubtful / not_applicable, points and maximum."""

    id: str
    status: str
    points: Fraction
    maximum: Fraction
    value: str = ""
    note: str = ""
