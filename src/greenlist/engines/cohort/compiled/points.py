"""From the columns to the points in one pass: what most leaves are, a value of at most three columns, cut off at 0 and at the cap.

The loops do not look for what is rare; they only tell that it is there, and `closely.py` finds it. A value that is no number, or a
denominator that is none, makes `strange` one, since 0 times it is not 0; a row with a denominator of zero, or too near it, adds nothing. What
is too small is no harm but below a fraction line: points err by what their value errs, not by its ratio.
"""

from typing import Any

from numba import njit

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.compiled.block import INLINE, SUMMED, TINY, numbers


@njit(inline="always")
def _cut(value: float, most: float) -> float:
    value = most if value > most else value
    return 0.0 if value < 0.0 else value


@njit(inline="always")
def _before(into: Any, i: int, is_first: bool) -> float:
    return 0.0 if is_first else into[i]


@njit(**SUMMED)
def _linear(into: Any, is_first: bool, x: Any, c: float, first: float, most: float) -> bool:
    strange = 0.0
    for i in range(into.size):
        strange += 0.0 * x[i]
        into[i] = _before(into, i, is_first) + _cut(first + c * x[i], most)
    return strange != 0.0


@njit(**SUMMED)
def _quotient(into: Any, is_first: bool, x: Any, y: Any, c: float, first: float, most: float) -> bool:
    strange, zeros = 0.0, 0
    for i in range(into.size):
        value, divides = first + c * x[i] / y[i], abs(y[i]) >= TINY
        strange += 0.0 * value
        strange += 0.0 * y[i]
        zeros += not divides
        into[i] = _before(into, i, is_first) + (_cut(value, most) if divides else 0.0)
    return (strange != 0.0) | (zeros > 0)


@njit(**SUMMED)
def _watched_quotient(into: Any, is_first: bool, x: Any, y: Any, c: float, first: float, most: float) -> bool:
    """A quotient where a zero above is no value either."""
    strange, zeros = 0.0, 0
    for i in range(into.size):
        value, is_value = first + c * x[i] / y[i], (abs(y[i]) >= TINY) & (x[i] != 0.0)
        strange += 0.0 * value
        strange += 0.0 * y[i]
        zeros += not is_value
        into[i] = _before(into, i, is_first) + (_cut(value, most) if is_value else 0.0)
    return (strange != 0.0) | (zeros > 0)


@njit(**SUMMED)
def _inverse(into: Any, is_first: bool, y: Any, c: float, first: float, most: float) -> bool:
    strange, zeros = 0.0, 0
    for i in range(into.size):
        value, divides = first + c / y[i], abs(y[i]) >= TINY
        strange += 0.0 * y[i]
        zeros += not divides
        into[i] = _before(into, i, is_first) + (_cut(value, most) if divides else 0.0)
    return (strange != 0.0) | (zeros > 0)


@njit(**SUMMED)
def _three(
    into: Any, is_first: bool, x: Any, y: Any, z: Any, a: float, b: float, c: float, first: float, most: float, widest: float
) -> bool:
    wide = 0
    for i in range(into.size):
        p, q, s = a * x[i], b * y[i], c * z[i]
        wide += not (abs(p) + abs(q) + abs(s) <= widest)
        into[i] = _before(into, i, is_first) + _cut(first + ((p + q) + s), most)
    return wide > 0


@njit(**SUMMED)
def _answers(into: Any, is_first: bool, x: Any, points: float) -> bool:
    strange = 0.0
    for i in range(into.size):
        strange += 0.0 * x[i]
        into[i] = _before(into, i, is_first) + (0.0 if x[i] == 0.0 else points)
    return strange != 0.0


@njit(**INLINE)
def is_in_one_pass(leaf: Any, number: Any) -> Any:
    """Can `add_points` do it? A line that does not begin at 0 has an edge there, and is done step by step."""
    is_line = leaf[at.KIND] == at.SHARE and leaf[at.SHAPE] <= at.THREE and number[at.BASE] == 0.0
    return (is_line or leaf[at.KIND] == at.YES_NO) and not leaf[at.ROLE] & (at.REQUIRED | at.IN_BLOCK)


@njit(**INLINE)
def add_points(into: Any, is_first: bool, points: float, leaf: Any, number: Any, term: Any, weight: Any, address: Any, start: int) -> Any:
    """into += points · share of the leaf, or = where it is the first; is there a row that must be looked at closely?"""
    n, shape, t = into.size, leaf[at.SHAPE], leaf[at.FIRST_TERM]
    if leaf[at.KIND] == at.YES_NO:
        return _answers(into, is_first, numbers(address[term[t, at.X]], start, n), points)
    steep = points * number[at.SLOPE]
    first, most, c = steep * number[at.CONSTANT], points * number[at.CAP], steep * weight[t]
    if shape == at.INVERSE:
        return _inverse(into, is_first, numbers(address[term[t, at.Y]], start, n), c, first, most)
    x = numbers(address[term[t, at.X]], start, n)
    if shape == at.LINEAR:
        return _linear(into, is_first, x, c, first, most)
    if shape == at.QUOTIENT:
        y = numbers(address[term[t, at.Y]], start, n)
        if leaf[at.ON_NO_VALUE] != at.NEVER:
            return _watched_quotient(into, is_first, x, y, c, first, most)
        return _quotient(into, is_first, x, y, c, first, most)
    y, z, widest = numbers(address[term[t + 1, at.X]], start, n), numbers(address[term[t + 2, at.X]], start, n), number[at.WIDEST]
    return _three(into, is_first, x, y, z, c, steep * weight[t + 1], steep * weight[t + 2], first, most, abs(steep) * widest)
