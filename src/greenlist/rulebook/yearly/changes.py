"""A value beside last year's: the range it would be expected in, and whether it lies outside. It warns; it is no verdict."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Expected:
    """The range around last year's value, both ends included."""

    low: Fraction
    high: Fraction

    def holds(self, value: Fraction) -> bool:
        """Does the value lie in the range?"""
        return self.low <= value <= self.high


def expected(last_year: Fraction, percent: Fraction) -> Expected | None:
    """Last year's value less and plus so many percent of it; None where last year's is 0: no part of nothing can be expected."""
    if not last_year:
        return None
    swing = abs(last_year) * percent / 100
    return Expected(last_year - swing, last_year + swing)


def is_unexpected(value: Fraction, last_year: Fraction, percent: Fraction) -> bool:
    """Is the value outside the range? A value where last year had none of it (0) is; 0 again is not."""
    found = expected(last_year, percent)
    return not found.holds(value) if found else value != 0
