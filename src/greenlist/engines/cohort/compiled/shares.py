"""From a value to a share of points: lines, steps, tests, ranks."""

from typing import Any

import numpy as np
from numba import njit

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.compiled.block import FAST, either, larger, smaller


@njit(**FAST)
def fill_line(s: Any, r: Any, base: float, slope: float, cap: float) -> None:
    """The share is 0 below 0, a line above it, at most `cap`."""
    for i in range(r.size):
        share = base + slope * r[i]
        share = cap if share > cap else share
        s[i] = 0.0 if r[i] < 0.0 else share


@njit(**FAST)
def _near(r: Any, value: float, tolerance: float) -> bool:
    close = 0
    for i in range(r.size):
        close += abs(r[i] - value) <= tolerance
    return close > 0


@njit(**FAST)
def flag_near(flags: Any, r: Any, value: float, tolerance: float) -> None:
    if _near(r, value, tolerance):
        for i in range(r.size):
            flags[i] |= abs(r[i] - value) <= tolerance


@njit(**FAST)
def climb(s: Any, r: Any, one: Any, two: Any, three: Any, four: Any, is_first: bool) -> int:
    """Up four steps, from 0 or from what is in `s`; the number of rows near one of them. Steps that are not there are padded: infinitely
    high.
    """
    t1, t2, t3, t4 = one[at.THRESHOLD], two[at.THRESHOLD], three[at.THRESHOLD], four[at.THRESHOLD]
    w1, w2, w3, w4 = one[at.WORTH], two[at.WORTH], three[at.WORTH], four[at.WORTH]
    n1, n2, n3, n4 = one[at.TOLERANCE], two[at.TOLERANCE], three[at.TOLERANCE], four[at.TOLERANCE]
    near = 0
    for i in range(r.size):
        x, share = r[i], 0.0 if is_first else s[i]
        share = w1 if x >= t1 else share
        share = w2 if x >= t2 else share
        share = w3 if x >= t3 else share
        s[i] = either(x >= t4, w4, share)
        near += (abs(x - t1) <= n1) | (abs(x - t2) <= n2) | (abs(x - t3) <= n3) | (abs(x - t4) <= n4)
    return near


@njit(**FAST)
def tested(s: Any, r: Any, limit: float, test: int) -> None:
    if test == at.MORE:
        for i in range(r.size):
            s[i] = 1.0 if r[i] > limit else 0.0
    elif test == at.AT_LEAST:
        for i in range(r.size):
            s[i] = 1.0 if r[i] >= limit else 0.0
    else:
        for i in range(r.size):
            s[i] = 1.0 if r[i] == limit else 0.0


@njit(**FAST)
def clear(x: Any, dead: Any, nothing: float) -> None:
    """Put `nothing` where there is no value."""
    for i in range(x.size):
        x[i] = nothing if dead[i] else x[i]


@njit(**FAST)
def shed(share: Any, absent: Any, gone: Any, points: float) -> None:
    """No share where the leaf does not apply, its points are counted in `absent`. `gone`: 1 or 0."""
    for i in range(share.size):
        away = np.float64(gone[i])
        absent[i] += points * away
        share[i] -= share[i] * away


@njit(**FAST)
def add_present(own: Any, absent: Any, share: Any, gone: Any, points: float) -> None:
    """own += points · share where the leaf applies, absent += points where it does not."""
    for i in range(share.size):
        away = np.float64(gone[i])
        absent[i] += points * away
        own[i] += points * (share[i] - share[i] * away)


@njit(**FAST)
def count_failed(unmet: Any, r: Any, limit: float, test: int, near: float) -> bool:
    """Count the rows that do not pass; is one too near the limit?"""
    close = 0
    if test == at.MORE:
        for i in range(r.size):
            unmet[i] += not (r[i] > limit)
            close += abs(r[i] - limit) <= near
    elif test == at.AT_LEAST:
        for i in range(r.size):
            unmet[i] += not (r[i] >= limit)
            close += abs(r[i] - limit) <= near
    else:
        for i in range(r.size):
            unmet[i] += r[i] != limit
            close += abs(r[i] - limit) <= near
    return close > 0


@njit(**FAST)
def count_unmet(unmet: Any, s: Any, dead: Any) -> None:
    for i in range(s.size):
        unmet[i] += (s[i] == 0.0) & (dead[i] == 0)


@njit(**FAST)
def add(into: Any, s: Any, factor: float) -> None:
    for i in range(s.size):
        into[i] += factor * s[i]


@njit(**FAST)
def rank_share(best: Any, s: Any, most: int, rank: int) -> None:
    """Keep the `most` largest shares of each row, largest first; what is no number counts as 0 (its row is flagged)."""
    levels, k = min(most, rank), 0
    while k + 4 <= levels:
        _sink_past_four(best[k], best[k + 1], best[k + 2], best[k + 3], s)
        k += 4
    while k < levels:
        _sink(best[k], s)
        k += 1
    if rank < most:
        kept = best[rank]
        for i in range(s.size):
            kept[i] = _number(s[i])


@njit(inline="always")
def _number(x: float) -> float:
    return 0.0 if x != x else x


@njit(**FAST)
def _sink(kept: Any, s: Any) -> None:
    """The larger of both is kept, the smaller goes on."""
    for i in range(s.size):
        x, k = _number(s[i]), kept[i]
        kept[i], s[i] = larger(k, x), smaller(k, x)


@njit(**FAST)
def _sink_past_four(one: Any, two: Any, three: Any, four: Any, s: Any) -> None:
    """The same past four that are kept, largest first."""
    for i in range(s.size):
        x, k1, k2, k3, k4 = _number(s[i]), one[i], two[i], three[i], four[i]
        one[i], x = larger(k1, x), smaller(k1, x)
        two[i], x = larger(k2, x), smaller(k2, x)
        three[i], x = larger(k3, x), smaller(k3, x)
        four[i], s[i] = larger(k4, x), smaller(k4, x)
