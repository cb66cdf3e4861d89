"""The cohort lane against judges that share nothing with it, on every published number of every row. Two parts, told apart in the figures:

exact: rows of made-up standards of the whole language scored by the exact lane too, with planted ties and edges.
whole numbers: ten million rows of four standards whose exact totals whole numbers hold (`whole_numbers.py`): dense in ties, on the edges,
with much missing, with many zeros, with negative limits.

In both parts numpy has to publish what the compiled kernel does, bit for bit, and so have the same rows in another order and in other
blocks. Some rows are scored alone, and some come in as Arrow with decimals.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random
from secrets import randbits
from time import monotonic
from typing import Any

import numpy as np

from benchmarks.report import Budget, Figures, arguments, tell
from benchmarks.whole_numbers import JUDGES
from greenlist.engines.cohort import Column, Program, compile_program, score_batch
from tests.engines.cohort.cohorts import columns, differences
from tests.engines.cohort.test_agreement import made
from tests.engines.scoring.oracle.agreement import planned

FIELDS = ("total", "verdict", "grade", "unmet", "missing")
ROWS, PIECE = 10_000_000, 100_000
PROCESSES = 2
SINGLY, BY_ARROW = 50, 5_000  # rows of a piece: one call costs as much as scoring a thousand rows
Columns = dict[str, Column]


def main() -> int:
    """Compare and tell."""
    given = arguments(__doc__ or "")
    seed, seconds = given.seed or randbits(32), 8.0 if given.quick else 300.0
    rows = 500_000 if given.quick else ROWS
    kinds = [(judge.name, kind) for judge in JUDGES for kind in judge.kinds]
    size = min(PIECE, -(-rows // len(kinds)))
    pieces = [(*kinds[k % len(kinds)], f"{seed}/{k}", min(size, rows - start)) for k, start in enumerate(range(0, rows, size))]
    with ProcessPoolExecutor(PROCESSES) as pool:
        by_exact = list(pool.map(_exact, [f"{seed}/{k}" for k in range(PROCESSES)], [seconds] * PROCESSES))
        by_whole = list(pool.map(tried, *zip(*pieces, strict=True)))
    figures: Figures = {"seed": seed, "rows_by_whole_numbers": sum(one["rows"] for one in by_whole)}
    for name, kind in kinds:
        own = [one for one, piece in zip(by_whole, pieces, strict=True) if piece[:2] == (name, kind)]
        counts = [sum(one[what] for one in own) for what in ("rows", "tight", "flagged")]
        figures[f"{name}_{kind}"] = "{:,} rows, {:,} on a tie or line, {:,} asked of the exact lane".format(*counts)
    figures |= {
        "standards_by_exact_lane": sum(one["standards"] for one in by_exact), "rows_by_exact_lane": sum(one["rows"] for one in by_exact),
        "of_them_by_compiled_kernel": sum(one["compiled"] for one in by_exact),
        **{f"rows_{what}": sum(one[what] for one in (*by_exact, *by_whole)) for what in ("by_numpy_too", "in_other_blocks", "singly")},
        "rows_by_arrow_decimals": sum(one["by_arrow"] for one in by_whole),
    }  # fmt: skip
    wrong = [line for one in (*by_exact, *by_whole) for line in one["wrong"]]
    figures["first_differences"] = wrong[:3]
    return tell("cohort_agreement", given, figures, [Budget("published_differences", len(wrong), 0)])


def _exact(seed: str, seconds: float) -> dict[str, Any]:
    """Made-up standards until the time is up, each with some thousand rows; zeros, edges and what is missing are common in them."""
    found: dict[str, Any] = dict.fromkeys(("standards", "rows", "compiled", "by_numpy_too", "in_other_blocks", "singly"), 0) | {"wrong": []}
    dice, begun = Random(seed), monotonic()
    while monotonic() - begun < seconds:
        program = compile_program(planned(made(dice, is_for_kernel=dice.random() < 0.7)), dice.choice((None, Fraction(10), Fraction(20))))
        number, rows = dice.randrange(2**32), 1_000
        given = columns(program, rows, number, missing=dice.choice((0.0, 0.02, 0.1)))
        plain = score_batch(program, given, rows, is_compiled=False)
        found["wrong"] += [
            f"{seed} {number} row {row}: {ours} {exact}" for row, ours, exact in differences(program, plain, given, range(rows))
        ]
        ours = [getattr(plain, name) for name in FIELDS]
        found["wrong"] += [f"{seed} {number} {line}" for line in _otherwise(program, given, rows, ours, None, number, found)]
        found["standards"], found["rows"] = found["standards"] + 1, found["rows"] + rows
        found["compiled"] += 0 if program.needs_numpy or program.needs_exact else rows
    return found


@cache
def _programs() -> dict[str, Program]:
    return {judge.name: judge.program() for judge in JUDGES}


def tried(name: str, kind: str, seed: str, rows: int) -> dict[str, Any]:
    """What a judge of whole numbers says of so many rows, against every way of scoring them."""
    judge, program = next(judge for judge in JUDGES if judge.name == name), _programs()[name]
    number = int.from_bytes(seed.encode()) % 2**63
    given, told = judge.judged(np.random.default_rng(number), rows, kind)
    found: dict[str, Any] = {"rows": rows, "tight": int(told.is_tight.sum()), "by_numpy_too": 0, "in_other_blocks": 0, "singly": 0}
    scores = score_batch(program, given, rows)
    ours = [getattr(scores, field) for field in FIELDS]
    is_wrong = _unlike(ours, told[:5])
    found |= {"flagged": scores.flagged, "wrong": [f"{name} {kind} {seed} row {row}" for row in np.flatnonzero(is_wrong)[:5]]}
    found["wrong"] += [f"{name} {kind} {seed} {line}" for line in _otherwise(program, given, rows, ours, False, number, found)]
    found["by_arrow"] = few = min(rows, BY_ARROW)
    if _unlike(_by_arrow(program, {column: values.rows(0, few) for column, values in given.items()}, few), [f[:few] for f in ours]).any():
        found["wrong"].append(f"{name} {kind} {seed} from Arrow")
    return found


def _otherwise(
    program: Program, given: Columns, rows: int, ours: list[Any], is_other: bool | None, number: int, found: dict[str, Any]
) -> list[str]:
    """Which other way of scoring the same rows publishes something else: the other lane, another order in other blocks, one by one."""
    random, wrong = np.random.default_rng(number), []
    if _unlike(published(program, given, rows, is_other), ours).any():
        wrong.append("compiled" if is_other is None else "numpy")
    found["by_numpy_too"] += rows
    order = random.permutation(rows)
    shuffled = {name: _taken(column, order) for name, column in given.items()}
    cuts = [0, *sorted({int(cut) for cut in random.integers(1, rows, 7)}), rows]
    for start, stop in zip(cuts, cuts[1:], strict=False):
        part = {name: column.rows(start, stop) for name, column in shuffled.items()}
        if _unlike(published(program, part, stop - start, None), [field[order[start:stop]] for field in ours]).any():
            wrong.append(f"in another order, from {start} to {stop}")
    found["in_other_blocks"] += rows
    for row in map(int, random.integers(0, rows, SINGLY)):
        alone = {name: column.rows(row, row + 1) for name, column in given.items()}
        if _unlike(published(program, alone, 1, None), [field[row : row + 1] for field in ours]).any():
            wrong.append(f"row {row} alone")
    found["singly"] += SINGLY
    return wrong


def published(program: Program, given: Columns, rows: int, is_compiled: bool | None) -> list[Any]:
    """What is published of each row, a field at a time."""
    scores = score_batch(program, given, rows, is_compiled=is_compiled)
    return [getattr(scores, field) for field in FIELDS]


def _taken(column: Column, order: Any) -> Column:
    return Column(column.values[order], None if column.present is None else column.present[order], column.codes)


def _unlike(ours: Any, theirs: Any) -> Any:
    """The rows of which a field differs."""
    return np.any([one != other for one, other in zip(ours, theirs, strict=True)], axis=0)


def _by_arrow(program: Program, given: Columns, rows: int) -> list[Any]:
    """The same rows as an Arrow batch: figures as decimals, what is missing as null, choices as text, what does not apply as true."""
    import pyarrow as pa  # noqa: PLC0415 -- optional dependency: pyarrow

    from greenlist.engines.cohort.arrow import score_record_batch  # noqa: PLC0415 -- optional dependency: pyarrow

    batch = pa.RecordBatch.from_pydict({name: _as_arrow(pa, column) for name, column in given.items()})
    told = score_record_batch(program, batch).to_pydict()
    verdicts = {word: k for k, word in enumerate(("qualified", "not_qualified", "incomplete"))}
    grades = {word: k for k, word in enumerate(program.grades)} | {None: -1}
    totals = [int(Fraction(total) / program.plan.interval) for total in told["total"]]
    return [np.array(part) for part in (totals, [verdicts[word] for word in told["verdict"]], [grades[word] for word in told["grade"]],
                                        told["unmet"], told["missing"])]  # fmt: skip


def _as_arrow(pa: Any, column: Column) -> Any:
    present = np.ones(len(column.values), bool) if column.present is None else column.present
    if column.values.dtype == np.bool_:
        return pa.array(column.values)
    if column.codes is not None:
        return pa.array([column.codes[code] if there else None for code, there in zip(column.values, present, strict=True)], pa.string())
    exact = [Decimal(repr(float(value))) if there else None for value, there in zip(column.values, present, strict=True)]
    return pa.array(exact, pa.decimal128(15, 2))


if __name__ == "__main__":
    sys.exit(main())
