"""One leaf over a block: what is not applicable, what is missing, its value, its share, its points in the group."""

from typing import Any

import numpy as np
from numba import njit

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.compiled.block import FAST, INLINE, LACKING, UNSEEN, look_at, marks
from greenlist.engines.cohort.compiled.shares import add, add_share, count_unmet, flag_near, rank_share, reached, tested
from greenlist.engines.cohort.compiled.values import fill_value, look_again, mark_absent, mark_missing


@njit(**INLINE)
def add_leaf(t: Any, k: int, address: Any, masks: Any, is_number: Any, seen: Any, odd: Any, start: int, b: Any) -> None:
    """Add leaf `k` of the tables to its group."""
    leaf, number = t.leaf[k], t.number[k]
    g, kind, absent = leaf[at.GROUP], leaf[at.KIND], leaf[at.ABSENT]
    is_best = g >= 0 and t.group[g, at.BEST] > 0
    if absent >= 0:
        mark_absent(marks(address[absent], start, b.r.size), b, g, number[at.POINTS], is_best)
    else:
        b.dead[:] = 0
    first, last = leaf[at.FIRST_TERM], leaf[at.FIRST_TERM] + leaf[at.TERMS] + leaf[at.BELOW]
    has_gap = False
    for j in range(2 * first, 2 * last):
        c = t.term[j // 2, j % 2]
        if c >= 0:
            if seen[c] == UNSEEN:
                seen[c] = look_at(c, start, b.r.size, address, masks, is_number, odd)
            has_gap |= seen[c] == LACKING
    is_lost = has_gap and mark_missing(leaf, t.term, address, masks, seen, start, b)
    has_dead = absent >= 0 or is_lost
    if fill_value(leaf, number, t.term, t.weight, address, start, b):
        is_lost |= look_again(leaf, number, t.term, t.weight, address, start, b)
        has_dead = True
    if is_lost and not leaf[at.ROLE] & at.UNTOLD:
        _tell_missing(b, is_best)
    if has_dead:
        _clear(b, -1.0 if kind == at.SHARE else 0.0 if kind == at.YES_NO else -np.inf if kind == at.STEPPED else np.nan)
    if kind == at.SHARE and not is_best and b.worth.shape[0] == 0:  # the common case: one pass
        if number[at.EDGE] >= 0.0:
            flag_near(b.flags, b.r, 0.0, number[at.EDGE])
        add_share(b.own[g], b.r, number[at.POINTS], number[at.BASE], number[at.SLOPE], number[at.ABOVE], number[at.CAP])
        return
    _fill_share(leaf, number, t.step, b)
    _place(t, k, b, is_best)


@njit(**FAST)
def _tell_missing(b: Any, is_best: bool) -> None:
    for i in range(b.r.size):
        is_missing = b.dead[i] == at.IS_MISSING
        b.missing[i] += is_missing
        if is_best:
            b.gaps[i] += is_missing
        else:
            b.needed[i] |= is_missing


@njit(**FAST)
def _clear(b: Any, nothing: float) -> None:
    for i in range(b.r.size):
        b.r[i] = nothing if b.dead[i] else b.r[i]


@njit(**FAST)
def _fill_share(leaf: Any, number: Any, step: Any, b: Any) -> None:
    """From the value in b.r to the share in b.share."""
    kind, s = leaf[at.KIND], b.share
    if kind == at.SHARE:
        if number[at.EDGE] >= 0.0:
            flag_near(b.flags, b.r, 0.0, number[at.EDGE])
        s[:] = 0.0
        add_share(s, b.r, 1.0, number[at.BASE], number[at.SLOPE], number[at.ABOVE], number[at.CAP])
    elif kind == at.STEPPED:
        s[:] = 0.0
        for k in range(leaf[at.FIRST_STEP], leaf[at.FIRST_STEP] + leaf[at.STEPS]):
            flag_near(b.flags, b.r, step[k, at.THRESHOLD], step[k, at.TOLERANCE])
            reached(s, b.r, step[k, at.THRESHOLD], step[k, at.WORTH])
    elif kind == at.TESTED:
        flag_near(b.flags, b.r, number[at.LIMIT], number[at.NEAR])
        tested(s, b.r, number[at.LIMIT], leaf[at.TEST])
    else:
        for i in range(s.size):
            s[i] = 0.0 if b.r[i] == 0.0 else 1.0


@njit(**FAST)
def _place(t: Any, k: int, b: Any, is_best: bool) -> None:
    """The share in b.share to where it counts: verdict, block, ranks or points."""
    g, role, points = t.leaf[k, at.GROUP], t.leaf[k, at.ROLE], t.number[k, at.POINTS]
    if b.worth.shape[0] > 0:
        for i in range(b.share.size):
            b.worth[k, i] = -1.0 if b.dead[i] == at.IS_ABSENT else b.share[i]
    if role & at.REQUIRED:
        count_unmet(b.unmet, b.share, b.dead)
    if role & at.IN_BLOCK:
        add(b.required, b.share, points)
        if role & at.REQUIRED:
            count_unmet(b.bad, b.share, b.dead)
    elif is_best:
        rank_share(b.best, b.share, t.group[g, at.BEST], k - t.group[g, at.FIRST_LEAF])
    elif g >= 0:
        add(b.own[g], b.share, points)
