"""From a value to a share of points: lines, steps, tests, ranks."""

from typing import Any

import numpy as np
from numba import njit

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.compiled.block import FAST


@njit(**FAST)
def add_share(own: Any, r: Any, factor: float, base: float, slope: float, cap: float) -> None:
    """own += factor · share; the share is 0 below 0, a line above it, at most `cap`."""
    for i in range(r.size):
        s = base + slope * r[i]
        s = cap if s > cap else s
        own[i] += 0.0 if r[i] < 0.0 else factor * s


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
def climb(s: Any, r: Any, one: Any, two: Any, three: Any, four: Any) -> int:
    """Up four steps; the number of rows near one of them. Steps that are not there are padded: infinitely high."""
    t1, t2, t3, t4 = one[at.THRESHOLD], two[at.THRESHOLD], three[at.THRESHOLD], four[at.THRESHOLD]
    w1, w2, w3, w4 = one[at.WORTH], two[at.WORTH], three[at.WORTH], four[at.WORTH]
    n1, n2, n3, n4 = one[at.TOLERANCE], two[at.TOLERANCE], three[at.TOLERANCE], four[at.TOLERANCE]
    near = 0
    for i in range(r.size):
        x, share = r[i], s[i]
        share = w1 if x >= t1 else share
        share = w2 if x >= t2 else share
        share = w3 if x >= t3 else share
        s[i] = w4 if x >= t4 else share
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
    """Keep the `most` largest shares of each row, largest first."""
    for k in range(min(most, rank)):
        kept = best[k]
        for i in range(s.size):
            lower = kept[i] if kept[i] < s[i] else s[i]
            kept[i] = s[i] if kept[i] < s[i] else kept[i]
            s[i] = lower
    if rank < most:
        best[rank] = s
