"""Planted trouble found by the draw by risk and by an even draw of as many places, in worlds that nobody has seen; every draw drawn again.

The strengths and the even share are those of the rulebook; they were set on worlds 1000–1059 and learned nothing from these.
"""

import json
import sys
from collections.abc import Sequence
from random import Random
from secrets import randbits

from benchmarks.planted_trouble import CUTS, Planted, auc, planted_world
from benchmarks.report import Budget, arguments, tell
from greenlist.engines.sampling import FORMAT, Basis, Unit, basis_content, check, commitment_of, draw_from, frame_content, frame_digest
from greenlist.rulebook.inspections import even_share, signals

WORLDS, QUICK_WORLDS, UNITS, PLACES = 300, 40, 600, 60
EVEN, (STRENGTH,) = even_share(), {signal.strength for signal in signals().values()}
LEAST_RATIO, SIDE = 1.5, 1.96


def main() -> int:
    """Measure and tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    worlds = [planted_world(Random(f"{seed} {n}"), units=UNITS) for n in range(QUICK_WORLDS if given.quick else WORLDS)]
    of_risk, of_even, of_noise, faults = [], [], [], 0
    for n, world in enumerate(worlds):
        found, told = found_by(world, STRENGTH, f"{seed} {n}")
        faults += len(told)
        of_risk.append(found)
        of_even.append(found_by(world, 0, f"{seed} {n} even")[0])
        of_noise.append(found_by(shuffled(world, Random(f"{seed} {n}")), STRENGTH, f"{seed} {n} noise")[0])
    everything = [unit for world in worlds for unit in world]
    times, low, high = times_as_many(of_risk, of_even)
    figures = {
        "seed": seed, "worlds": len(worlds), "units": UNITS, "places": PLACES, "trouble": sum(unit.has_trouble for unit in everything),
        "auc": ", ".join(f"{name} {auc(everything, name):.3f}" for name in CUTS), "found_by_risk": sum(of_risk),
        "found_by_even": sum(of_even), "times_as_many": round(times, 2), "interval_95": f"{low:.2f}–{high:.2f}",
        "times_with_signals_that_say_nothing": round(sum(of_noise) / sum(of_even), 2),
    }  # fmt: skip
    budgets = [Budget("even_to_risk_upper_end", round(1 / low, 3), round(1 / LEAST_RATIO, 3)), Budget("faults_of_replays", faults, 0)]
    return tell("risk_draw", given, figures, budgets)


def found_by(world: Sequence[Planted], strength: int, secret: str) -> tuple[int, list[str]]:
    """How much trouble one draw meets, and what does not agree when its record is checked. A strength of 0 is the even draw."""
    units = [Unit(one.key, one.key, one.city, one.category, one.seen) for one in world]
    basis = Basis(PLACES, EVEN, dict.fromkeys(CUTS, strength), "salt")
    frame = frame_content(basis, units)
    drawn = draw_from(frame, secret=secret, figure="3310.98")
    record = {
        "format": FORMAT, "commitment": commitment_of(secret), "secret": secret, "figure": "3310.98", "frame": frame,
        "frame_digest": frame_digest(frame), "basis": basis_content(basis, units), "drawn": drawn,
    }  # fmt: skip
    met = set(drawn)
    return sum(one.has_trouble for one in world if one.key in met), check(json.dumps(record))


def shuffled(world: Sequence[Planted], dice: Random) -> list[Planted]:
    """The same units, each with what was seen of another: signals that say nothing."""
    seen = [one.seen for one in world]
    dice.shuffle(seen)
    return [Planted(one.key, one.city, one.category, other, one.has_trouble) for one, other in zip(world, seen, strict=True)]


def times_as_many(ours: Sequence[int], theirs: Sequence[int]) -> tuple[float, float, float]:
    """Sum over sum, and its 95 % interval: the jackknife over worlds."""
    whole, count = sum(ours) / sum(theirs), len(ours)
    without = [(sum(ours) - a) / (sum(theirs) - b) for a, b in zip(ours, theirs, strict=True)]
    mean = sum(without) / count
    spread = ((count - 1) / count * sum((one - mean) ** 2 for one in without)) ** 0.5
    return whole, whole - SIDE * spread, whole + SIDE * spread


if __name__ == "__main__":
    sys.exit(main())
