"""One leaf over a block: what is not applicable, what is missing, its value, its share, its points in the group."""

from typing import Any

import numpy as np
from numba import njit

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.compiled.block import CHECKED, FAST, INLINE, LACKING, SEEN, lacks, mark_odd, marks
from greenlist.engines.cohort.compiled.closely import add_stand_ins, look_at_sum, look_closely, revive
from greenlist.engines.cohort.compiled.points import add_points, is_in_one_pass
from greenlist.engines.cohort.compiled.shares import (
    add,
    add_present,
    clear,
    climb,
    count_failed,
    count_unmet,
    fill_line,
    flag_near,
    rank_share,
    shed,
    tested,
)  # fmt: skip
from greenlist.engines.cohort.compiled.values import fill_value, mark_missing


@njit(**INLINE)
def add_leaf(t: Any, k: int, address: Any, masks: Any, is_number: Any, seen: Any, odd: Any, start: int, b: Any) -> None:
    """Add leaf `k` of the tables to its group."""
    leaf, number = t.leaf[k], t.number[k]
    g, n, points = leaf[at.GROUP], b.r.size, number[at.POINTS]
    is_best, absent = g >= 0 and t.group[g, at.BEST] > 0, leaf[at.ABSENT]
    has_gap = _has_gap(leaf, t.term, masks, seen, start, n)
    if is_in_one_pass(leaf, number) and not (has_gap or b.worth.shape[0]):
        is_apart = absent >= 0 or is_best  # its share goes on from here
        into = b.share if is_apart else b.own[b.level[g]]
        points = 1.0 if is_apart else points
        if add_points(into, is_apart, points, leaf, number, t.term, t.weight, address, start):
            _mark_dead(b, absent, masks, address, start)
            if look_closely(leaf, number, t.term, t.weight, address, start, odd, False, b):
                _tell_missing(leaf, b, is_best)
            add_stand_ins(into, points, number, b)
        if is_best:
            if absent >= 0:
                shed(b.share, b.absent[b.level[g]], marks(address[absent], start, n), number[at.POINTS])
            rank_share(b.best, b.share, t.group[g, at.BEST], k - t.group[g, at.FIRST_LEAF])
        elif absent >= 0:
            add_present(b.own[b.level[g]], b.absent[b.level[g]], b.share, marks(address[absent], start, n), number[at.POINTS])
        return
    _mark_dead(b, absent, masks, address, start)
    is_lost = has_gap and mark_missing(leaf, t.term, address, masks, seen, start, b)
    _check(t, k, address, masks, is_number, seen, odd, start, n, has_gap)
    if fill_value(leaf, number, t.term, t.weight, address, start, b):
        if leaf[at.SHAPE] <= at.THREE:
            is_lost |= look_closely(leaf, number, t.term, t.weight, address, start, odd, has_gap, b)
            revive(b)
        else:
            is_lost |= look_at_sum(leaf, number, b)
        has_gap = True
    if is_lost:
        _tell_missing(leaf, b, is_best)
    if leaf[at.KIND] == at.TESTED and g < 0 and not (has_gap or b.worth.shape[0]):  # a gate that every row can answer
        if count_failed(b.unmet[b.told[g]], b.r, number[at.LIMIT], leaf[at.TEST], number[at.NEAR]):
            flag_near(b.flags[b.told[g]], b.r, number[at.LIMIT], number[at.NEAR])
        return
    if has_gap:
        kind = leaf[at.KIND]
        clear(b.r, b.dead, -1.0 if kind == at.SHARE else 0.0 if kind == at.YES_NO else -np.inf if kind == at.STEPPED else np.nan)
    _fill_share(leaf, number, t.step, b)
    if absent >= 0:
        shed(b.share, b.absent[b.level[g]], marks(address[absent], start, n), points)
    _place(t, k, b, is_best)


