"""From risk signals to each unit's chance of being drawn, in whole millionths: what is printed is exactly what is drawn by.

A unit weighs the product of (100 + strength × value) over the signals, the value in hundredths: a strength of 3 makes a unit with the
full signal four times as likely as one without. A value that is not known counts as the mean of those known, rounded down.
A share of the places (`even`, in hundredths) is spread evenly, so that nobody's chance is nought; the others go by weight, and
whoever would get more than a whole chance is certain, the rest of his going to the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

MILLION = 1_000_000


@dataclass(frozen=True)
class Unit:
    """One unit that may be drawn: a key of its own, its stratum, its signals in hundredths (None: not known)."""

    key: str
    name: str = ""
    city: str = ""
    category: str = ""
    signals: Mapping[str, int | None] = field(default_factory=dict)


def chances(units: Sequence[Unit], *, budget: int, even: int, strengths: Mapping[str, int]) -> dict[str, int]:
    """Each unit's chance in millionths, by key; together exactly `budget` millions, none nought, none above one million.

    Raises ValueError for keys twice, a signal out of range, or places that are none, too many, or too few to give everybody a chance.
    """
    _refuse(units, budget, even, strengths)
    ordered = sorted(units, key=lambda unit: unit.key)
    means = {signal: _mean([unit.signals.get(signal) for unit in ordered]) for signal in strengths}
    weights = [weight_of(unit, strengths, means) for unit in ordered]
    exact = _exact(weights, budget, Fraction(even, 100))
    rounded = _in_millionths(exact, budget)
    if min(rounded) < 1:
        raise ValueError("too few places for so many units: a chance would be nought")
    return {unit.key: chance for unit, chance in zip(ordered, rounded, strict=True)}


def weight_of(unit: Unit, strengths: Mapping[str, int], means: Mapping[str, int]) -> int:
    """What the unit weighs; only the proportion of weights matters."""
    weight = 1
    for signal, strength in sorted(strengths.items()):
        value = unit.signals.get(signal)
        weight *= 100 + strength * (means[signal] if value is None else value)
    return weight


def _mean(values: Sequence[int | None]) -> int:
    known = [value for value in values if value is not None]
    return sum(known) // len(known) if known else 0


def _exact(weights: Sequence[int], budget: int, even: Fraction) -> list[Fraction]:
    """The even share, and on top of it the others by weight, the heaviest cut off at a chance of one."""
    base = even * budget / len(weights)
    ceiling, left, left_weight = 1 - base, (1 - even) * budget, sum(weights)
    found = [Fraction(0)] * len(weights)
    for position in sorted(range(len(weights)), key=lambda i: -weights[i]):
        found[position] = base + min(ceiling, left * weights[position] / left_weight)
        if found[position] == 1:  # only of the heaviest, one after another; all the others share what is left
            left, left_weight = left - ceiling, left_weight - weights[position]
    return found


def _in_millionths(exact: Sequence[Fraction], budget: int) -> list[int]:
    """Rounded down, then one more for the largest rests until the sum is right; of equal rests the first."""
    floors = [chance.numerator * MILLION // chance.denominator for chance in exact]
    rests = [chance * MILLION - floor for chance, floor in zip(exact, floors, strict=True)]
    missing = budget * MILLION - sum(floors)
    for position in sorted(range(len(exact)), key=lambda i: (-rests[i], i))[:missing]:
        floors[position] += 1
    return floors


def _refuse(units: Sequence[Unit], budget: int, even: int, strengths: Mapping[str, int]) -> None:
    if len({unit.key for unit in units}) < len(units):
        raise ValueError("a key stands twice")
    if not 0 < budget <= len(units):
        raise ValueError(f"budget {budget} of {len(units)} units")
    if not 0 < even <= 100 or any(strength < 0 for strength in strengths.values()):
        raise ValueError("the even share must be 1 to 100 hundredths, strengths not below nought")
    if any(value is not None and not 0 <= value <= 100 for unit in units for value in unit.signals.values()):
        raise ValueError("a signal must be 0 to 100 hundredths, or None")
