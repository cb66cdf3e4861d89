"""Invented listed units with planted trouble and the weak signals that go with it. Made before the draw that is to find it.

Trouble is rare. Each signal alone tells little: in every world its AUC is aimed at a figure between .66 and .74 and measured in
`tests/engines/sampling/test_planted_trouble.py`. Signals are not independent (what one unit's signals share is `SHARED`), cities
differ in how readily they report anything, and every tenth value is not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import NormalDist

CITIES = tuple(f"城市{letter}（演示）" for letter in "甲乙丙丁戊己庚辛壬癸子")
CATEGORIES = (("factory", 85), ("park", 5), ("supply_chain", 10))
SHARED, CITY_SPREAD, UNKNOWN = 0.3, 0.25, 0.1
AIMED = (0.66, 0.74)
# what an office sees of a signal: a figure of hundredths, a grade of three, a flag; cuts in standard deviations of sound units
CUTS: dict[str, tuple[float, ...]] = {"figure_a": (), "figure_b": (), "grade_c": (0.4, 1.2), "flag_d": (0.6,), "flag_e": (0.7,)}
NORMAL = NormalDist()


@dataclass(frozen=True)
class Planted:
    """One unit: where it stands, what is seen of it (hundredths from 0 to 100, None where not known), and whether it has trouble."""

    key: str
    city: str
    category: str
    seen: dict[str, int | None]
    has_trouble: bool


def planted_world(dice: Random, *, units: int = 600, rate: float = 0.04) -> list[Planted]:
    """So many units, each with trouble at `rate`; every signal with an AUC of its own, drawn anew for this world."""
    shifts = {name: _shift(dice.uniform(*AIMED), cuts) for name, cuts in CUTS.items()}
    leaning = {city: dice.gauss(0, CITY_SPREAD) for city in CITIES}
    names, shares = zip(*CATEGORIES, strict=True)
    return [
        _unit(f"U{n:04}", dice.choice(CITIES), dice.choices(names, shares)[0], dice.random() < rate, leaning, shifts, dice)
        for n in range(units)
    ]


def _unit(
    key: str, city: str, category: str, has_trouble: bool, leaning: dict[str, float], shifts: dict[str, float], dice: Random
) -> Planted:  # fmt: skip
    common = dice.gauss(0, 1)
    seen: dict[str, int | None] = {}
    for name, cuts in CUTS.items():
        inner = SHARED**0.5 * common + (1 - SHARED) ** 0.5 * dice.gauss(0, 1) + leaning[city] + (shifts[name] if has_trouble else 0)
        seen[name] = None if dice.random() < UNKNOWN else _as_seen(inner, cuts)
    return Planted(key, city, category, seen, has_trouble)


def _as_seen(inner: float, cuts: Sequence[float]) -> int:
    """A figure: its place among sound units in hundredths; a grade or a flag: how many cuts it passes, in hundredths of all."""
    if not cuts:
        return round(NORMAL.cdf(inner) * 100)
    return 100 * sum(inner > cut for cut in cuts) // len(cuts)


def _shift(auc: float, cuts: Sequence[float]) -> float:
    """By how much trouble lifts a signal so that what is seen of it has this AUC; by bisection."""
    low, high = 0.0, 4.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _expected_auc(middle, cuts) < auc else (low, middle)
    return low


def _expected_auc(shift: float, cuts: Sequence[float]) -> float:
    """P(trouble seen above sound) + ½ P(seen alike), of two normal values that spread as cities do."""
    spread = NormalDist(0, (1 + CITY_SPREAD**2) ** 0.5)
    if not cuts:
        return NormalDist(0, spread.stdev * 2**0.5).cdf(shift)
    edges = [-99.0, *cuts, 99.0]
    sound = [spread.cdf(b) - spread.cdf(a) for a, b in zip(edges, edges[1:], strict=False)]
    troubled = [spread.cdf(b - shift) - spread.cdf(a - shift) for a, b in zip(edges, edges[1:], strict=False)]
    return sum(t * (sum(sound[:i]) + sound[i] / 2) for i, t in enumerate(troubled))


def auc(units: Sequence[Planted], signal: str) -> float:
    """Of all pairs of a unit with trouble and one without, both known: how often the troubled one is seen higher (alike counts half)."""
    pairs = [(unit.seen[signal], unit.has_trouble) for unit in units]
    troubled = [value for value, has in pairs if has and value is not None]
    counts = [0] * 101
    for value, has in pairs:
        if not has and value is not None:
            counts[value] += 1
    below = [sum(counts[:value]) + counts[value] / 2 for value in range(101)]
    return sum(below[value] for value in troubled) / (len(troubled) * sum(counts))