@njit(**FAST)
def _mark_dead(b: Any, absent: int, masks: Any, address: Any, start: int) -> None:
    b.dead[:] = 0
    if absent >= 0:
        gone = marks(address[absent], start, b.r.size)
        for i in range(b.r.size):
            b.dead[i] = at.IS_ABSENT if gone[i] else 0


@njit(**FAST)
def _check(
    t: Any, k: int, address: Any, masks: Any, is_number: Any, seen: Any, odd: Any, start: int, n: int, has_gap: bool
) -> None:  # fmt: skip
    """Odd values of the columns of a leaf, where its loop does not tell of them."""
    first, last = t.leaf[k, at.FIRST_TERM], t.leaf[k, at.FIRST_TERM] + t.leaf[k, at.TERMS] + t.leaf[k, at.BELOW]
    if t.leaf[k, at.SHAPE] > at.THREE or has_gap:
        for j in range(2 * first, 2 * last):
            c = t.term[j // 2, j % 2]
            if c >= 0 and is_number[c] and not seen[c] & CHECKED:
                mark_odd(c, start, n, address, masks, odd)
                seen[c] |= CHECKED


@njit(**FAST)
def _has_gap(leaf: Any, term: Any, masks: Any, seen: Any, start: int, n: int) -> bool:
    """Is there a row in this block where one of its columns has no value?"""
    first, last = leaf[at.FIRST_TERM], leaf[at.FIRST_TERM] + leaf[at.TERMS] + leaf[at.BELOW]
    found = 0
    for j in range(2 * first, 2 * last):
        c = term[j // 2, j % 2]
        if c >= 0:
            if not seen[c] & SEEN:
                seen[c] |= SEEN | (LACKING if masks[c] != 0 and lacks(marks(masks[c], start, n)) else 0)
            found |= seen[c] & LACKING
    return found != 0


@njit(**FAST)
def _tell_missing(leaf: Any, b: Any, is_best: bool) -> None:
    if leaf[at.ROLE] & at.UNTOLD:
        return
    missing, needed = b.missing[b.told[leaf[at.GROUP]]], b.needed[b.told[leaf[at.GROUP]]]
    for i in range(b.r.size):
        is_missing = b.dead[i] == at.IS_MISSING
        missing[i] += is_missing
        if is_best:
            b.gaps[i] += is_missing
        else:
            needed[i] |= is_missing


@njit(**FAST)
def _fill_share(leaf: Any, number: Any, step: Any, b: Any) -> None:
    """From the value in b.r to the share in b.share."""
    kind, s = leaf[at.KIND], b.share
    if kind == at.SHARE:
        if number[at.EDGE] >= 0.0:
            flag_near(b.flags[b.told[leaf[at.GROUP]]], b.r, 0.0, number[at.EDGE])
        fill_line(s, b.r, number[at.BASE], number[at.SLOPE], number[at.CAP])
    elif kind == at.STEPPED:
        near, first = 0, leaf[at.FIRST_STEP]
        if not leaf[at.STEPS]:
            s[:] = 0.0
        for k in range(first, first + leaf[at.STEPS], at.STRIDE):
            near += climb(s, b.r, step[k], step[k + 1], step[k + 2], step[k + 3], k == first)
        if near:
            for k in range(leaf[at.FIRST_STEP], leaf[at.FIRST_STEP] + leaf[at.STEPS]):
                flag_near(b.flags[b.told[leaf[at.GROUP]]], b.r, step[k, at.THRESHOLD], step[k, at.TOLERANCE])
    elif kind == at.TESTED:
        flag_near(b.flags[b.told[leaf[at.GROUP]]], b.r, number[at.LIMIT], number[at.NEAR])
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
        count_unmet(b.unmet[b.told[g]], b.share, b.dead)
    if role & at.IN_BLOCK:
        add(b.required, b.share, points)
        if role & at.REQUIRED:
            count_unmet(b.bad, b.share, b.dead)
    elif is_best:
        rank_share(b.best, b.share, t.group[g, at.BEST], k - t.group[g, at.FIRST_LEAF])
    elif g >= 0:
        add(b.own[b.level[g]], b.share, points)
