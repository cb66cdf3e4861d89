"""A plan made ready for cohorts: leaves with their shapes, groups in the order in which they are finished, lines, bounds."""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from greenlist.engines.cohort import bounds
from greenlist.engines.cohort.fast import Fast, Reader
from greenlist.engines.cohort.figure import UNIT
from greenlist.engines.scoring import Plan
from greenlist.engines.scoring.expr import Formula
from greenlist.engines.scoring.planned import YES_NO_KINDS, PlannedGroup, PlannedItem
from greenlist.engines.scoring.rational import Rational

ONE = Rational(1)


@dataclass(frozen=True)
class Leaf:
    """An item, or a gate (`group` -1). `fast` None: its share comes from `measures.py`. `is_told`: what is missing counts as a gap."""

    id: str
    item: PlannedItem | None
    test: Formula | None
    group: int
    is_told: bool
    fast: Fast | None

    @property
    def is_gate(self) -> bool:
        return self.item is None

    @property
    def is_answered(self) -> bool:
        """By a person, in a column of its own name."""
        return self.item.is_answered_by_person if self.item else self.test is None

    @property
    def points(self) -> Fraction:
        return self.item.points if self.item else Rational(0)

    @property
    def is_required(self) -> bool:
        """Does it cost the verdict when the answer or the test is no?"""
        return self.item is None or (self.item.kind == "required" and not self.item.scores)

    @property
    def absent(self) -> str | None:
        """The mask that says where it does not apply."""
        return f"na:{self.id}" if self.item and self.item.may_be_not_applicable else None


@dataclass(frozen=True)
class Branch:
    """A group in the order of finishing; `parent` counts in that order, and the number of groups stands for the total.

    `whole`: its maximum before its weight; `factor`: what its points are multiplied with on the way up.
    """

    group: PlannedGroup
    parent: int
    whole: Fraction
    factor: Fraction


