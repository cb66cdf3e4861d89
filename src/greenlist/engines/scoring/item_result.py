"""What one leaf gives."""

from fractions import Fraction

from msgspec import Struct

UNDEFINED = "分母为0，无法计算"  # ends the note of a leaf without points for that


class ItemResult(Struct, frozen=True):
    """One leaf: status met / not_met / scored / missing / doubtful / not_applicable, points and maximum."""

    id: str
    status: str
    points: Fraction
    maximum: Fraction
    value: str = ""
    note: str = ""
