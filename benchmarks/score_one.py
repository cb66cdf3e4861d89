"""One application scored with its explanation tree, against GB/T 36132-2018 and against the standard of 60 indicators that openfisca-core is
given; and every standard that is held loaded, linted, compiled. The limit of 1 ms is held against both.
"""

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

from benchmarks import sixty
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
    plan, rows = compiled(standard_file("gbt-36132", "2018"), ON), 400 if given.quick else 4000
    pool = [declaration(plan, Random(f"{seed}/{i}")) for i in range(rows)]
    number = Rational.__name__  # mpq where gmpy2 is installed, else Fraction
    figures = {"seed": seed, "declarations": rows, "number": number} | _scored("gbt-36132/2018", plan, pool)
    plan = sixty.plan()
    figures |= _scored("sixty", plan, sixty.applications(plan, sixty.columns(plan, rows, seed), rows))
    figures |= {f"compile_median_ms {name}": milliseconds(times) for name, times in compiling.items()}
    slowest = max(compiling, key=lambda name: milliseconds(compiling[name]))
    figures |= {"compile_slowest": slowest, "compile_worst_ms": milliseconds(compiling[slowest], 1)}
    budgets = [
        *(Budget(name, float(str(figures[name])), 1) for name in ("score_median_ms gbt-36132/2018", "score_median_ms sixty")),
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


def _scored(name: str, plan: Plan, pool: list[dict[str, Any]]) -> Figures:
    """Every declaration read and scored once, in turn with a bare sum of the points it got."""
    ours, bare = [], []
    for content in pool:
        begun = process_time()
        result = score(plan, read_application(plan, content))
        scored = process_time()
        points = [item.points for item in result.items.values()]
        ours.append(scored - begun)
        bare.append(cpu(lambda points=points: sum(points, Fraction(0))))
    return _told(name, ours, bare, result)


def _told(name: str, ours: Sequence[float], bare: Sequence[float], last: Result) -> Figures:
    return {
        f"nodes_of_the_tree {name}": len(last.trace["nodes"]),
        f"score_median_ms {name}": milliseconds(ours),
        f"score_p95_ms {name}": milliseconds(ours, 0.95),
        f"bare_sum_median_ms {name}": round(1000 * median(bare), 4),
        f"score_to_bare_sum {name}": ratio(ours, bare),
    }


if __name__ == "__main__":
    sys.exit(main())
