"""The cohort lane against the exact lane, on every published number of every row. Two parts, told apart in the figures:

exact: rows of made-up standards of the whole language scored by both lanes, the compiled kernel and numpy, with planted ties and edges.
sums: ten million rows of tie-dense standards whose every value terminates, against sums in whole numbers that share no code with either.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from random import Random
from secrets import randbits
from time import monotonic
from typing import Any

import numpy as np

from benchmarks.report import Budget, Figures, arguments, tell
from greenlist.engines.cohort import Column, Program, compile_program, score_batch
from tests.engines.cohort.cohorts import columns, differences
from tests.engines.cohort.test_agreement import made
from tests.engines.scoring.oracle.agreement import planned
from tests.engines.scoring.standards import group, item, plan

FIELDS = ("total", "verdict", "grade", "unmet", "missing")
ROWS, PIECE = 10_000_000, 250_000
PROCESSES = 2


def main() -> int:
    """Compare and tell."""
    given = arguments(__doc__ or "")
    seed, seconds = given.seed or randbits(32), 8.0 if given.quick else 300.0
    rows = 500_000 if given.quick else ROWS
    with ProcessPoolExecutor(PROCESSES) as pool:
        by_exact = list(pool.map(_exact, [f"{seed}/{k}" for k in range(PROCESSES)], [seconds] * PROCESSES))
        starts = range(0, rows, PIECE)
        by_sums = list(pool.map(_sums, [f"{seed}/{start}" for start in starts], [min(PIECE, rows - start) for start in starts]))
    figures: Figures = {
        "seed": seed, "standards": sum(one["standards"] for one in by_exact), "rows_by_exact_lane": sum(one["rows"] for one in by_exact),
        "of_them_by_compiled_kernel": sum(one["compiled"] for one in by_exact), "rows_by_whole_numbers": sum(one["rows"] for one in by_sums),
        "of_them_on_a_tie_or_line": sum(one["ties"] for one in by_sums), "of_them_flagged": sum(one["flagged"] for one in by_sums),
    }  # fmt: skip
    wrong = [line for one in (*by_exact, *by_sums) for line in one["wrong"]]
    figures["first_differences"] = wrong[:3]
    return tell("cohort_agreement", given, figures, [Budget("published_differences", len(wrong), 0)])


def _exact(seed: str, seconds: float) -> dict[str, Any]:
    """Made-up standards until the time is up, each with a few hundred rows; zeros, edges and what is missing are common in them."""
    found: dict[str, Any] = {"standards": 0, "rows": 0, "compiled": 0, "wrong": []}
    dice, begun = Random(seed), monotonic()
    while monotonic() - begun < seconds:
        program = compile_program(planned(made(dice, is_for_kernel=dice.random() < 0.7)), dice.choice((None, Fraction(10), Fraction(20))))
        rows, number = 200, dice.randrange(2**32)
        given = columns(program, rows, number, missing=dice.choice((0.0, 0.02, 0.1)))
        scores, plain = score_batch(program, given, rows), score_batch(program, given, rows, is_compiled=False)
        found["wrong"] += [
            f"{seed} {number} row {row}: {ours} {exact}" for row, ours, exact in differences(program, plain, given, range(rows))
        ]
        found["wrong"] += [f"{seed} {number} {name}" for name in FIELDS if not np.array_equal(getattr(scores, name), getattr(plain, name))]
        found["standards"], found["rows"] = found["standards"] + 1, found["rows"] + rows
        found["compiled"] += 0 if program.needs_numpy or program.needs_exact else rows
    return found


def tie_dense() -> Program:
    """Marks in hundredths, and a small group that adds hundred-thousandths: one row in a thousand lies on a tie exactly."""
    marks = [item(f"m{k}", "judged", "10") for k in range(6)]
    small = [item("r", "required", "10"), item("s", "judged", "10"), item("t", "judged", "10")]
    made_up = plan(group("A", *marks, weight="60"), group("B", *small, weight="0.03"), maximum="60.03", interval="0.01")
    return compile_program(made_up, Fraction("30.01"))


def _sums(seed: str, rows: int) -> dict[str, Any]:
    """Totals in whole hundred-thousandths; some rows are put on the line exactly, some just beside it."""
    random = np.random.default_rng([ord(sign) for sign in seed])
    marks = {f"m{k}": random.integers(0, 1001, rows) for k in range(6)}
    a, b = random.integers(0, 1001, rows), random.integers(0, 1001, rows)
    is_met, is_there = random.random(rows) < 0.9, random.random(rows) >= 0.02
    planted = random.random(rows) < 1e-3
    for values in marks.values():
        values[planted] = 500
    a[planted], b[planted] = 0, random.integers(0, 2, int(planted.sum()))
    marks["m5"][planted] -= random.integers(0, 2, int(planted.sum()))
    is_met |= planted
    given = {name: Column(values / 100) for name, values in (marks | {"s": a, "t": b}).items()} | {"r": Column(is_met.astype(float))}
    given["m0"] = Column(np.where(is_there, given["m0"].values, np.nan), is_there)
    hundredths = sum((values for name, values in marks.items() if name != "m0"), np.where(is_there, marks["m0"], 0))
    parts = 1000 * hundredths + a + b + np.where(is_met, 1000, 0)
    expected = (_rounded(parts), np.where(~is_met, 1, np.where(~is_there, 2, np.where(parts < 3_001_000, 1, 0))), ~is_met, ~is_there)
    scores = score_batch(tie_dense(), given, rows)
    wrong = np.zeros(rows, bool)
    for ours, theirs in zip((scores.total, scores.verdict, scores.unmet, scores.missing), expected, strict=True):
        wrong |= ours != theirs
    ties = int(np.sum((parts % 1000 == 500) | (parts == 3_001_000)))
    return {"rows": rows, "ties": ties, "flagged": scores.flagged, "wrong": [f"{seed} row {row}" for row in np.flatnonzero(wrong)[:5]]}


def _rounded(parts: Any) -> Any:
    """Thousandths of a step to whole steps, a half to the even one."""
    whole, rest = np.divmod(parts, 1000)
    return whole + ((rest > 500) | ((rest == 500) & (whole % 2 == 1)))


if __name__ == "__main__":
    sys.exit(main())
