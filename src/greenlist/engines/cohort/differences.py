"""What a cohort's scores become under another plan: who rises, falls or crosses the line, in all and by group; the biggest movers."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np
from numpy.typing import NDArray

from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import decimal_text, round_to

QUALIFIED = 0


@dataclass(frozen=True)
class Side:
    """The published scores of a cohort under one plan: totals counted in intervals of `interval`, verdicts (0 qualified)."""

    total: NDArray[np.int64]
    verdict: NDArray[np.int8]
    interval: Fraction

    def counted_in(self, interval: Fraction) -> NDArray[np.int64]:
        """The totals counted in a finer interval."""
        return self.total * int(self.interval / interval)


@dataclass(frozen=True)
class Change:
    """One group of units: how many there are, rise, fall, come to qualify and cease to; the sum of all changes, exact."""

    name: str
    units: int
    up: int
    down: int
    gained: int
    lost: int
    moved: Fraction
    interval: Fraction

    @property
    def same(self) -> int:
        return self.units - self.up - self.down

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return self.up, self.down, self.gained, self.lost

    @property
    def mean_shown(self) -> str:
        """The mean change with a sign, rounded once to the interval; '0' where nothing moves."""
        return signed(self.moved / self.units, self.interval) if self.units and self.moved else "0"


def signed(value: Fraction, interval: Fraction) -> str:
    """A change as text: ＋1.20, −0.35."""
    text = decimal_text(round_to(abs(value), interval), interval)
    return f"{'−' if value < 0 else '＋'}{text}"


def finer(first: Fraction, second: Fraction) -> Fraction:
    """The largest interval of which both are multiples."""
    product = first.denominator * second.denominator
    return Rational(gcd(first.numerator * second.denominator, second.numerator * first.denominator), product)


def change_of(name: str, before: Side, after: Side) -> Change:
    """All units together."""
    return changes_by(before, after, np.zeros(len(before.total), np.int64), [name])[0]


def changes_by(before: Side, after: Side, groups: NDArray[np.int64], names: Sequence[str]) -> list[Change]:
    """A group a line, in the order of `names`; `groups` holds each unit's place in them."""
    interval = finer(before.interval, after.interval)
    moved = after.counted_in(interval) - before.counted_in(interval)
    was, is_now = before.verdict == QUALIFIED, after.verdict == QUALIFIED
    units, up, down, gained, lost = (
        [int(n) for n in np.bincount(groups[chosen], minlength=len(names))]
        for chosen in (slice(None), moved > 0, moved < 0, is_now & ~was, was & ~is_now)
    )
    sums = np.zeros(len(names), np.int64)
    np.add.at(sums, groups, moved)
    return [Change(name, units[i], up[i], down[i], gained[i], lost[i], int(sums[i]) * interval, interval) for i, name in enumerate(names)]


def movers(before: Side, after: Side, most: int) -> NDArray[np.int64]:
    """The places of the units that move furthest, the furthest first, of equals the earlier first; who does not move is none."""
    interval = finer(before.interval, after.interval)
    distance = np.abs(after.counted_in(interval) - before.counted_in(interval))
    furthest = np.argsort(-distance, kind="stable")[:most]
    moving: NDArray[np.int64] = furthest[distance[furthest] > 0]
    return moving


def added(first: Change, second: Change) -> Change:
    """The same group's change over two sets of units."""
    counts = (a + b for a, b in zip((first.units, *first.counts), (second.units, *second.counts), strict=True))
    units, up, down, gained, lost = counts
    return Change(first.name, units, up, down, gained, lost, first.moved + second.moved, finer(first.interval, second.interval))
