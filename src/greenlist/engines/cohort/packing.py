"""A program's numbers put into the arrays of `layout.py`."""

import math
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.fast import Fast, Outcome
from greenlist.engines.cohort.layout import Tables
from greenlist.engines.cohort.program import Leaf, Program
from greenlist.engines.cohort.shapes import Shape, Term
from greenlist.engines.scoring.rational import Rational

GROUP_TABLE = Tables._fields.index("group")
MOST_STEPS = 2.0**50  # of rounding that floats can count
POLICIES = {"redistribute": at.REDISTRIBUTE, "full": at.FULL, "zero": at.ZERO}


def packed(programs: Sequence[Program], place: Mapping[str, int]) -> Tables:
    """The arrays of several programs; `place`: which column stands where. A mask without a place is nowhere True."""
    names = tuple(place)
    made = []
    for number, program in enumerate(programs):
        if (number, names) not in program.packings:  # a stream of batches asks for the same again and again
            program.packings[number, names] = _one(program, place, number)
        made.append(program.packings[number, names])
    tables = [_stacked([np.asarray(one[k]) for one in made]) for k in range(len(made[0]))]
    same = [np.zeros(1 + len(made[0][GROUP_TABLE]), np.bool_)] + [_same(*pair) for pair in pairwise(made)]
    return Tables._make([*tables, _stacked(same)])


def _same(before: tuple[Any, ...], one: tuple[Any, ...]) -> Any:
    """Of the gates and of each group of a program: is it, with all below it, what it is in the program before?

    A what-if changes little: what it leaves as it is need not be computed again.
    """
    counts, group, share = one[0], one[GROUP_TABLE], one[GROUP_TABLE + 1]
    found = np.zeros(1 + len(group), np.bool_)
    if not np.array_equal(counts, before[0]):
        return found
    gates = range(counts[at.N_GATES])
    for g in range(-1, len(group)):
        leaves = gates if g < 0 else range(group[g, at.FIRST_LEAF], group[g, at.FIRST_LEAF] + group[g, at.LEAVES])
        found[g + 1] = all(_is_same_leaf(before, one, k) for k in leaves)
        if g >= 0:
            is_alike = np.array_equal(group[g], before[GROUP_TABLE][g]) and np.array_equal(share[g], before[GROUP_TABLE + 1][g])
            children = [c for c in range(g) if group[c, at.PARENT] == g]
            found[g + 1] &= is_alike and not group[g, at.WEIGHED_BY_ROW] and all(found[c + 1] for c in children)
    return found


def _is_same_leaf(before: tuple[Any, ...], one: tuple[Any, ...], k: int) -> bool:
    line, steps = one[1][k], slice(one[1][k, at.FIRST_STEP], one[1][k, at.FIRST_STEP] + one[1][k, at.STEPS])
    terms = slice(line[at.FIRST_TERM], line[at.FIRST_TERM] + line[at.TERMS] + line[at.BELOW])
    parts = ((1, k), (2, k), (3, terms), (4, terms), (5, steps))
    return all(np.array_equal(one[table][part], before[table][part]) for table, part in parts)


def _stacked(arrays: list[Any]) -> Any:
    """Beside each other, the shorter ones padded with zeros."""
    shape = tuple(max(1, *sizes) for sizes in zip(*(a.shape for a in arrays), strict=True))
    whole = np.zeros((len(arrays), *shape), arrays[0].dtype)
    for number, array in enumerate(arrays):
        whole[number][tuple(slice(0, size) for size in array.shape)] = array
    return whole


def _one(program: Program, place: Mapping[str, int], which: int) -> tuple[Any, ...]:
    leaves = [_Packed(leaf, program, place, which) for leaf in program.leaves]
    gates = sum(leaf.is_gate for leaf in program.leaves)
    counts = np.array([len(leaves), len(program.branches), len(program.grades), gates], np.int64)
    leaf = np.zeros((len(leaves), at.LEAF_PLACES), np.int64)
    number = np.zeros((len(leaves), at.NUMBER_PLACES))
    term, weight, step = list[tuple[int, int]](), list[float](), list[tuple[float, float, float]]()
    for k, one in enumerate(leaves):
        one.write(leaf[k], number[k], len(term), len(step))
        term += [(place.get(t.x or "", -1), place.get(t.y or "", -1)) for t in one.terms]
        weight += [float(t.factor) for t in one.terms]
        step += one.fast.steps
        step += [(math.inf, 0.0, -1.0)] * (-len(one.fast.steps) % at.STRIDE)
    group, share = _groups(program, place)
    return (counts, leaf, number, np.array(term or [(-1, -1)], np.int64), np.array(weight or [0.0]), np.array(step or [(0.0, 0.0, 0.0)]),
            group, share, _end(program), _grades(program))  # fmt: skip


