"""The plan: one edition resolved for one reference date, immutable, stored and hashed as plain content."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from greenlist.engines.scoring.expr import Formula, formula, rendered
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.rounding import fraction, shown
from greenlist.engines.scoring.schema import Group, Item

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
    shown: str


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

    @property
    def is_answered_by_person(self) -> bool:
        return self.test is None and self.score is None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the test, or the value and its lead and base, read: in order, each once."""
        used = [f for f in (self.test, *((self.score.value, self.score.lead, self.score.base) if self.score else ())) if f]
        return tuple(dict.fromkeys(name for f in used for name in f.names))

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
    def inputs(self) -> dict[str, dict[str, str]]:
        return dict(self.content["inputs"])

    @cached_property
    def derived(self) -> dict[str, tuple[dict[str, str], Formula]]:
        """Derived values in order, each with its formula and the formula as shown."""
        return {
            name: ({**entry, "shown": rendered(entry["value"], self.labels)}, formula(entry["value"]))
            for name, entry in self.content["derived"].items()
        }

    @cached_property
    def gates(self) -> tuple[tuple[dict[str, Any], Formula | None], ...]:
        return tuple((gate, formula(gate["test"]) if gate["test"] else None) for gate in self.content["gates"])

    @property
    def conventions(self) -> list[dict[str, str]]:
        return list(self.content.get("conventions", ()))

    @cached_property
    def labels(self) -> dict[str, str]:
        return {name: entry["label"] for name, entry in {**self.content["inputs"], **self.content["derived"]}.items()}

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
        )

    def _score(self, entry: dict[str, Any]) -> PlannedScore:
        return PlannedScore(
            kind=entry["kind"],
            value=formula(entry["value"]),
            lead=formula(entry["lead"]) if entry["lead"] else None,
            base=formula(entry["base"]) if entry["base"] else None,
            cap=fraction(entry["cap"]) if entry["cap"] is not None else None,
            floor=fraction(entry["floor"]),
            steps=tuple((fraction(a), fraction(b)) for a, b in entry["steps"]),
            when_zero=entry["when_zero"],
            shown=rendered(entry["value"], self.labels),
        )


def compile_plan(source: Source, reference_date: date) -> Plan:
    """Resolve an edition for a reference date. Raises NotInForce outside its dates or its dated values' dates."""
    standard = source.standard
    _check_in_force(f"{standard.number}", standard.in_force, reference_date)
    conventions = [_plain(entry) for entry in standard.conventions]
    return Plan(
        {
            "format": FORMAT,
            "standard": standard.id,
            "edition": standard.edition,
            "number": standard.number,
            "title": standard.title,
            "subject": standard.subject,
            "file": source.name,
            "reference_date": reference_date.isoformat(),
            "interval": standard.total["round"],
            "maximum": standard.total["maximum"],
            **({"conventions": conventions} if conventions else {}),
            "gates_title": standard.gates_title,
            "inputs": {name: _plain(entry) for name, entry in standard.inputs.items()},
            "derived": {name: _plain(entry) for name, entry in standard.derived.items()},
            "gates": [_plain(gate) | {"at": source.at("gates", i)} for i, gate in enumerate(standard.gates)],
            "groups": [_planned(g, source, ("groups", i), reference_date) for i, g in enumerate(standard.groups)],
        }
    )


def _check_in_force(name: str, dates: dict[str, str | None], on: date) -> None:
    first, last = dates.get("from"), dates.get("to")
    if (first and on.isoformat() < first) or (last and on.isoformat() > last):
        raise NotInForce(f"{name} is in force from {first} to {last or '…'}, not on {on.isoformat()}")


def _planned(group: Group, source: Source, path: tuple[str | int, ...], on: date) -> dict[str, Any]:
    plain = _plain(group)
    plain["items"] = [_planned_item(item, source.at(*path, "items", i), on) for i, item in enumerate(group.items)]
    plain["groups"] = [_planned(child, source, (*path, "groups", i), on) for i, child in enumerate(group.groups)]
    return plain


def _planned_item(item: Item, at: str, on: date) -> dict[str, Any]:
    plain = _plain(item) | {"at": at}
    if item.scoring_confidence is None:
        del plain["scoring_confidence"]  # a plan says only what its standard says: earlier plans keep their hash
    if item.score:
        plain["score"] = _plain(item.score) | {
            "lead": _dated(item.score.lead, on, at),
            "base": _dated(item.score.base, on, at),
            "steps": [list(step) for step in item.score.steps],
        }
    return plain


def _dated(value: str | dict[str, str] | None, on: date, at: str) -> str | None:
    if not isinstance(value, dict):
        return value
    valid = [day for day in sorted(value) if day <= on.isoformat()]
    if not valid:
        raise NotInForce(f"{at}: no value in force on {on.isoformat()}")
    return value[valid[-1]]


def _plain(struct: Any) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}
