"""The plan: one edition resolved for one reference date, immutable, stored and hashed as plain content."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from greenlist.engines.scoring.expr import Formula, formula, rendered
from greenlist.engines.scoring.figures import Figures
from greenlist.engines.scoring.planned import MET_WORDS, STEPS, PlannedGroup, PlannedItem, PlannedRows, PlannedScore, PlannedWay
from greenlist.engines.scoring.references import Found, formula_renamed
from greenlist.engines.scoring.rounding import fraction

FORMAT = "greenlist.plan/1"


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
    def units_from_nought_on(self) -> dict[str, tuple[str | None, ...]]:
        """{flat name: what its unit may be told as} of the figures that may be any number that is not negative."""
        return self._figures.units_from_nought_on

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

    @cached_property
    def declared_groups(self) -> dict[str, PlannedGroup]:
        """The groups whose items the applicant chooses, by id."""
        return {group.id: group for top in self.groups for group in top.all_groups() if group.choose_by == "declared"}

    @cached_property
    def answerable(self) -> dict[str, PlannedItem | None]:
        """What may be answered: every gate, and every leaf with what is known of it."""
        return dict.fromkeys(gate["id"] for gate, _ in self.gates) | self.items

    @cached_property
    def prepared_answers(self) -> dict[str, Mapping[str, Fraction | bool]]:
        """{id: {text: answer}}: the words for yes and no of what is answered so, and the marks that are given most."""
        return {name: MET_WORDS if item is None else item.prepared_answers for name, item in self.answerable.items()}

    def inputs_of(self, item: PlannedItem) -> list[str]:
        """The inputs an item's value or test rests on, through derived values, in order."""
        return list(dict.fromkeys(root for name in item.names for root in self._roots.get(name, (name,))))

    @cached_property
    def _roots(self) -> dict[str, tuple[str, ...]]:
        """The inputs below every derived value, each once; a derived value rests on earlier ones only."""
        found: dict[str, tuple[str, ...]] = {}
        for name, (_, value) in self.derived.items():
            found[name] = tuple(dict.fromkeys(root for inner in value.names for root in found.get(inner, (inner,))))
        return found

    def needed_by(self, item: PlannedItem) -> list[str]:
        """The inputs without which the item cannot be scored; what serves only one of several ways, one row, or one case is not needed."""
        if item.ways:
            names = item.ways[0].when.names if item.ways[0].when else ()
        else:
            names = item.names if not item.score or not item.score.over else ()
        return list(dict.fromkeys(root for name in names for root in self._needed_roots.get(name, (name,))))

    @cached_property
    def _needed_roots(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, (_, value) in self.derived.items():
            inner = value.names if isinstance(value, Formula) else value.needed_names
            found[name] = tuple(dict.fromkeys(root for part in inner for root in found.get(part, (part,))))
        return found

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
            step=points / STEPS,
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
            lead, base = (formula_renamed(side, name_in) if side else None for side in (alone.lead, alone.base))
            inner = replace(alone, value=formula_renamed(alone.value, name_in), lead=lead, base=base)
            found.append((formula_renamed(weight, name_in), inner))
        return PlannedRows(int(entry["top"]), tuple(found), self._figures.given_in(entry["rows"]))
