"""A finished group handed to the group above, and the end of a block: rounding, verdict, filter."""

from typing import Any

import numpy as np
from numba import njit

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.compiled.block import FAST, bits, either
from greenlist.engines.cohort.compiled.shares import add

ROUNDS = 1.5 * 2.0**52  # a float as large as this has no place for decimals
ROUNDS_BITS = int(np.float64(ROUNDS).view(np.int64))


@njit(**FAST)
def open_group(t: Any, g: int, b: Any) -> None:
    """Nothing counted yet in the group at hand, but what its children handed up."""
    if t.group[g, at.BLOCK_RULE]:
        b.required[:] = 0.0
        b.bad[:] = 0
    if t.group[g, at.BEST]:
        b.gaps[:] = 0
    if t.group[g, at.BEST] or t.group[g, at.VARIES]:
        b.absent[b.level[g], :] = 0.0


@njit(**FAST)
def close_group(t: Any, g: int, b: Any) -> None:
    """What is to be done with the points of a group when its last leaf is counted."""
    own, n = b.own[b.level[g]], b.r.size
    if t.group[g, at.BLOCK_RULE]:
        for i in range(n):
            own[i] += 0.0 if b.bad[i] else b.required[i]
        if b.worth.shape[0] > 0:
            _empty(t, g, b)
    if t.group[g, at.BEST]:
        _close_best(t, g, b)
    elif t.group[g, at.VARIES]:
        absent, whole, least = b.absent[b.level[g]], t.share[g, at.WHOLE], t.share[g, at.LEAST]
        if t.group[g, at.POLICY] == at.REDISTRIBUTE:
            for i in range(n):
                present = whole - absent[i]
                own[i] *= either((absent[i] > 0.0) & (present > least), whole / present, 1.0)
        elif t.group[g, at.POLICY] == at.FULL:
            for i in range(n):
                own[i] += absent[i]


@njit(**FAST)
def _empty(t: Any, g: int, b: Any) -> None:
    """A required leaf that is not met costs the block all of them: so it is counted among the losses."""
    for k in range(t.group[g, at.FIRST_LEAF], t.group[g, at.FIRST_LEAF] + t.group[g, at.LEAVES]):
        if t.leaf[k, at.ROLE] & at.IN_BLOCK:
            for i in range(b.r.size):
                b.worth[k, i] = 0.0 if b.bad[i] and b.worth[k, i] > 0.0 else b.worth[k, i]


@njit(**FAST)
def _close_best(t: Any, g: int, b: Any) -> None:
    """The best of a group whose leaves have equal points; what is not filled is not needed once enough are answered."""
    points, most, leaves = t.share[g, at.EACH], t.group[g, at.BEST], t.group[g, at.LEAVES]
    for k in range(min(most, leaves)):
        add(b.own[b.level[g]], b.best[k], points)
    whole, absent, needed = t.share[g, at.WHOLE], b.absent[b.level[g]], b.needed[b.told[g]]
    for i in range(b.r.size):
        applying = np.rint((whole - absent[i]) / points)
        needed[i] |= (b.gaps[i] > 0) & (applying - b.gaps[i] < most)
        b.size[i] = points * (applying if applying < most else most)


@njit(**FAST)
def hand_up(t: Any, g: int, b: Any) -> None:
    """Hand the points of a finished group to the group above, as the standard says."""
    factor, most = t.share[g, at.FACTOR], t.share[g, at.MOST]
    own, up, present = b.own[b.level[g]], b.own[b.level[t.group[g, at.PARENT]]], b.size  # of a group of which the best count, just filled
    if t.group[g, at.WEIGHED_BY_ROW]:
        for i in range(own.size):
            up[i] += own[i] * factor / present[i] if present[i] > 0.0 else own[i]
    elif most < np.inf:
        for i in range(own.size):
            up[i] += most if own[i] > most else own[i]
    else:
        add(up, own, factor)
    if b.is_alone:
        own[:] = 0.0  # for the next group of its level


@njit(**FAST)
def _gather(flags: Any, needed: Any, unmet: Any, missing: Any, flagged: Any, is_needed: Any, all_unmet: Any, all_missing: Any) -> None:
    """What one group told, added to what the others did."""
    for i in range(flags.size):
        flagged[i] |= flags[i]
        is_needed[i] |= needed[i]
    for i in range(unmet.size):
        all_unmet[i] += unmet[i]
        all_missing[i] += missing[i]


@njit(**FAST)
def finish(t: Any, total: Any, b: Any, odd: Any, out: Any, s: int, start: int) -> None:
    """Round, compare, and flag what lies too near a tie or a line."""
    n, end = b.r.size, t.end
    b.dead[:] = 0  # from here: is what is missing needed for the verdict?
    totals, flagged = out.total[s, start : start + n], out.flagged[s, start : start + n]
    verdict, unmet = out.verdict[s, start : start + n], out.unmet[s, start : start + n]
    missing, grade = out.missing[s, start : start + n], out.grade[s, start : start + n]
    per_step, near, lines, line, ceiling, rounded_line = (
        end[at.PER_STEP], end[at.EPSILON_STEPS], end[at.EPSILON], end[at.LINE], end[at.CEILING], end[at.ROUNDED_LINE],
    )  # fmt: skip
    for g in range(-1, 0 if b.is_alone else t.counts[at.N_GROUPS]):
        told = b.told[g]
        _gather(b.flags[told], b.needed[told], b.unmet[told], b.missing[told], flagged, b.dead, unmet, missing)
    for i in range(n):
        steps = total[i] * per_step
        shifted = steps + ROUNDS  # the last bits are now the nearest whole number
        rounded = shifted - ROUNDS
        totals[i] = bits(shifted) - ROUNDS_BITS
        is_sure = (abs(steps - rounded) < 0.5 - near) & (abs(total[i] - line) > lines) & (abs(total[i]) < ceiling)
        flagged[i] |= (not is_sure) | odd[i]
        b.below[i] = either((total[i] < line) | (rounded < rounded_line), 1.0, 0.0)
    for i in range(n):
        verdict[i] = either(unmet[i] > 0, np.int8(1), either(b.dead[i] > 0, np.int8(2), np.int8(b.below[i])))
    for i in range(n):
        grade[i] = -1
    for k in range(t.counts[at.GRADES]):
        _grade(grade, flagged, totals, total, t.grade[k], lines, end[at.COMPARES_ROUNDED] > 0.0, k)
    if t.counts[at.GRADES]:
        for i in range(n):
            grade[i] = grade[i] if verdict[i] == 0 else -1


@njit(**FAST)
def _grade(grade: Any, flagged: Any, rounded: Any, total: Any, line: float, near: float, is_rounded: bool, number: int) -> None:
    """The lines fall: the first that is reached is the grade."""
    if is_rounded:
        for i in range(total.size):
            grade[i] = number if rounded[i] >= line and grade[i] < 0 else grade[i]
    else:
        for i in range(total.size):
            grade[i] = number if total[i] >= line and grade[i] < 0 else grade[i]
            flagged[i] |= abs(total[i] - line) <= near
