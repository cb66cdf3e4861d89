"""What scoring gives: one result a leaf, a group, and the whole, with its gaps and its confidence."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from msgspec import Struct

from greenlist.engines.scoring.item_result import ItemResult
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import added, decimal_text, round_to, shown


class GroupResult(Struct, frozen=True):
    """One top group: own points and maximum, and what they weigh in the total."""

    id: str
    title: str
    points: Fraction
    maximum: Fraction
    weighted: Fraction
    weighted_maximum: Fraction
    clause: str


class Missing(Struct, frozen=True):
    """A place not filled, and the most it could add to the total. Not needed: enough others of a choose-best group are filled."""

    id: str
    label: str
    section: str
    gain: Fraction
    is_needed: bool = True

    def worth(self, gain: Fraction) -> "Missing":
        """The same gap with another gain."""
        return Missing(self.id, self.label, self.section, gain, self.is_needed)


@dataclass(frozen=True)
class Result:
    """The outcome of scoring one application. `trace` is the explanation tree as plain content."""

    plan: Plan
    total: Fraction
    items: dict[str, ItemResult]
    gates: dict[str, str]
    groups: tuple[GroupResult, ...]
    missing: tuple[Missing, ...]
    unmet: tuple[str, ...]
    trace: dict[str, Any]
    pass_line: Fraction | None

    @property
    def shown(self) -> str:
        """The total rounded once per GB/T 8170, as decimal text."""
        return decimal_text(self.rounded, self.plan.interval)

    @cached_property
    def rounded(self) -> Fraction:
        return round_to(self.total, self.plan.interval)

    @property
    def compared(self) -> Fraction:
        """What is held against a line: the total in full, or as rounded where the standard says so (GB/T 8170, 4.3)."""
        return self.rounded if self.plan.compares_rounded else self.total

    @property
    def grade(self) -> str:
        """The grade the total reaches; '' where the standard has none, or while the verdict is not `qualified`."""
        if self.verdict != "qualified":
            return ""
        return next((name for name, at_least, _ in self.plan.grades if self.compared >= at_least), "")

    @property
    def gain(self) -> str:
        """补齐最多可得: the most that filling every gap could add, as text with one decimal."""
        return shown(added(m.gain for m in self.missing), 1)

    @property
    def verdict(self) -> str:
        """qualified / not_qualified / incomplete (comparison with the pass line, if there is one).

        Unknown is never a yes: what is not filled or in doubt leaves the verdict open.
        """
        if self.unmet:
            return "not_qualified"
        if any(gap.is_needed for gap in self.missing) or "doubtful" in [item.status for item in self.items.values()]:
            return "incomplete"
        below = self.pass_line is not None and self.compared < self.pass_line
        return "not_qualified" if below else "qualified"

    @cached_property
    def figures(self) -> dict[str, Fraction | None]:
        """The figures behind it by flat name, read from its tree; what is in doubt is not known."""
        return {
            name: Rational(node["value"]["exact"]) if node["value"] and node.get("note") != "存疑" else None
            for name, node in self.trace["nodes"].items()
            if node["kind"] in {"input", "formula", "lookup"}
        }

    @cached_property
    def unverified(self) -> tuple[tuple[str, str, str], ...]:
        """(where, what, confidence) of every value of the standard the score rests on that is not VERIFIED."""
        found = [(g.id, f"“{g.title}”的权重", g.weight_confidence) for g in self.plan.groups if g.weight is not None]
        for item in self.plan.items.values():
            found.append((item.id, f"“{item.label}”的分值", item.points_confidence))
            if item.scoring_confidence is not None:
                found.append((item.id, f"“{item.label}”的条文", item.confidence))
                found.append((item.id, f"“{item.label}”的计分方法", item.scoring_confidence))
            elif not item.is_answered_by_person:
                found.append((item.id, f"“{item.label}”的门槛", item.confidence))
        found += [(name, f"等级“{name}”的分数线", entry["confidence"]) for name, _, entry in self.plan.grades]
        found += [(convention["id"], convention["label"], convention["confidence"]) for convention in self.plan.conventions]
        return tuple(entry for entry in found if entry[2] != "VERIFIED")
