"""The lane: rows scored in float64 by the compiled kernel or by numpy, and by the exact lane where floats cannot decide."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from greenlist.engines.cohort import plain
from greenlist.engines.cohort.columns import Array, Column, Columns, checked
from greenlist.engines.cohort.exact_rows import exact_results, published
from greenlist.engines.cohort.layout import Answers
from greenlist.engines.cohort.packing import is_computed_before, packed, share_name
from greenlist.engines.cohort.program import Program
from greenlist.engines.scoring.rounding import decimal_places

MOST_SCALED = 10**18  # of the last decimal place: what is published has eighteen digits
BLOCK = 8192  # rows the kernel scores at a time: what it keeps of them stays in the cache
CHUNK = 8192  # rows whose general shares are computed before the kernel runs over them


@dataclass(frozen=True)
class Scores:
    """What is published of every row. `total` counts steps of `plan.interval`; `verdict` 0 qualified, 1 not qualified, 2 incomplete;
    `grade` counts in `program.grades`, -1: none; `flagged`: how many rows the exact lane decided.
    """

    total: Array
    verdict: Array
    grade: Array
    unmet: Array
    missing: Array
    flagged: int


class TotalTooLarge(ValueError):
    """A row whose total does not fit what is published."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}: its total is larger than what is published holds")
        self.row = row


def score_batch(program: Program, columns: Columns, rows: int, *, threads: int = 1, is_compiled: bool | None = None) -> Scores:
    """Score every row. `is_compiled`: None takes the kernel where numba is installed; the published numbers are the same.

    Raises ValueError for columns of a wrong length or type, for a value that is no number, and for a mark outside its points.
    """
    scores, _ = score_all([program], columns, rows, threads=threads, is_compiled=is_compiled)
    return scores[0]


def score_all(
    programs: Sequence[Program], columns: Columns, rows: int, *, codes: Array | None = None, threads: int = 1, is_compiled: bool | None = None,
) -> tuple[list[Scores], list[Array]]:  # fmt: skip
    """Several programs over the same rows; with `codes`, also what each item cost by group of rows: losses[program, group, item]."""
    given = _checked(programs, columns, rows)
    out = _answers(len(programs), rows)
    for k, program in enumerate(programs):
        out.flagged[k] = bool(program.needs_exact)
    n_codes = int(codes.max()) + 1 if codes is not None and rows else 0
    losses = np.zeros((len(programs), n_codes, max(len(p.leaves) for p in programs)))
    groups = np.ascontiguousarray(codes, np.int64) if codes is not None else np.zeros(0, np.int64)
    run = _run_plain if is_compiled is False else _runner(programs)
    run(programs, given, rows, out, groups, losses, threads)
    scores = [_decided(program, k, given, out, groups, losses[k]) for k, program in enumerate(programs)]
    return scores, [losses[k, :, sum(leaf.is_gate for leaf in p.leaves) : len(p.leaves)] for k, p in enumerate(programs)]


def is_kernel_there() -> bool:
    """Is numba installed?"""
    return _kernel() is not None


@cache
def _kernel() -> Any:
    try:
        from greenlist.engines.cohort.compiled.run import score_rows  # noqa: PLC0415 -- optional dependency: numba
    except ImportError:
        return None
    return score_rows


def _runner(programs: Sequence[Program]) -> Any:
    return _run_plain if any(p.needs_numpy for p in programs) or _kernel() is None else _run_kernel


def _checked(programs: Sequence[Program], columns: Columns, rows: int) -> dict[str, Column]:
    names = tuple(dict.fromkeys(name for program in programs for name in program.names))
    masks = tuple(dict.fromkeys(name for program in programs for name in program.masks))
    given = checked(columns, rows, names, masks)
    problems = dict.fromkeys(problem for program in programs for problem in _marks_outside(program, given))
    if problems:
        raise ValueError("; ".join(problems))
    return given


def _marks_outside(program: Program, columns: Mapping[str, Column]) -> Iterator[str]:
    """Answers that no form takes: below 0, or above the points or the number of what is counted."""
    for name, most in program.marks.items():
        if (column := columns.get(name)) is None:
            continue
        is_outside = (column.values < 0) | (column.values > float(most))
        if column.present is not None:
            is_outside &= column.present != 0
        if (absent := columns.get(f"na:{name}")) is not None:
            is_outside &= absent.values == 0
        if is_outside.any():
            row = int(is_outside.argmax())
            yield f"{name}, row {row}: {column.values[row]} is not between 0 and {most}"


