"""The lane in numpy, block by block: where numba is absent, for what the kernel does not know, and for shares computed before it runs."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from greenlist.engines.cohort.bounds import LEAST, SHARE_ALLOTTED
from greenlist.engines.cohort.columns import Array, Column
from greenlist.engines.cohort.figure import THERE, Figure
from greenlist.engines.cohort.general import Figures
from greenlist.engines.cohort.layout import Answers
from greenlist.engines.cohort.measures import share_of, tested
from greenlist.engines.cohort.program import Leaf, Program
from greenlist.engines.cohort.tally import Tally

BLOCK = 4096
HUGE, TINY = 1e100, 1e-100


def score_rows(program: Program, columns: Mapping[str, Column], rows: int, out: Answers, which: int, codes: Array, losses: Array) -> None:
    """Every row of one program into `out`."""
    for start in range(0, rows, BLOCK):
        stop = min(rows, start + BLOCK)
        with np.errstate(all="ignore"):
            _block(program, _rows(columns, start, stop), start, stop, out, which, codes, losses)


def shares_before(
    programs: Sequence[Program], leaves: Sequence[tuple[int, Leaf]], columns: Mapping[str, Column], start: int, stop: int, out: Answers
) -> list[tuple[Array, Array | None]]:  # fmt: skip
    """The shares of some leaves for some rows, and where they are; rows in doubt are flagged in `out`."""
    given, found = _rows(columns, start, stop) if leaves else {}, []
    figures = {which: Figures(programs[which].plan, given) for which, _ in leaves}
    is_odd = _odd(given, stop - start)  # the kernel looks only at the columns that it reads itself
    with np.errstate(all="ignore"):
        for which, leaf in leaves:
            share = _share(leaf, figures[which])
            is_there = np.broadcast_to(np.equal(share.status, THERE), (stop - start,))
            values = np.where(is_there, share.value, 0.0)
            is_unsure = share.is_unsure | (share.error > SHARE_ALLOTTED)
            mask = given.get(leaf.absent or "")
            applies = True if mask is None else mask.values == 0
            out.flagged[which, start:stop] |= is_odd | (applies & is_unsure)  # missing or not: the doubt may be which of two values it is
            found.append((np.where(applies & is_unsure, 0.0, values), None if is_there.all() else is_there.astype(np.uint8)))
    return found


def _share(leaf: Leaf, figures: Figures) -> Figure:
    if leaf.item:
        return share_of(leaf.item, figures)
    return tested(leaf.test, figures) if leaf.test else figures.named(leaf.id)


def _rows(columns: Mapping[str, Column], start: int, stop: int) -> dict[str, Column]:
    return {name: column.rows(start, stop) for name, column in columns.items()}


def _block(
    program: Program, columns: Mapping[str, Column], start: int, stop: int, out: Answers, which: int, codes: Array, losses: Array
) -> None:  # fmt: skip
    tally = Tally(program, columns, stop - start)
    total = tally.total()
    value = np.broadcast_to(total.value, (stop - start,))
    near = np.maximum(total.error, LEAST)
    steps = value * float(1 / program.plan.interval)
    whole = np.floor(steps)
    rounded = np.where(steps - whole > 0.5, whole + 1, whole)
    is_flagged = np.abs(steps - whole - 0.5) <= near * float(1 / program.plan.interval)
    is_flagged |= tally.is_unsure | _odd(columns, stop - start) | ~(np.abs(value) < program.most) | ~np.isfinite(near)
    is_below, doubt = _against(program, program.pass_line, value, rounded, near)
    is_flagged |= doubt
    verdict = np.where(tally.unmet > 0, 1, np.where(tally.gaps.is_needed, 2, np.where(is_below, 1, 0)))
    grade = np.full(stop - start, -1, np.int8)
    for number, (_, line, _) in reversed(list(enumerate(program.plan.grades))):
        is_under, doubt = _against(program, line, value, rounded, near)
        grade = np.where(is_under, grade, number)
        is_flagged |= doubt
    rows = slice(start, stop)
    out.total[which, rows] = np.where(is_flagged, 0, rounded).astype(np.int64)
    out.verdict[which, rows], out.grade[which, rows] = verdict, np.where(verdict == 0, grade, -1)
    out.unmet[which, rows], out.missing[which, rows], out.flagged[which, rows] = tally.unmet, tally.gaps.count, is_flagged
    if codes.size:
        _add_losses(program, tally, codes[rows], ~is_flagged, losses)


def _against(program: Program, line: Any, value: Array, rounded: Array, near: Array) -> tuple[Array, Array]:
    """Is the total below a line, and is that in doubt?"""
    if line is None:
        return np.zeros(len(value), bool), np.zeros(len(value), bool)
    if program.plan.compares_rounded:
        return rounded < math.ceil(line / program.plan.interval), np.zeros(len(value), bool)
    return value < float(line), np.abs(value - float(line)) <= near


def _odd(columns: Mapping[str, Column], rows: int) -> Array:
    """Rows with a value that is no number, or too large or small for the bounds."""
    odd = np.zeros(rows, bool)
    for column in columns.values():
        if column.values.dtype == np.float64:
            size = np.abs(column.values)
            own = ~(size <= HUGE) | ((size < TINY) & (size != 0))
            odd |= own if column.present is None else own & (column.present != 0)
    return odd


def _add_losses(program: Program, tally: Tally, codes: Array, is_sure: Array, losses: Array) -> None:
    for k, leaf in enumerate(program.leaves):
        if leaf.item:
            np.add.at(losses[:, k], codes[is_sure], tally.lost[leaf.id][is_sure])
