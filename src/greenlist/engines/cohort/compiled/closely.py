"""The rows that the fast loops only told of, one by one: odd values, denominators of zero, values that are in doubt."""

from typing import Any

from numba import njit

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.compiled.block import FAST, is_odd, numbers


@njit(**FAST)
def look_closely(leaf: Any, number: Any, term: Any, weight: Any, address: Any, start: int, odd: Any, is_checked: bool, b: Any) -> bool:
    """Of a leaf of at most three terms: mark odd and doubtful rows; put into b.r what stands for no value; is a row missing by that?

    `is_checked`: the odd values are marked, and what stands where there is none is not to be looked at.
    """
    first, last, is_x_watched = leaf[at.FIRST_TERM], leaf[at.FIRST_TERM] + leaf[at.TERMS], leaf[at.ON_NO_VALUE] != at.NEVER
    lost = False
    for i in range(b.r.size):
        size, is_zero, is_no_value, is_strange = 0.0, False, False, False
        for k in range(first, last):
            part = weight[k]
            if term[k, at.X] >= 0:
                x = numbers(address[term[k, at.X]], start, b.r.size)[i]
                part *= x
                is_strange |= is_odd(x)
                is_no_value |= (x == 0.0) & is_x_watched
            if term[k, at.Y] >= 0:
                y = numbers(address[term[k, at.Y]], start, b.r.size)[i]
                part /= y
                is_strange |= is_odd(y)
                is_zero |= y == 0.0
            size += abs(part)
        odd[i] |= is_strange and not is_checked
        if b.dead[i]:
            continue
        if is_no_value or is_zero:
            outcome = leaf[at.ON_NO_VALUE] if is_no_value else leaf[at.ON_ZERO]
            b.r[i] = number[at.AT_NO_VALUE] if is_no_value else number[at.AT_ZERO]
            b.dead[i] = at.STANDS_IN if outcome == at.VALUE else at.IS_MISSING if outcome == at.MISSING else 0
            lost |= outcome == at.MISSING
        elif not (size <= number[at.WIDEST]):
            b.flags[b.told[leaf[at.GROUP]], i] = 1
            b.dead[i] = at.IS_FLAGGED
    return lost


@njit(**FAST)
def add_stand_ins(into: Any, points: float, number: Any, b: Any) -> None:
    """The points of the rows where something stands for a value that cannot be computed."""
    for i in range(into.size):
        if b.dead[i] == at.STANDS_IN:
            share = number[at.SLOPE] * b.r[i]
            share = number[at.CAP] if share > number[at.CAP] else share
            into[i] += points * share if share > 0.0 else 0.0
            b.dead[i] = 0


@njit(**FAST)
def revive(b: Any) -> None:
    """Where something stands for a value, the value is there."""
    for i in range(b.dead.size):
        b.dead[i] = 0 if b.dead[i] == at.STANDS_IN else b.dead[i]


@njit(**FAST)
def look_at_sum(leaf: Any, number: Any, b: Any) -> bool:
    """The same of a sum or a ratio of sums, whose sizes are in `b`: is a row missing by that?"""
    lost, is_ratio = False, leaf[at.SHAPE] == at.RATIO
    for i in range(b.r.size):
        if b.dead[i]:
            continue
        if is_ratio and b.below_size[i] == 0.0 and leaf[at.ON_NO_VALUE] == at.NEVER:
            if leaf[at.ON_ZERO] == at.MISSING:
                b.dead[i] = at.IS_MISSING
                lost = True
            elif leaf[at.ON_ZERO] == at.VALUE:
                b.r[i] = number[at.AT_ZERO]
            continue
        d = abs(b.below[i]) if is_ratio else 1.0
        is_sure = b.size[i] <= number[at.WIDEST] * d
        if is_ratio:
            is_sure = is_sure and b.below_size[i] <= number[at.WIDEST_BELOW] * d and d > 0.0
            is_sure = is_sure and (leaf[at.ON_NO_VALUE] == at.NEVER or b.size[i] > 0.0)
        if not is_sure:
            b.flags[b.told[leaf[at.GROUP]], i] = 1
            b.dead[i] = at.IS_FLAGGED
    return lost