class _Packed:
    """One leaf on its way into the arrays."""

    def __init__(self, leaf: Leaf, program: Program, place: Mapping[str, int], which: int) -> None:
        self.leaf = leaf
        self.fast = _as_computed(leaf, which) if is_computed_before(leaf, place) or leaf.fast is None else leaf.fast
        self.absent = place.get(leaf.absent or "", -1)
        self.group = program.branches[leaf.group].group if leaf.group >= 0 else None

    @property
    def terms(self) -> tuple[Term, ...]:
        return (*self.fast.shape.terms, *self.fast.shape.below)

    def write(self, leaf: Any, number: Any, first_term: int, first_step: int) -> None:
        """Into its line of both tables."""
        fast, shape = self.fast, self.fast.shape
        leaf[[at.SHAPE, at.FIRST_TERM, at.TERMS, at.BELOW, at.KIND, at.GROUP, at.ABSENT]] = (
            shape.kind, first_term, len(shape.terms), len(shape.below), fast.kind, self.leaf.group, self.absent,
        )  # fmt: skip
        leaf[[at.ROLE, at.FIRST_STEP, at.STEPS, at.TEST]] = self._role(), first_step, len(fast.steps), fast.test
        leaf[at.ON_ZERO], number[at.AT_ZERO] = _written(fast.on_zero)
        leaf[at.ON_NO_VALUE], number[at.AT_NO_VALUE] = _written(fast.on_no_value)
        number[[at.CONSTANT, at.BASE, at.SLOPE, at.CAP, at.POINTS]] = (
            float(shape.constant), fast.base, fast.slope, fast.cap, float(self.leaf.points),
        )  # fmt: skip
        number[[at.WIDEST, at.WIDEST_BELOW, at.EDGE, at.LIMIT, at.NEAR]] = (*fast.widest, fast.edge, fast.limit, fast.near)

    def _role(self) -> int:
        is_in_block = (
            self.group is not None and self.group.required_block and self.leaf.item is not None and self.leaf.item.kind == "required"
        )
        role = at.REQUIRED if self.leaf.is_required else 0
        return role | (at.IN_BLOCK if is_in_block else 0) | (0 if self.leaf.is_told else at.UNTOLD)


def share_name(leaf: Leaf, which: int) -> str:
    """The column for the share of a leaf of program number `which` that is computed before the kernel runs."""
    return f"share:{which}:{leaf.id}"


def is_computed_before(leaf: Leaf, place: Container[str]) -> bool:
    """Is the leaf beyond the kernel, or is one of its columns not there at all?"""
    if leaf.fast is None:
        return True
    terms = (*leaf.fast.shape.terms, *leaf.fast.shape.below)
    return any(name not in place for term in terms for name in (term.x, term.y) if name)


def _as_computed(leaf: Leaf, which: int) -> Fast:
    shape = Shape(Rational(0), (Term(Rational(1), share_name(leaf, which), None),))
    return Fast(shape, at.YES_NO if leaf.is_required else at.SHARE)


def _written(outcome: Outcome | None) -> tuple[int, float]:
    if outcome is None:
        return at.NEVER, 0.0
    return (at.MISSING, 0.0) if outcome.value is None else (at.VALUE, outcome.value)


def _groups(program: Program, place: Mapping[str, int]) -> tuple[Any, Any]:
    group = np.zeros((len(program.branches), at.GROUP_PLACES), np.int64)
    share = np.zeros((len(program.branches), at.SHARE_PLACES))
    for number, branch in enumerate(program.branches):
        own = [k for k, leaf in enumerate(program.leaves) if leaf.group == number]
        absent = [program.leaves[k].points for k in own if program.leaves[k].absent in place]
        best, each = branch.group.best or 0, program.leaves[own[0]].points if own else Rational(0)
        by_row = bool(best and absent and branch.group.weight is not None and not branch.group.bonus)
        group[number] = (
            own[0] if own else 0, len(own), branch.parent, best, POLICIES.get(branch.group.not_applicable, at.ZERO),
            branch.group.required_block, bool(absent), by_row, program.level(number),
        )  # fmt: skip
        whole = each * len(own) if best else branch.whole
        always = whole - sum(absent)
        least = always if always > 0 else min(absent, default=Rational(0))
        most = branch.group.most if branch.group.bonus and branch.group.most is not None else math.inf
        share[number] = whole, least / 2, branch.group.weight if by_row else branch.factor, each, most
    return group, share


def _end(program: Program) -> Any:
    plan, line = program.plan, program.pass_line
    is_rounded = plan.compares_rounded
    rounded = math.ceil(line / plan.interval) if line is not None and is_rounded else -math.inf
    full = float(line) if line is not None and not is_rounded else -math.inf
    per_step = float(1 / plan.interval)
    return np.array(
        [per_step, program.epsilon, program.epsilon * per_step, full, min(program.most, MOST_STEPS / per_step), rounded, is_rounded],
        np.float64,
    )


def _grades(program: Program) -> Any:
    plan = program.plan
    lines = [math.ceil(line / plan.interval) if plan.compares_rounded else line for _, line, _ in plan.grades]
    return np.array([float(line) for line in lines] or [math.inf])
