"""One application scored against GB/T 36132-2018 with its explanation tree; and every standard that is held loaded, linted, compiled."""

import sys
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from secrets import randbits
from statistics import median
from time import process_time
from typing import Any

from benchmarks.declarations import declaration
from benchmarks.report import Budget, Figures, arguments, tell
from benchmarks.timing import cpu, milliseconds, ratio, taking_turns
from greenlist.engines.scoring import Plan, Result, compile_plan, load_standard, read_application, score
from greenlist.engines.scoring.check import lint
from greenlist.engines.scoring.expr import formula
from greenlist.engines.scoring.rational import Rational
from greenlist.rulebook.standards import held_editions, standard_file

ON = date(2024, 5, 27)


def main() -> int:
    """Measure and tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    standards = {f"{file.parent.name}/{file.stem}": partial(compiled, file) for file in held_editions()}
    compiling = taking_turns(standards, 10 if given.quick else 40)
    plan = compiled(standard_file("gbt-36132", "2018"), ON)
    pool = [declaration(plan, Random(f"{seed}/{i}")) for i in range(400 if given.quick else 4000)]
    figures = {"seed": seed, "declarations": len(pool)} | _scored(plan, pool)
    figures |= {f"compile_median_ms {name}": milliseconds(times) for name, times in compiling.items()}
    slowest = max(compiling, key=lambda name: milliseconds(compiling[name]))
    figures |= {"compile_slowest": slowest, "compile_worst_ms": milliseconds(compiling[slowest], 1)}
    budgets = [
        Budget("score_median_ms", float(str(figures["score_median_ms"])), 1),
        Budget("compile_slowest_median_ms", milliseconds(compiling[slowest]), 50),
    ]
    return tell("score_one", given, figures, budgets)


def compiled(file: Path, on: date | None = None) -> Plan:
    """A standard loaded, linted and compiled from its file for a day, its first in force without one; with no formula remembered."""
    formula.cache_clear()
    source = load_standard(file)
    if problems := lint(source):
        raise SystemExit("\n".join(problems))
    plan = compile_plan(source, on or date.fromisoformat(str(source.standard.in_force["from"])))
    _ = (plan.digest, plan.items, plan.gates, plan.derived, plan.interval, plan.maximum)
    return plan


def _scored(plan: Plan, pool: list[dict[str, Any]]) -> Figures:
    """Every declaration read and scored once, in turn with a bare sum of the points it got."""
    ours, bare = [], []
    for content in pool:
        begun = process_time()
        result = score(plan, read_application(plan, content))
        scored = process_time()
        points = [item.points for item in result.items.values()]
        ours.append(scored - begun)
        bare.append(cpu(lambda points=points: sum(points, Fraction(0))))
    return _told(ours, bare, result)


def _told(ours: Sequence[float], bare: Sequence[float], last: Result) -> Figures:
    return {
        "number": Rational.__name__,  # mpq where gmpy2 is installed, else Fraction
        "nodes_of_the_tree": len(last.trace["nodes"]),
        "score_median_ms": milliseconds(ours),
        "score_p95_ms": milliseconds(ours, 0.95),
        "bare_sum_median_ms": round(1000 * median(bare), 4),
        "score_to_bare_sum": ratio(ours, bare),
    }


if __name__ == "__main__":
    sys.exit(main())
