"""What one leaf gives."""

from fractions import Fraction

from msgspec import Struct


class ItemResult(Struct, frozen=True):
    """One leaf: status met / not_met / scored / missing / doubtful / not_applicable, points and maximum."""

    id: str
    status: str
    points: Fraction
    maximum: Fraction
    value: str = ""
    note: str = ""
