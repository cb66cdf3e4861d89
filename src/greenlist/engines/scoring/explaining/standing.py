"""What the whole would be with some leaves raised: the same standard with every leaf answered outright, scored by the engine itself."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from greenlist.engines.scoring.application import Application
from greenlist.engines.scoring.exact import score
from greenlist.engines.scoring.item_result import ItemResult
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedGroup, PlannedItem, PlannedScore
from greenlist.engines.scoring.rational import ONE, Rational
from greenlist.engines.scoring.results import Result

RATIOS = {"pos", "neg", "points"}  # the kinds whose share may be more than 1
COMPUTED = ("any_of", "full_at")  # left out of an item that is answered outright


class Standing:
    """Where a result stands. `having` asks the engine what it would be otherwise; there is no second arithmetic.

    What is in doubt has no points, like what is not filled. `is_level`: without required blocks and without what is required, so that the
    total is a sum over what counts.
    """

    def __init__(self, result: Result, *, is_level: bool = False) -> None:
        self.result, self.is_level = result, is_level
        self.plan = _answered(result.plan)
        self.items = result.plan.items
        self.absent = {r.id: "—" for r in result.items.values() if r.status == "not_applicable"}
        self.answers: dict[str, Fraction | bool] = {gate: state == "met" for gate, state in result.gates.items() if state != "missing"}
        self.answers |= {r.id: self._answer(r) for r in result.items.values() if r.status in {"met", "not_met", "scored"}}
        self.picked = {group.id: kept_of(result, group) for group in result.plan.declared_groups.values()}

    def having(self, raised: Mapping[str, Fraction], line: Fraction | None = None) -> Result:
        """The result with these leaves at so many points; a gate, or what is required, is met whatever stands beside it.

        In a group whose items the applicant chooses, what is raised is chosen too while a place is free.
        """
        given: dict[str, Fraction | bool] = {name: self._is_yes_no(name) or points for name, points in raised.items()}
        application = Application({}, self.answers | given, self.absent, chosen=self._chosen(raised))
        return score(self.plan, application, line)

    def most(self, names: Iterable[str]) -> dict[str, Fraction]:
        """These leaves, each with the most it can have."""
        return {name: most_of(self.items[name]) if name in self.items else ONE for name in names}

    def least_points(self, beside: Mapping[str, Fraction], name: str, target: Fraction) -> Fraction | None:
        """The fewest points of one leaf, beside the others, with which the total reaches the target; None when it cannot be told so.

        From the top down the total falls in a straight line, until another leaf of a choice takes its place.
        """
        most = most_of(self.items[name])
        top, below = (self.having({**beside, name: points}).total for points in (most, most * 999 / 1000))
        if top < target or top == below:
            return None
        points = max(most - (top - target) * most / (1000 * (top - below)), Rational(0))
        return points if self.having({**beside, name: points}).total >= target else None

    def _answer(self, found: ItemResult) -> Fraction | bool:
        return found.status == "met" if self._is_yes_no(found.id) else found.points

    def _is_yes_no(self, name: str) -> bool:
        return name not in self.items or (self.items[name].kind == "required" and not self.items[name].scores and not self.is_level)

    def _chosen(self, raised: Mapping[str, Fraction]) -> dict[str, tuple[str, ...]]:
        groups = self.result.plan.declared_groups
        more = {name: [item.id for item in groups[name].items if item.id in raised and item.id not in kept]
                for name, kept in self.picked.items()}  # fmt: skip
        return {name: (*kept, *more[name])[: groups[name].best] for name, kept in self.picked.items()}


def kept_of(result: Result, group: PlannedGroup) -> tuple[str, ...]:
    """The items of a choice that count now."""
    return tuple(result.trace["nodes"][f"choose:{group.id}"]["inputs"])


def most_of(item: PlannedItem) -> Fraction:
    """The most points an item is raised to: its points, or what its cap or its best step makes of them; without a cap its points."""
    return item.points * max((_most_share(rule) for rule in item.scores), default=ONE)


def _most_share(rule: PlannedScore) -> Fraction:
    if rule.kind == "steps":
        return max((share for _, share in rule.steps), default=ONE)
    return max(rule.cap or ONE, ONE) if rule.kind in RATIOS else ONE


def groups_below(groups: tuple[PlannedGroup, ...]) -> Iterator[PlannedGroup]:
    """Every group, from above down, in order."""
    for group in groups:
        yield from group.all_groups()


def _answered(plan: Plan) -> Plan:
    gates = [gate | {"test": None} for gate in plan.content["gates"]]
    groups = [_group(group) for group in plan.content["groups"]]
    return Plan({**plan.content, "inputs": {}, "rows": {}, "derived": {}, "gates": gates, "groups": groups})


def _group(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {"items": [_item(item) for item in entry["items"]], "groups": [_group(child) for child in entry["groups"]]}


def _item(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in COMPUTED} | {"test": None, "score": None, "count_of": None}