def _answers(count: int, rows: int) -> Answers:
    kinds = (np.int64, np.int8, np.int8, np.int16, np.int16, np.uint8)
    return Answers(*(np.zeros((count, rows), kind) for kind in kinds))


def _decided(program: Program, which: int, columns: Mapping[str, Column], out: Answers, codes: Array, losses: Array) -> Scores:
    """The exact lane's answers put in their places."""
    flagged = (
        np.arange(out.total.shape[1]) if program.needs_exact else np.flatnonzero(out.flagged[which] != 0)
    )  # truths are searched ten times faster than bytes
    scale = program.plan.interval * 10 ** decimal_places(program.plan.interval)
    for row, result in exact_results(program, columns, map(int, flagged)):
        told = published(program, result)
        if abs(told.total) * scale >= MOST_SCALED:
            raise TotalTooLarge(row)
        out.total[which, row], out.verdict[which, row], out.grade[which, row] = told.total, told.verdict, told.grade
        out.unmet[which, row], out.missing[which, row] = told.unmet, told.missing
        if codes.size:
            for k, leaf in enumerate(program.leaves):
                if leaf.item and (found := result.items[leaf.id]).status != "not_applicable":
                    losses[codes[row], k] += float(leaf.points - found.points)
    return Scores(out.total[which], out.verdict[which], out.grade[which], out.unmet[which], out.missing[which], len(flagged))


def _run_plain(
    programs: Sequence[Program], columns: Mapping[str, Column], rows: int, out: Answers, codes: Array, losses: Array, threads: int
) -> None:  # fmt: skip
    for which, program in enumerate(programs):
        if not program.needs_exact:
            plain.score_rows(program, columns, rows, out, which, codes, losses[which])


def _run_kernel(
    programs: Sequence[Program], columns: Mapping[str, Column], rows: int, out: Answers, codes: Array, losses: Array, threads: int
) -> None:  # fmt: skip
    before = [(which, leaf) for which, p in enumerate(programs) for leaf in p.leaves if is_computed_before(leaf, columns)]
    names = [*columns, *(share_name(leaf, which) for which, leaf in before)]
    place = {name: k for k, name in enumerate(names)}
    job = _Job(programs, columns, packed(programs, place), out, codes, losses, before)
    pieces = _pieces(rows, threads)
    if threads == 1 or len(pieces) == 1:
        for piece in pieces:
            job.run(*piece, losses)
        return
    own = [np.zeros_like(losses) for _ in pieces]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(job.run, *zip(*pieces, strict=True), own))
    for part in own:
        losses += part


def _pieces(rows: int, threads: int) -> list[tuple[int, int]]:
    size = max(CHUNK, -(-rows // threads))
    return [(start, min(rows, start + size)) for start in range(0, rows, size)]


class _Job:
    """One call of the kernel, or one a chunk where shares are computed before it."""

    def __init__(
        self, programs: Sequence[Program], columns: Mapping[str, Column], tables: Any, out: Answers, codes: Array, losses: Array, before: Any
    ) -> None:  # fmt: skip
        self.programs, self.columns, self.tables, self.out, self.codes, self.before = programs, columns, tables, out, codes, before
        self.address = np.array([c.values.ctypes.data for c in columns.values()] + [0] * len(before), np.int64)
        self.masks = np.array([0 if c.present is None else c.present.ctypes.data for c in columns.values()] + [0] * len(before), np.int64)
        self.is_number = np.array([c.values.dtype == np.float64 for c in columns.values()] + [False] * len(before))

    def run(self, start: int, stop: int, losses: Array) -> None:
        """Rows from `start` to `stop`."""
        step = CHUNK if self.before else max(stop - start, 1)
        for first in range(start, stop, step):
            self._chunk(first, min(stop, first + step), losses)

    def _chunk(self, start: int, stop: int, losses: Array) -> None:
        address, masks = self.address.copy(), self.masks.copy()
        kept = []  # the shares must live until the kernel has read them
        found = plain.shares_before(self.programs, self.before, self.columns, start, stop, self.out)
        for k, (share, present) in enumerate(found, len(self.columns)):
            kept.append((share, present))
            address[k] = share.ctypes.data - 8 * start
            masks[k] = 0 if present is None else present.ctypes.data - start
        _kernel()(start, stop, BLOCK, address, masks, self.is_number, self.tables, self.out, self.codes, losses)
