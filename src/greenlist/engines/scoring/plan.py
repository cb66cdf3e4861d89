"""The plan: one edition resolved for one reference date, immutable, stored and hashed as plain content."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from greenlist.engines.scoring.expr import Formula, formula, rendered
from greenlist.engines.scoring.figures import Figures
from greenlist.engines.scoring.references import Found, found_renamed
from greenlist.engines.scoring.rounding import fraction, shown

FORMAT = "greenlist.plan/1"


class NotInForce(ValueError):
    """The edition, or one of its dated values, is not in force on the reference date."""


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
    """A leaf, ready to be interpreted. `group` is the top group whose block it belongs to."""

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
    ways: tuple[PlannedWay, ...] = ()
    full_at: Fraction | None = None
    checklist: tuple[str, ...] = ()

    @property
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
    choose_by: str = "ratio"
    bonus: bool = False
    most: Fraction | None = None

    def all_items(self) -> Iterator[PlannedItem]:
        """Every leaf below, in order."""
        yield from self.items
        for group in self.groups:
            yield from group.all_items()


@dataclass(frozen=True)
class Plan:
    """An immutable plan. Everything is derived from `content`, so a stored plan scores the same for ever."""

    content: dict[str, Any]

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> "Plan":
        """The plan as it was stored. Raises ValueError for another format."""
        if content.get("format") != FORMAT:
            raise ValueError(f"not a {FORMAT}: {content.get('format')!r}")
        return cls(content)

    def as_content(self) -> dict[str, Any]:
        """Plain JSON-able content, decimals as text."""
        return self.content

    @cached_property
    def digest(self) -> str:
        """`sha256:` of the canonical content."""
        text = json.dumps(self.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    @property
    def standard(self) -> str:
        return str(self.content["standard"])

    @property
    def edition(self) -> str:
        return str(self.content["edition"])

    @property
    def number(self) -> str:
        return str(self.content["number"])

    @property
    def title(self) -> str:
        return f"{self.content['number']} {self.content['title']}"

    @cached_property
    def interval(self) -> Fraction:
        return fraction(self.content["interval"])

    @cached_property
    def maximum(self) -> Fraction:
        return fraction(self.content["maximum"])

    @cached_property
    def round_item(self) -> Fraction | None:
        """The interval to which an item's points are rounded; None: they stay as they are."""
        return fraction(self.content["round_item"]) if "round_item" in self.content else None

    @cached_property
    def round_group(self) -> Fraction | None:
        return fraction(self.content["round_group"]) if "round_group" in self.content else None

    @property
    def compares_rounded(self) -> bool:
        """修约值比较法: the rounded total is held against lines; else the full value (全数值比较法)."""
        return self.content.get("compare") == "rounded"

    @cached_property
    def pass_line(self) -> Fraction | None:
        """The line of the standard itself; most have none."""
        return fraction(self.content["pass_line"]) if "pass_line" in self.content else None

    @cached_property
    def grades(self) -> tuple[tuple[str, Fraction, dict[str, str]], ...]:
        """(name, from what total on, its entry), the highest first."""
        graded = [(entry["name"], fraction(entry["at_least"]), entry) for entry in self.content.get("grades", ())]
        return tuple(sorted(graded, key=lambda grade: grade[1], reverse=True))

    @cached_property
    def _figures(self) -> Figures:
        return Figures(self.content)

    @property
    def inputs(self) -> dict[str, dict[str, Any]]:
        """Every figure the applicant gives, by flat name: each year and each row of a small table is one of its own."""
        return self._figures.inputs

    @property
    def choices(self) -> dict[str, dict[str, str]]:
        """{flat name: {code: words}} of the inputs that are a choice."""
        return self._figures.choices

    @property
    def derived(self) -> dict[str, tuple[dict[str, Any], Found]]:
        """Derived values by flat name in order, each with its entry (`shown`: how it is found) and how to evaluate it."""
        return self._figures.derived

    @property
    def labels(self) -> dict[str, str]:
        """The label of every input and derived value by flat name."""
        return self._figures.labels

    @cached_property
    def gates(self) -> tuple[tuple[dict[str, Any], Formula | None], ...]:
        return tuple((gate, formula(gate["test"]) if gate["test"] else None) for gate in self.content["gates"])

    @property
    def conventions(self) -> list[dict[str, str]]:
        return list(self.content.get("conventions", ()))

    @cached_property
    def groups(self) -> tuple[PlannedGroup, ...]:
        return tuple(self._group(entry) for entry in self.content["groups"])

    @cached_property
    def items(self) -> dict[str, PlannedItem]:
        """Every leaf by id, in order."""
        return {item.id: item for group in self.groups for item in group.all_items()}

    def inputs_of(self, item: PlannedItem) -> list[str]:
        """The inputs an item's value or test rests on, through derived values, in order."""
        return list(dict.fromkeys(root for name in item.names for root in self._roots(name)))

    def _roots(self, name: str) -> Iterator[str]:
        if name in self.derived:
            for inner in self.derived[name][1].names:
                yield from self._roots(inner)
        else:
            yield name

    def _group(self, entry: dict[str, Any]) -> PlannedGroup:
        return PlannedGroup(
            id=entry["id"],
            title=entry["title"],
            clause=entry["clause"],
            weight=fraction(entry["weight"]) if entry["weight"] else None,
            weight_confidence=entry["weight_confidence"],
            best=entry["best"],
            not_applicable=entry["not_applicable"],
            required_block=entry["required_block"],
            items=tuple(self._item(item) for item in entry["items"]),
            groups=tuple(self._group(child) for child in entry["groups"]),
            choose_by=entry.get("choose_by", "ratio"),
            bonus=entry.get("bonus", False),
            most=fraction(entry["most"]) if "most" in entry else None,
        )

    def _item(self, entry: dict[str, Any]) -> PlannedItem:
        points = fraction(entry["points"])
        return PlannedItem(
            id=entry["id"],
            label=entry["label"],
            kind=entry["kind"],
            points=points,
            step=points / 10,
            clause=entry["clause"],
            at=entry["at"],
            confidence=entry["confidence"],
            points_confidence=entry["points_confidence"],
            scoring_confidence=entry.get("scoring_confidence"),
            evidence=entry["evidence"],
            test=formula(entry["test"]) if entry["test"] else None,
            test_shown=rendered(entry["test"], self.labels) if entry["test"] else "",
            score=self._score(entry["score"]) if entry["score"] else None,
            count_of=entry["count_of"],
            may_be_not_applicable=entry["may_be_not_applicable"],
            ways=tuple(
                PlannedWay(way["label"], formula(way["when"]) if way["when"] else None, self._score(way["score"]))
                for way in entry.get("any_of", ())
            ),
            full_at=fraction(entry["full_at"]) if "full_at" in entry else None,
            checklist=tuple(entry.get("checklist", ())),
        )

    def _score(self, entry: dict[str, Any]) -> PlannedScore:
        alone = PlannedScore(
            kind=entry["kind"],
            value=formula(entry["value"]),
            lead=formula(entry["lead"]) if entry["lead"] else None,
            base=formula(entry["base"]) if entry["base"] else None,
            cap=fraction(entry["cap"]) if entry["cap"] is not None else None,
            floor=fraction(entry["floor"]),
            steps=tuple((fraction(a), fraction(b)) for a, b in entry["steps"]),
            when_zero=entry["when_zero"],
            when_negative=entry.get("when_negative", "zero"),
            compare=entry.get("compare", "at_least"),
            shown=rendered(entry["value"], self.labels),
        )
        return replace(alone, over=self._over(alone, entry["over"])) if "over" in entry else alone

    def _over(self, alone: PlannedScore, entry: dict[str, Any]) -> PlannedRows:
        """The score once for every row, with the row's own names."""
        weight, found = formula(entry["weight"]), []
        for row in range(1, self._figures.most(entry["rows"]) + 1):
            name_in = self._figures.row_namer(entry["rows"], row)
            lead, base = (found_renamed(side, name_in) if side else None for side in (alone.lead, alone.base))
            inner = replace(alone, value=found_renamed(alone.value, name_in), lead=lead, base=base)
            found.append((found_renamed(weight, name_in), inner))
        return PlannedRows(int(entry["top"]), tuple(found), self._figures.given_in(entry["rows"]))
