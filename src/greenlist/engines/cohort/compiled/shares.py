"""From a value to a share of points: lines, steps, tests, ranks."""

from typing import Any

from numba import njit

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.compiled.block import FAST


@njit(**FAST)
def add_share(own: Any, r: Any, factor: float, base: float, slope: float, above: float, cap: float) -> None:
    """own += factor · share; the share is 0 below 0, `cap` above `above`, a line between."""
    for i in range(r.size):
        s = base + slope * r[i]
        s = cap if r[i] > above else s
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
def reached(s: Any, r: Any, threshold: float, worth: float) -> None:
    for i in range(r.size):
        s[i] = worth if r[i] >= threshold else s[i]


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