@dataclass(frozen=True)
class Program:
    """A plan and a pass line, ready for `score_batch`. Immutable; a what-if is another program."""

    plan: Plan
    pass_line: Fraction | None
    branches: tuple[Branch, ...]
    leaves: tuple[Leaf, ...]

    @property
    def digest(self) -> str:
        return self.plan.digest

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """The items in the order of `losses`."""
        return tuple(leaf.id for leaf in self.leaves if leaf.item)

    @cached_property
    def masks(self) -> tuple[str, ...]:
        """The columns that say what does not apply."""
        return tuple(leaf.absent for leaf in self.leaves if leaf.absent)

    @cached_property
    def packings(self) -> dict[tuple[int, tuple[str, ...]], tuple[Any, ...]]:
        """Its arrays for the kernel, by its number among programs and the columns in their order; filled by `packing.py`."""
        return {}

    @cached_property
    def marks(self) -> dict[str, Fraction]:
        """The items that are answered by a number, and the most it may be: the same that a form takes."""
        items = [leaf.item for leaf in self.leaves if leaf.item and leaf.is_answered and leaf.item.kind not in YES_NO_KINDS]
        return {item.id: Rational(item.count_of) if item.count_of else item.points for item in items}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every other column it can read: inputs by flat name, then answers by id."""
        return (*self.plan.inputs, *(leaf.id for leaf in self.leaves if leaf.is_answered))

    @cached_property
    def grades(self) -> tuple[str, ...]:
        """The names of the grades, the best first: what the numbers in `Scores.grade` mean."""
        return tuple(name for name, _, _ in self.plan.grades)

    @cached_property
    def needs_exact(self) -> str:
        """Why every row goes to the exact lane; '' where floats may filter."""
        return "a group whose items the applicant chooses" if self.plan.declared_groups else ""

    @cached_property
    def needs_numpy(self) -> str:
        """Why the compiled kernel cannot be used; '' where it can."""
        plan, groups = self.plan, [branch.group for branch in self.branches]
        if plan.round_item is not None or plan.round_group is not None:
            return "points rounded on the way"
        if any(g.not_applicable == "redistribute_all" and any(i.may_be_not_applicable for i in g.items) for g in groups):
            return "what does not apply goes over to all groups"
        if any(g.best and (g.groups or g.required_block or len({i.points for i in g.items}) > 1 or g.best > 64) for g in groups):
            return "the best of items of different points"
        if any(b.group.best and b.parent < len(self.branches) and _may_vary(b.group) for b in self.branches):
            return "a part of a group whose maximum differs from row to row"
        return ""

    @cached_property
    def epsilon(self) -> float:
        """How near a tie or a line a total is in doubt: no row that is not flagged errs by more."""
        error, largest = 0.0, 1.0
        for leaf in self.leaves:
            if leaf.group >= 0:
                own = leaf.fast.share_error if leaf.fast else bounds.SHARE_ALLOTTED
                factor = self.largest_factor(leaf.group)
                error, largest = error + float(leaf.points) * factor * max(own, bounds.SHARE_ALLOTTED), max(largest, factor)
        operations = 4 * len(self.leaves) + 8 * len(self.branches)
        return max(bounds.LEAST, error + operations * UNIT * self.most * largest)

    @cached_property
    def most(self) -> float:
        """No total above this is left to floats."""
        return 20 * max(float(self.plan.maximum), 1.0)

    def level(self, group: int) -> int:
        """How many groups are above it."""
        parent = self.branches[group].parent
        return 0 if parent == len(self.branches) else 1 + self.level(parent)

    def largest_factor(self, group: int) -> float:
        """By how much the points of a group can count in the total, after all that may be redistributed."""
        factor = 1.0
        while group < len(self.branches):
            branch = self.branches[group]
            applying = [i.points for i in branch.group.items if i.may_be_not_applicable]
            always = branch.whole - sum(applying)
            least = always if always > 0 and not branch.group.best else min(applying, default=ONE)
            factor *= float(branch.factor) * max(1.0, float(branch.whole / least)) if applying else float(branch.factor)
            group = branch.parent
        return factor


def _may_vary(group: PlannedGroup) -> bool:
    """Can the maximum that it hands up differ from row to row? With a weight only where nothing may be left that applies."""
    absent = [item.may_be_not_applicable for item in group.items]
    return any(absent) if group.weight is None else all(absent)


def compile_program(plan: Plan, pass_line: Fraction | None = None) -> Program:
    """The program of a plan; `pass_line`: that of the round, without it the standard's own. No code is generated."""
    reader, branches, leaves = Reader(plan), list[Branch](), list[Leaf]()
    for gate, test in plan.gates:
        if not gate.get("encouraged"):
            leaves.append(Leaf(gate["id"], None, test, -1, True, reader.test(test) if test else reader.answer(gate["id"], None)))
    for group in plan.groups:
        _branch(group, group.bonus, True, reader, branches, leaves)
    total = len(branches)
    placed = tuple(replace(b, parent=total) if b.parent < 0 else b for b in branches)
    return Program(plan, plan.pass_line if pass_line is None else pass_line, placed, tuple(leaves))


def _branch(group: PlannedGroup, is_bonus: bool, is_top: bool, reader: Reader, branches: list[Branch], leaves: list[Leaf]) -> Fraction:
    """Add a group after its children; its maximum as the group above counts it."""
    children, whole = [], Rational(0)
    for child in group.groups:
        whole += _branch(child, is_bonus, False, reader, branches, leaves)
        children.append(len(branches) - 1)
    points = [item.points for item in group.items]
    whole += sum(sorted(points, reverse=True)[: group.best] if group.best else points)
    number = len(branches)
    for place in children:
        branches[place] = replace(branches[place], parent=number)
    is_weighted = group.weight is not None and whole and not (is_top and group.bonus)
    factor = group.weight / whole if is_weighted and group.weight is not None else ONE
    branches.append(Branch(group, -1, whole, factor))
    leaves += [Leaf(item.id, item, item.test, number, not is_bonus, reader.item(item)) for item in group.items]
    return whole * factor
