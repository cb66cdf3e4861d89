"""The engine against a second, slow scorer that shares nothing with it: shipped standards and made-up ones over the whole language.

A third writing of the shipped standards' rules, by hand and without their files, is held against both where nothing is in doubt.
"""

import time
from collections import Counter
from datetime import date
from random import Random
from secrets import randbits

from benchmarks.report import Budget, arguments, tell
from benchmarks.sharing import shared
from greenlist.engines.scoring import read_application, score
from tests.engines.scoring.oracle import making
from tests.engines.scoring.oracle.agreement import differences, planned
from tests.engines.scoring.oracle.by_hand import BY_HAND
from tests.engines.scoring.oracle.shipped import SHIPPED, by_hand, shipped, sure

APPLICATIONS, QUICK, EACH = 100_000, 4_000, 10
LINES = (None, "4.5", "10", "60", "85")


def main() -> int:
    """Score them all twice, shared among the processors, and tell."""
    given, begun = arguments(__doc__ or ""), time.monotonic()
    runs = (QUICK if given.quick else APPLICATIONS) // EACH
    told = shared("benchmarks.oracle", runs, given.seed or randbits(32), _part)
    counted: Counter[str] = sum((Counter(one["counted"]) for one in told), Counter())
    found = [sentence for one in told for sentence in one["found"]]
    figures = {
        "seed": told[0]["seed"], "applications": counted["application"], "standards_made_up": counted["made up"], "by_hand": counted["by hand"],
        "seconds": round(time.monotonic() - begun), "processes": len(told), "counted": dict(sorted(counted.items())), "differences": found[:20],
    }  # fmt: skip
    missing = max(0, (QUICK if given.quick else 100_000) - counted["application"])
    return tell("oracle", given, figures, [Budget("differences", len(found), 0), Budget("applications_missing", missing, 0)])


def _part(numbers: range, seed: int) -> dict[str, object]:
    counted: Counter[str] = Counter()
    found: list[str] = []
    for number in numbers:
        dice = Random(f"{seed}/{number}")
        if number % 3:
            _made_up(dice, number, counted, found)
        else:
            _shipped(dice, number, counted, found)
    return {"seed": seed, "counted": counted, "found": found}


def _made_up(dice: Random, number: int, counted: Counter[str], found: list[str]) -> None:
    content = making.standard(dice)
    plan = planned(content)
    counted["made up"] += 1
    for _ in range(EACH):
        _held(plan, content, dice, f"run {number}", counted, found)


def _shipped(dice: Random, number: int, counted: Counter[str], found: list[str]) -> None:
    name = dice.choice(sorted(SHIPPED))
    plan, content = shipped(name)
    for _ in range(EACH):
        filled = _held(plan, content, dice, f"run {number} {name}", counted, found, SHIPPED[name])
        if name in BY_HAND:
            filled = sure(filled)
            points, total = by_hand(name, content, filled)
            result = score(plan, read_application(plan, filled))
            counted["by hand"] += 1
            if total != result.total or points != {n: None if r.status == "missing" else r.points for n, r in result.items.items()}:
                found.append(f"run {number} {name}: by hand {total}, engine {result.total}")


def _held(
    plan: making.Made, content: making.Made, dice: Random, where: str, counted: Counter[str], found: list[str], on: date = making.DAY
) -> making.Made:
    filled, line = making.application(content, dice, on.year), dice.choice(LINES)
    counted["application"] += 1
    told = differences(plan, content, filled, on, line)
    if told:
        found.append(f"{where}: {'; '.join(told)}")
    return filled


if __name__ == "__main__":
    raise SystemExit(main())
