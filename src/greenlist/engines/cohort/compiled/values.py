"""The value of one leaf over a block: six shapes, and the rows where a part is missing."""

from typing import Any

from numba import njit

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.compiled.block import FAST, INLINE, LACKING, SUMMED, TINY, marks, numbers


@njit(**SUMMED)
def _linear(r: Any, x: Any, c: float, first: float) -> bool:
    """Here and below: is there a row to be looked at closely? As in `points.py`."""
    strange = 0.0
    for i in range(r.size):
        r[i] = first + c * x[i]
        strange += 0.0 * r[i]
    return strange != 0.0


@njit(**SUMMED)
def _quotient(r: Any, x: Any, y: Any, c: float, first: float) -> bool:
    strange, zeros = 0.0, 0
    for i in range(r.size):
        r[i] = first + c * x[i] / y[i]
        strange += 0.0 * r[i]
        strange += 0.0 * y[i]
        zeros += not (abs(y[i]) >= TINY)
    return (strange != 0.0) | (zeros > 0)


@njit(**SUMMED)
def _inverse(r: Any, y: Any, c: float, first: float) -> bool:
    strange, zeros = 0.0, 0
    for i in range(r.size):
        r[i] = first + c / y[i]
        strange += 0.0 * y[i]
        zeros += not (abs(y[i]) >= TINY)
    return (strange != 0.0) | (zeros > 0)


@njit(**FAST)
def _three(r: Any, x: Any, y: Any, z: Any, a: float, b: float, c: float, first: float, widest: float) -> bool:
    wide = 0
    for i in range(r.size):
        p, q, s = a * x[i], b * y[i], c * z[i]
        r[i] = first + ((p + q) + s)
        wide += not (abs(p) + abs(q) + abs(s) <= widest)
    return wide > 0


@njit(**FAST)
def _plus_linear(r: Any, size: Any, x: Any, c: float) -> None:
    for i in range(r.size):
        term = c * x[i]
        r[i] += term
        size[i] += abs(term)


@njit(**FAST)
def _plus_quotient(r: Any, size: Any, x: Any, y: Any, c: float) -> None:
    for i in range(r.size):
        term = c * x[i] / y[i]
        r[i] += term
        size[i] += abs(term)


@njit(**FAST)
def _plus_inverse(r: Any, size: Any, y: Any, c: float) -> None:
    for i in range(r.size):
        term = c / y[i]
        r[i] += term
        size[i] += abs(term)


@njit(**FAST)
def _over(r: Any, v: Any, first: float) -> None:
    for i in range(r.size):
        r[i] = first + r[i] / v[i]


@njit(**FAST)
def _any_above(size: Any, widest: float) -> bool:
    wide = 0
    for i in range(size.size):
        wide += not (size[i] <= widest)
    return wide > 0


@njit(**INLINE)
def fill_value(leaf: Any, number: Any, term: Any, weight: Any, address: Any, start: int, b: Any) -> Any:
    """Fill b.r; are there rows whose value must be looked at once more?"""
    n, shape, t, first = b.r.size, leaf[at.SHAPE], leaf[at.FIRST_TERM], number[at.CONSTANT]
    if shape == at.LINEAR:
        return _linear(b.r, numbers(address[term[t, at.X]], start, n), weight[t], first)
    if shape == at.QUOTIENT:
        x, y = numbers(address[term[t, at.X]], start, n), numbers(address[term[t, at.Y]], start, n)
        return _quotient(b.r, x, y, weight[t], first) or (leaf[at.ON_NO_VALUE] != at.NEVER and _has_zero(x))
    if shape == at.INVERSE:
        return _inverse(b.r, numbers(address[term[t, at.Y]], start, n), weight[t], first)
    if shape == at.THREE:
        x, y, z = (
            numbers(address[term[t, at.X]], start, n),
            numbers(address[term[t + 1, at.X]], start, n),
            numbers(address[term[t + 2, at.X]], start, n),
        )
        return _three(b.r, x, y, z, weight[t], weight[t + 1], weight[t + 2], first, number[at.WIDEST])
    b.r[:] = 0.0 if shape == at.RATIO else first
    b.size[:] = 0.0
    add_terms(b.r, b.size, term[t : t + leaf[at.TERMS]], weight[t : t + leaf[at.TERMS]], address, start)
    if shape == at.SUM:
        return _any_above(b.size, number[at.WIDEST])
    b.below[:] = 0.0
    b.below_size[:] = 0.0
    t += leaf[at.TERMS]
    add_terms(b.below, b.below_size, term[t : t + leaf[at.BELOW]], weight[t : t + leaf[at.BELOW]], address, start)
    _over(b.r, b.below, first)
    is_nothing = leaf[at.ON_NO_VALUE] != at.NEVER and _has_zero(b.size)
    return _is_wide(b.size, b.below, b.below_size, number[at.WIDEST], number[at.WIDEST_BELOW]) or is_nothing


