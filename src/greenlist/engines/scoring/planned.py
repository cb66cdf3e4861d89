"""The parts of a plan, ready to be interpreted: formulas read, numbers exact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from greenlist.engines.scoring.expr import Formula
from greenlist.engines.scoring.item_result import ItemResult
from greenlist.engines.scoring.rational import ONE, ZERO, Rational
from greenlist.engines.scoring.rounding import added, fraction, shown
from greenlist.engines.scoring.shares import Share, of_line, of_ratio, of_steps
from greenlist.engines.scoring.tree import Name

MET_WORDS = {"met": True, "符合": True, "是": True, "true": True, "not_met": False, "不符合": False, "否": False, "false": False}
YES_NO_KINDS = frozenset({"required", "yes_no"})
STEPS = 10  # in which an item's points are given


@dataclass(frozen=True)
class PlannedScore:
    """How a value becomes a share of points, with formulas read and numbers exact."""

    kind: str
    value: Formula
    lead: Formula | None
    base: Formula | None
    cap: Fraction | None
    floor: Fraction
    steps: tuple[tuple[Fraction, Fraction], ...]
    when_zero: str
    when_negative: str
    compare: str
    shown: str
    over: "PlannedRows | None" = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What it reads, of every row of its small table: in order, each once."""
        if self.over:
            return tuple(dict.fromkeys(name for weight, inner in self.over.rows for name in (*weight.names, *inner.names)))
        return tuple(dict.fromkeys(name for f in (self.value, self.lead, self.base) if f for name in f.names))

    @cached_property
    def named(self) -> str:
        """The figure its value is, as it stands; '' where the value is computed."""
        return self.value.tree.name if isinstance(self.value.tree, Name) else ""

    @cached_property
    def share(self) -> Share:
        """The share of the points that a value is worth; not for a yes or no."""
        if self.kind == "steps":
            return of_steps(self.steps, self.compare)
        if self.kind == "linear":
            return of_line(self.lead, self.base, self.floor)
        return of_ratio(self.lead, self.cap, self.when_negative, is_turned=self.kind == "neg")


@dataclass(frozen=True)
class PlannedRows:
    """The rows of a small table, each with its weight and its score; `given`: per row the figures the applicant fills."""

    top: int
    rows: tuple[tuple[Formula, PlannedScore], ...]
    given: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PlannedWay:
    """One of several ways to score an item; `when` None: otherwise."""

    label: str
    when: Formula | None
    score: PlannedScore


@dataclass(frozen=True)
class PlannedItem:
    """A leaf, ready to be interpreted."""

    id: str
    label: str
    kind: str
    points: Fraction
    step: Fraction
    clause: str
    at: str
    confidence: str
    points_confidence: str
    scoring_confidence: str | None
    evidence: str
    test: Formula | None
    test_shown: str
    score: PlannedScore | None
    count_of: int | None
    may_be_not_applicable: bool
    ways: tuple[PlannedWay, ...]
    full_at: Fraction | None
    checklist: tuple[str, ...]

    @cached_property
    def prepared_answers(self) -> Mapping[str, Fraction | bool]:
        """{text: answer} of the answers that are given most: yes and no, or the prepared marks."""
        if self.kind in YES_NO_KINDS:
            return MET_WORDS
        return {text: mark for mark in self.marks if fraction(text := shown(mark, 4)) == mark}

    @cached_property
    def marks(self) -> dict[Fraction, ItemResult]:
        """What the marks that are given most make of it: those in steps, or the first counts of a checklist; made once a plan."""
        if self.kind in YES_NO_KINDS:
            return {}
        counts = range(min(self.count_of or STEPS, STEPS) + 1)
        return {mark: self.with_mark(mark) for mark in (Rational(k) if self.count_of else self.step * k for k in counts)}

    def with_mark(self, mark: Fraction) -> ItemResult:
        """What a mark makes of it, or how many of a checklist there are."""
        full = self.full_at or (Rational(self.count_of) if self.count_of else None)
        points = mark if full is None else self.points * min(mark / full, ONE)
        return ItemResult(self.id, "scored", self.points if points == self.points else points or ZERO, self.points, shown(mark))

    @cached_property
    def if_met(self) -> ItemResult:
        """What a yes makes of it is the same in every application; so is what a no makes, or nothing."""
        return ItemResult(self.id, "met", self.points, self.points)

    @cached_property
    def if_not_met(self) -> ItemResult:
        return ItemResult(self.id, "not_met", ZERO, self.points)

    @cached_property
    def if_not_answered(self) -> ItemResult:
        return ItemResult(self.id, "missing", ZERO, self.points)

    @cached_property
    def prepared(self) -> tuple[ItemResult, ...]:
        """All that is made of it once a plan; nothing where its points are computed."""
        return (self.if_met, self.if_not_met, self.if_not_answered, *self.marks.values()) if self.is_answered_by_person else ()

    @cached_property
    def is_answered_by_person(self) -> bool:
        return self.test is None and not self.scores

    @cached_property
    def scores(self) -> tuple[PlannedScore, ...]:
        """The one way it is scored, or all of them."""
        return tuple(way.score for way in self.ways) or ((self.score,) if self.score else ())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the test, or the value and its lead and base, read: in order, each once."""
        tests = [self.test, *(way.when for way in self.ways)]
        inner = [name for one in self.scores for name in one.names]
        return tuple(dict.fromkeys((*(name for test in tests if test for name in test.names), *inner)))

    @cached_property
    def most(self) -> Fraction:
        """The most points it can give: above the maximum where a cap lets it."""
        return max(self.points * max((one.cap or ONE for one in self.scores), default=ONE), self.points)

    @cached_property
    def points_shown(self) -> str:
        return shown(self.points)


@dataclass(frozen=True)
class PlannedGroup:
    """A branch with its children in order."""

    id: str
    title: str
    clause: str
    weight: Fraction | None
    weight_confidence: str
    best: int | None
    not_applicable: str
    required_block: bool
    items: tuple[PlannedItem, ...]
    groups: tuple["PlannedGroup", ...]
    choose_by: str
    bonus: bool
    most: Fraction | None

    @cached_property
    def whole(self) -> Fraction:
        """The points of its own leaves together."""
        return added(item.points for item in self.items)

    @cached_property
    def required(self) -> frozenset[str]:
        """Its own leaves that are required."""
        return frozenset(item.id for item in self.items if item.kind == "required")

    def all_items(self) -> Iterator[PlannedItem]:
        """Every leaf below, in order."""
        yield from self.items
        for group in self.groups:
            yield from group.all_items()

    def all_groups(self) -> Iterator["PlannedGroup"]:
        """This branch and every branch below."""
        yield self
        for group in self.groups:
            yield from group.all_groups()
