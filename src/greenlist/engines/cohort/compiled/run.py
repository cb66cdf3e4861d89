"""The one compiled entry: several programs over the same rows, block by block, each block read while it lies in the cache."""

from typing import Any

import numpy as np
from numba import njit

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.compiled.block import FAST, UNSEEN, Block, borrowed
from greenlist.engines.cohort.compiled.groups import close_group, finish, hand_up, open_group
from greenlist.engines.cohort.compiled.leaves import add_leaf


@njit(cache=True, **FAST)
def score_rows(
    start: int, stop: int, size: int, address: Any, masks: Any, is_number: Any, tables: Any, out: Any, codes: Any, losses: Any
) -> None:  # fmt: skip
    """Fill `out` for rows from `start` to `stop`, `size` at a time; `codes` and `losses` are empty where no losses are wanted."""
    n_leaves = tables.leaf.shape[1] if codes.size else 0
    best = tables.group[:, :, at.BEST].max()
    is_alone = tables.counts.shape[0] == 1
    told, level = _rows(tables, is_alone)
    owner = _memory(min(size, stop - start), told, level, n_leaves, best, is_alone)
    last = _memory((stop - start) % size, told, level, n_leaves, best, is_alone)
    known, strange = np.zeros(address.size, np.uint8), np.zeros(size, np.uint8)
    seen, odd, places, present, kinds = borrowed(known), borrowed(strange), borrowed(address), borrowed(masks), borrowed(is_number)
    for first in range(start, stop, size):
        n = min(size, stop - first)
        b = _lent(owner if n == min(size, stop - start) else last)
        seen[:] = UNSEEN
        odd[:] = 0
        for s in range(tables.counts.shape[0]):
            one = at.Tables(
                borrowed(tables.counts[s]), borrowed(tables.leaf[s]), borrowed(tables.number[s]), borrowed(tables.term[s]),
                borrowed(tables.weight[s]), borrowed(tables.step[s]), borrowed(tables.group[s]), borrowed(tables.share[s]),
                borrowed(tables.end[s]), borrowed(tables.grade[s]), borrowed(tables.same[s]),
            )  # fmt: skip
            _score_block(one, places, present, kinds, seen, odd, first, b)
            finish(one, b.own[b.level[one.counts[at.N_GROUPS]]], b, odd, out, s, first)
            if codes.size:
                _add_losses(one, b, out.flagged[s], codes, first, losses[s])
    known[0], strange[0], owner.r[0], last.gaps[:1] = 0, 0, 0.0, 0  # they live until here: what was lent must


@njit(**FAST)
def _rows(tables: Any, is_alone: bool) -> Any:
    """Which row of the scratch is whose. Of one program what is told stands together, and the groups of a level count one after another."""
    groups = tables.group.shape[1]
    told, level = np.arange(groups + 1), np.arange(groups + 1)
    if is_alone:
        told[:] = 0
        level[:groups] = tables.group[0, :, at.LEVEL]
        level[groups] = level[:groups].max() + 1
    return told, level


@njit(**FAST)
def _memory(n: int, told: Any, level: Any, leaves: int, best: int, is_alone: bool) -> Any:
    each, points = (told.max() + 1, n), (level.max() + 1, n)
    return Block(
        np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n, np.uint8), is_alone, told, np.zeros(each, np.uint8),
        np.zeros(each, np.uint8), np.zeros(each, np.int16), np.zeros(each, np.int16), level, np.zeros(points), np.zeros(points),
        np.zeros(n), np.zeros(n, np.int16), np.zeros((best, n)), np.zeros(n, np.int16), np.zeros((leaves, n)),
    )  # fmt: skip


@njit(**FAST)
def _lent(b: Any) -> Any:
    return Block(
        borrowed(b.r), borrowed(b.share), borrowed(b.size), borrowed(b.below), borrowed(b.below_size), borrowed(b.dead), b.is_alone,
        borrowed(b.told), borrowed(b.needed), borrowed(b.flags), borrowed(b.unmet), borrowed(b.missing), borrowed(b.level), borrowed(b.own),
        borrowed(b.absent), borrowed(b.required), borrowed(b.bad), borrowed(b.best), borrowed(b.gaps), borrowed(b.worth),
    )  # fmt: skip


@njit(**FAST)
def _clear(t: Any, b: Any) -> None:
    """Nothing told and nothing counted yet, but of the groups that are the same in the program before."""
    groups = t.counts[at.N_GROUPS]
    b.own[b.level[groups], :] = 0.0
    for g in range(-1, groups):
        if not t.same[g + 1] and (g < 0 or not b.is_alone):
            b.needed[b.told[g], :] = 0
            b.flags[b.told[g], :] = 0
            b.unmet[b.told[g], :] = 0
            b.missing[b.told[g], :] = 0
        if g >= 0 and not t.same[g + 1]:
            b.own[b.level[g], :] = 0.0


@njit(**FAST)
def _score_block(t: Any, address: Any, masks: Any, is_number: Any, seen: Any, odd: Any, start: int, b: Any) -> None:
    """The total of one program. A group that is the same in the program before is still there: it is only handed up."""
    groups = t.counts[at.N_GROUPS]
    _clear(t, b)
    for g in range(-1, groups):  # -1: the gates, which stand first
        first = t.group[g, at.FIRST_LEAF] if g >= 0 else 0
        if not t.same[g + 1]:
            if g >= 0:
                open_group(t, g, b)
            for k in range(first, first + (t.group[g, at.LEAVES] if g >= 0 else t.counts[at.N_GATES])):
                add_leaf(t, k, address, masks, is_number, seen, odd, start, b)
            if g >= 0:
                close_group(t, g, b)
        if g >= 0 and (t.group[g, at.PARENT] == groups or not t.same[t.group[g, at.PARENT] + 1]):
            hand_up(t, g, b)


@njit(**FAST)
def _add_losses(t: Any, b: Any, flagged: Any, codes: Any, start: int, losses: Any) -> None:
    """What each leaf cost, by group of rows; flagged rows are added by the exact lane."""
    for k in range(t.counts[at.N_LEAVES]):
        points = t.number[k, at.POINTS]
        for i in range(b.r.size):
            if flagged[start + i] == 0 and b.worth[k, i] >= 0.0:  # below: not applicable
                losses[codes[start + i], k] += points * (1.0 - b.worth[k, i])