@njit(**FAST)
def add_terms(r: Any, size: Any, term: Any, weight: Any, address: Any, start: int) -> None:
    for k in range(weight.size):
        x = numbers(address[max(term[k, at.X], 0)], start, r.size)
        if term[k, at.X] < 0 and term[k, at.Y] < 0:
            r[:] = weight[k]  # the one constant above a sum
            size[:] = abs(weight[k])
        elif term[k, at.X] < 0:
            _plus_inverse(r, size, numbers(address[term[k, at.Y]], start, r.size), weight[k])
        elif term[k, at.Y] < 0:
            _plus_linear(r, size, x, weight[k])
        else:
            _plus_quotient(r, size, x, numbers(address[term[k, at.Y]], start, r.size), weight[k])


@njit(**FAST)
def _has_zero(size: Any) -> bool:
    zeros = 0
    for i in range(size.size):
        zeros += size[i] == 0.0
    return zeros > 0


@njit(**FAST)
def _is_wide(size: Any, below: Any, below_size: Any, widest: float, widest_below: float) -> bool:
    wide = 0
    for i in range(size.size):
        d = abs(below[i])
        wide += (not (size[i] <= widest * d)) | (not (below_size[i] <= widest_below * d)) | (d == 0.0)
    return wide > 0


@njit(**FAST)
def mark_missing(leaf: Any, term: Any, address: Any, masks: Any, seen: Any, start: int, b: Any) -> bool:
    """Rows where a column of the leaf has no value. One with a zero beside it, that may be a denominator, goes to the exact lane."""
    n, first, last = b.r.size, leaf[at.FIRST_TERM], leaf[at.FIRST_TERM] + leaf[at.TERMS] + leaf[at.BELOW]
    lost = False
    for k in range(2 * first, 2 * last):
        c = term[k // 2, k % 2]
        if c >= 0 and seen[c] & LACKING:
            present = marks(masks[c], start, n)
            for i in range(n):
                if present[i] == 0 and b.dead[i] == 0:
                    b.dead[i] = at.IS_MISSING
                    lost = True
    if lost and (leaf[at.SHAPE] == at.SUM or leaf[at.SHAPE] == at.RATIO):
        for k in range(2 * first, 2 * last):
            c = term[k // 2, k % 2]
            if c >= 0 and (leaf[at.SHAPE] == at.RATIO or k % 2 == at.Y):
                flag_zeros(c, b.flags[b.told[leaf[at.GROUP]]], address, masks, seen, start, b)
    return lost


@njit(**FAST)
def flag_zeros(c: int, flags: Any, address: Any, masks: Any, seen: Any, start: int, b: Any) -> None:
    """Rows that miss a part while the column is given as 0: which of the two comes first, the exact lane says."""
    y = numbers(address[c], start, b.r.size)
    if seen[c] & LACKING:
        present = marks(masks[c], start, b.r.size)
        for i in range(b.r.size):
            flags[i] |= b.dead[i] == at.IS_MISSING and y[i] == 0.0 and present[i] != 0
    else:
        for i in range(b.r.size):
            flags[i] |= b.dead[i] == at.IS_MISSING and y[i] == 0.0
