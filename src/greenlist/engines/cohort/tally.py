"""Points of items summed up a standard's groups over a block, in numpy with bounds: the meaning of `scoring.exact`, for any standard."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from greenlist.engines.cohort.columns import Array, Column
from greenlist.engines.cohort.figure import THERE, UNIT, Figure, Values, chosen, constant
from greenlist.engines.cohort.general import Figures
from greenlist.engines.cohort.measures import share_of, tested
from greenlist.engines.cohort.program import Leaf, Program
from greenlist.engines.scoring.planned import PlannedGroup, PlannedItem

ZERO = Figure(0.0)


class Counted(NamedTuple):
    """One item over the block: its points, where it applies, where it is missing, where it is not met."""

    item: PlannedItem
    points: Figure
    applies: Array
    is_missing: Array
    is_not_met: Array


class Branch(NamedTuple):
    """Points, maximum, and how much of the maximum does not apply and goes over to all others."""

    points: Figure
    maximum: Figure
    gone: Figure


@dataclass
class Gaps:
    """What is missing so far."""

    count: Array
    is_needed: Array


class Tally:
    """One block of rows of one program."""

    def __init__(self, program: Program, columns: Mapping[str, Column], rows: int) -> None:
        self.program, self.columns, self.rows = program, columns, rows
        self.figures = Figures(program.plan, columns)
        self.gaps = Gaps(np.zeros(rows, np.int16), np.zeros(rows, bool))
        self.unmet = np.zeros(rows, np.int16)
        self.is_unsure = np.zeros(rows, bool)
        self.lost: dict[str, Array] = {}

    def total(self) -> Figure:
        """The total of every row."""
        for leaf in self.program.leaves:
            if leaf.is_gate:
                self._gate(leaf)
        total, extra, whole, gone = ZERO, ZERO, ZERO, ZERO
        for group in self.program.plan.groups:
            if group.bonus:
                extra = extra + self._bonus(group)
                continue
            found = self._weighed(group, self._group(group))
            total, whole, gone = total + found.points, whole + found.maximum, gone + found.gone
        if np.any(gone.value != 0):
            factor = _where(gone.value < whole.value - 1e-6, whole / (whole - gone), ZERO)
            total = _where(gone.value != 0, total * factor, total)
        return total + extra

    def _gate(self, leaf: Leaf) -> None:
        share = tested(leaf.test, self.figures) if leaf.test else self.figures.named(leaf.id)
        is_missing = self._all(~np.equal(share.status, THERE))
        if leaf.test is not None:
            self._doubt(share)
        self.gaps.count += is_missing
        self.gaps.is_needed |= is_missing
        self.unmet += ~is_missing & self._all(np.equal(share.value, 0))

    def _doubt(self, share: Figure, where: Values = True) -> None:
        """A value in doubt is so where it is missing too: the doubt may be which of two values it is."""
        self.is_unsure |= self._all(share.is_unsure) & where

    def _all(self, values: Values) -> Array:
        """One value a row."""
        return np.broadcast_to(np.asarray(values), (self.rows,))

    def _bonus(self, group: PlannedGroup) -> Figure:
        before = Gaps(self.gaps.count.copy(), self.gaps.is_needed.copy())
        points = self._group(group).points
        self.gaps = before  # what is added on top is nobody's gap
        return points if group.most is None else _least(points, constant(group.most))

    def _weighed(self, group: PlannedGroup, found: Branch) -> Branch:
        share = Figure(1.0)
        if group.weight is not None:
            has_any = found.maximum.value > 1e-9
            share = _where(has_any, constant(group.weight) / _where(has_any, found.maximum, Figure(1.0)), share)
        points = self._rounded(found.points * share, self.program.plan.round_group)
        return Branch(points, found.maximum * share, found.gone * share)

    def _rounded(self, points: Figure, interval: Fraction | None) -> Figure:
        if interval is None:
            return points
        step = float(interval)
        steps, error = points.value / step, points.error / step + 1e-12
        whole = np.floor(steps)
        rest = steps - whole
        value = np.where(rest > 0.5, whole + 1, whole) * step
        return Figure(value, np.where(np.abs(rest - 0.5) > error, 2 * UNIT * np.abs(value), np.inf))

    def _group(self, group: PlannedGroup) -> Branch:
        counted = [self._item(item) for item in group.items]
        if group.required_block:
            counted = self._block(counted)
        pairs, absent = self._best(group, counted) if group.best else self._all_of(counted)
        gone = ZERO
        for child in group.groups:
            found = self._group(child)
            if child.weight is not None:
                found = self._weighed(child, found)
            pairs.append((found.points, found.maximum))
            gone = gone + found.gone
        points, maximum = ZERO, ZERO
        for own, most in pairs:
            points, maximum = points + own, maximum + most
        if np.any(absent.value != 0):
            if group.not_applicable == "redistribute":
                is_shared = (absent.value != 0) & (maximum.value > 1e-9)
                points = _where(is_shared, points * (maximum + absent) / _where(is_shared, maximum, Figure(1.0)), points)
            elif group.not_applicable == "full":
                points = points + absent
            elif group.not_applicable == "redistribute_all":
                gone = gone + absent
        return Branch(points, maximum + absent, gone)

    def _item(self, item: PlannedItem) -> Counted:
        share = share_of(item, self.figures)
        mask = self.columns.get(f"na:{item.id}") if item.may_be_not_applicable else None
        applies = np.ones(self.rows, bool) if mask is None else mask.values == 0
        is_there = self._all(np.equal(share.status, THERE))
        is_missing = applies & ~is_there
        is_not_met = applies & is_there & self._all(np.equal(share.value, 0)) & (item.kind == "required" and not item.scores)
        self._doubt(share, applies)
        points = _where(applies & is_there, self._rounded(share * constant(item.points), self.program.plan.round_item), ZERO)
        self.gaps.count += is_missing
        if not self._is_of_best(item):
            self.gaps.is_needed |= is_missing
        self.unmet += is_not_met
        self.lost[item.id] = np.where(applies, float(item.points) - points.value, 0.0)
        return Counted(item, points, applies, is_missing, is_not_met)

    def _is_of_best(self, item: PlannedItem) -> bool:
        return any(branch.group.best and item in branch.group.items for branch in self.program.branches)

    def _block(self, counted: list[Counted]) -> list[Counted]:
        """A required item that is not met costs the block all points of its required items."""
        is_lost = np.any([one.is_not_met for one in counted if one.item.kind == "required"] or [np.zeros(self.rows, bool)], axis=0)
        emptied = []
        for one in counted:
            if one.item.kind == "required":
                one = one._replace(points=_where(is_lost, ZERO, one.points))
                self.lost[one.item.id] = np.where(is_lost & one.applies, float(one.item.points), self.lost[one.item.id])
            emptied.append(one)
        return emptied

    def _all_of(self, counted: list[Counted]) -> tuple[list[tuple[Figure, Figure]], Figure]:
        absent, pairs = ZERO, []
        for one in counted:
            points = constant(one.item.points)
            pairs.append((one.points, _where(one.applies, points, ZERO)))
            absent = absent + _where(one.applies, ZERO, points)
        return pairs, absent

    def _best(self, group: PlannedGroup, counted: list[Counted]) -> tuple[list[tuple[Figure, Figure]], Figure]:
        """The items of the best share; of equal ones the earlier. What is missing is needed while too few are answered."""
        best = group.best or 0
        answered = sum((one.applies & ~one.is_missing).astype(np.int16) for one in counted)
        self.gaps.is_needed |= (answered < best) & np.any([one.is_missing for one in counted], axis=0)
        shares = np.array([self._all(np.where(one.applies, one.points.value / float(one.item.points), -1.0)) for one in counted])
        errors = np.array([self._all(np.where(one.applies, one.points.error / float(one.item.points), 0.0)) for one in counted])
        order = np.argsort(-shares, axis=0, kind="stable")
        place = np.argsort(order, axis=0, kind="stable")
        if len({one.item.points for one in counted}) > 1:
            self._doubt_of_order(shares, errors, order, best)
        pairs, widest = [], errors.max(axis=0)
        for k, one in enumerate(counted):
            is_kept = one.applies & (place[k] < best)
            points = Figure(one.points.value, widest * float(one.item.points))  # what was left might have been the better by so much
            pairs.append((_where(is_kept, points, ZERO), _where(is_kept, constant(one.item.points), ZERO)))
        return pairs, ZERO

    def _doubt_of_order(self, shares: Array, errors: Array, order: Array, best: int) -> None:
        """Two items of nearly the same share, one taken and one left, whose points differ."""
        if len(shares) <= best:
            return
        last = np.take_along_axis(shares, order[best - 1 : best], 0)[0]
        doubt = np.zeros(self.rows, bool)
        for k in range(len(shares)):
            is_near = ~(np.abs(shares[k] - last) > errors[k] + errors.max(axis=0))
            doubt |= is_near & (order[best - 1] != k) & (errors.max(axis=0) != 0)
        self.is_unsure |= doubt


def _where(condition: Values, yes: Figure, no: Figure) -> Figure:
    found = chosen(condition, yes, no)
    return Figure(found.value, found.error)


def _least(figure: Figure, most: Figure) -> Figure:
    return Figure(np.minimum(figure.value, most.value), np.maximum(figure.error, most.error))
