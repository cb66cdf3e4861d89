"""One application scored against GB/T 36132-2018 with its explanation tree; and the standard loaded, linted, compiled."""

import sys
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from random import Random
from secrets import randbits
from statistics import median
from time import process_time
from typing import Any

from benchmarks.declarations import declaration
from benchmarks.report import Budget, Figures, arguments, tell
from benchmarks.timing import cpu, milliseconds, ratio
from greenlist.engines.scoring import Plan, Result, compile_plan, load_standard, read_application, score
from greenlist.engines.scoring.check import lint
from greenlist.engines.scoring.expr import formula
from greenlist.engines.scoring.rational import Rational
from greenlist.rulebook.standards import standard_file

ON = date(2024, 5, 27)


def main() -> int:
    """Measure and tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    compiling = [cpu(compiled) for _ in range(20 if given.quick else 60)]
    plan = compiled()
    pool = [declaration(plan, Random(f"{seed}/{i}")) for i in range(400 if given.quick else 4000)]
    figures = {"seed": seed, "declarations": len(pool)} | _scored(plan, pool)
    figures["compile_median_ms"] = milliseconds(compiling)
    figures["compile_worst_ms"] = milliseconds(compiling, 1)
    budgets = [
        Budget("score_median_ms", float(str(figures["score_median_ms"])), 1),
        Budget("compile_median_ms", milliseconds(compiling), 50),
    ]
    return tell("score_one", given, figures, budgets)


def compiled() -> Plan:
    """The standard loaded, linted and compiled from its file, with nothing remembered from the last time."""
    formula.cache_clear()
    source = load_standard(standard_file("gbt-36132", "2018"))
    if problems := lint(source):
        raise SystemExit("\n".join(problems))
    plan = compile_plan(source, ON)
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
