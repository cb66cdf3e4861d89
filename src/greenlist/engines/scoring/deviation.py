"""By how much one marker's scores lie above or below another's over the same cases: the mean with its 95 % interval, in decimals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import added, shown

LEAST = 5  # of fewer cases nothing is said
# Student's t, two-sided 95 %, for 4, 5, 6 … 30 degrees of freedom; that of 30 serves for more, which is a little wide.
STUDENT = (
    "2.776", "2.571", "2.447", "2.365", "2.306", "2.262", "2.228", "2.201", "2.179", "2.160", "2.145", "2.131", "2.120", "2.110",
    "2.101", "2.093", "2.086", "2.080", "2.074", "2.069", "2.064", "2.060", "2.056", "2.052", "2.048", "2.045", "2.042",
)  # fmt: skip
PLACES = 2


@dataclass(frozen=True)
class Deviation:
    """Over how many cases; mean, and the interval around it, as decimal text. Without a mean there are too few cases."""

    count: int
    mean: str = ""
    low: str = ""
    high: str = ""

    @property
    def is_above(self) -> bool | None:
        """Does the whole interval lie above nought? None where there are too few cases to say."""
        return Decimal(self.low) > 0 if self.mean else None


def deviation(differences: Sequence[Fraction]) -> Deviation:
    """The mean of the differences, one a case."""
    count = len(differences)
    if count < LEAST:
        return Deviation(count)
    mean = added(differences) / count
    spread = added((one - mean) ** 2 for one in differences) / (count - 1) / count
    half = Rational(STUDENT[min(count - LEAST, len(STUDENT) - 1)]) * Rational(
        (Decimal(int(spread.numerator)) / int(spread.denominator)).sqrt()
    )
    return Deviation(count, shown(mean, PLACES), shown(mean - half, PLACES), shown(mean + half, PLACES))
