"""The smallest set of changes that reaches a line: what must be settled anyway, then the fewest items to raise.

A change is one item raised to its most, one gap filled, one requirement met. Items that simply add up are told apart from those that
share a choice (the best few of a group); each choice is tried out set by set. So the number of changes is proven smallest by adding up
the best gain a number of changes can have; among equally small sets the one that asks for the fewest points is taken, then the first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from greenlist.engines.scoring.explaining.backwards import Needed, reading_of
from greenlist.engines.scoring.explaining.smallest import LIMIT, Option, Parts, Smallest, smallest
from greenlist.engines.scoring.explaining.standing import RATIOS, Standing, groups_below, most_of
from greenlist.engines.scoring.explaining.why_not import Reason, choices, to_choose, to_settle, why_not
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedItem, PlannedScore
from greenlist.engines.scoring.rational import ZERO, Rational
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.tree import Number

OPPOSED = "有一个指标在一项里越高越好、在另一项里越低越好，几处的要求可能互相抵触"
UNCAPPED = "有的比值不封顶，可以得到满分以上，这里都只按满分估"
KINDS = {"missing": "fill", "doubtful": "settle", "not_met": "meet"}  # what has points already is raised


@dataclass(frozen=True)
class Change:
    """One item or gate to change. kind: meet, fill, settle or raise. `gain`: what it adds to the total, after the changes before it."""

    id: str
    kind: str
    label: str
    clause: str
    is_forced: bool
    points: Fraction
    to: Fraction
    maximum: Fraction
    gain: Fraction
    value: str
    needed: Needed | None


@dataclass(frozen=True)
class Advice:
    """What reaches the line. `blocked`: what stands in the way and cannot be changed; `most`: the highest total all changes give.

    `lower_bound`: no set with fewer changes can do; `is_smallest`: this one has no more. `is_least`: among the smallest it asks least.
    `doubts`: why nothing of this is proven, in words: items are moved one by one, each to its points at most.
    """

    line: Fraction
    before: Fraction
    total: Fraction
    changes: tuple[Change, ...] = ()
    is_reached: bool = True
    is_smallest: bool = True
    is_least: bool = True
    lower_bound: int = 0
    looked_at: int = 0
    most: Fraction = ZERO
    blocked: tuple[Reason, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def free(self) -> tuple[Change, ...]:
        """The changes beyond what must be settled anyway."""
        return tuple(change for change in self.changes if not change.is_forced)


def coach(result: Result, line: Fraction, *, fixed: Iterable[str] = (), limit: int = LIMIT) -> Advice:
    """The smallest set of changes with which the verdict at this line is 符合. `fixed`: gates and items that cannot be changed."""
    standing, unchangeable = Standing(result), {*fixed, *fixed_gates(result.plan)}
    reasons = why_not(replace(result, pass_line=line))
    if blocked := tuple(reason for reason in reasons if reason.id in unchangeable and reason.kind in {"gate", "required"}):
        return Advice(line, result.total, result.total, is_reached=False, most=result.total, blocked=blocked)
    settled = _settled(result)
    base = standing.most(settled)
    at_base = standing.having(base).total
    goal, is_strict = goal_of(result.plan, line)
    parts = _parts(result, standing, base, at_base, unchangeable, limit)
    found, bound = _found(result, standing, base, parts, goal - at_base, is_strict, line, limit)
    doubts = tuple(_doubts(result, unchangeable))
    if found.names is None:
        return Advice(
            line, result.total, result.total, is_reached=False, looked_at=found.looked_at, most=at_base + found.most, doubts=doubts
        )
    changes, total = _told(result, standing, settled, found.names, goal + (Rational(1, 10**9) if is_strict else ZERO))
    proven = len(found.names) == bound and (not doubts or not found.names)
    return Advice(line, result.total, total, changes, True, proven, found.is_least and not result.plan.round_group and not doubts,
                  len(settled) + (min(bound, 1) if doubts else bound), found.looked_at, at_base + found.most, doubts=doubts)  # fmt: skip


def _doubts(result: Result, unchangeable: set[str]) -> Iterator[str]:
    """What the proof does not see: one value that two items want higher and lower, and a ratio that may exceed its points."""
    items = result.plan.items.values()
    wants = {(rule.value.text, _wants_more(rule)) for item in items for rule in item.scores}
    rising = (item for item in items if item.id not in unchangeable and _may_rise(result, item))
    if any((rule.value.text, not _wants_more(rule)) in wants for item in rising for rule in item.scores):
        yield OPPOSED
    if any(rule.cap is None and rule.kind in RATIOS for item in items for rule in item.scores):
        yield UNCAPPED


def _wants_more(rule: PlannedScore) -> bool:
    """Is a higher value better? Of a line from base to lead by the numbers, where both are."""
    if rule.kind == "linear" and rule.lead and isinstance(rule.lead.tree, Number):
        return not (rule.base and isinstance(rule.base.tree, Number) and rule.base.tree.value > rule.lead.tree.value)
    return rule.kind != "neg" and rule.compare == "at_least"


def _found(
    result: Result, standing: Standing, base: dict[str, Fraction], parts: Parts, need: Fraction, is_strict: bool, line: Fraction, limit: int
) -> tuple[Smallest, int]:
    """The set, and how many changes it takes at least. Where groups are rounded, gains do not quite add up: what is found is scored anew."""
    order = list(result.plan.items)
    slack = (result.plan.round_group or ZERO) * sum(1 for _ in groups_below(result.plan.groups))
    found = smallest(parts, need, is_strict=is_strict, order=order, limit=limit)
    if not slack:
        return found, found.lower_bound
    bound = smallest(parts, need - slack, is_strict=False, order=order, limit=limit).lower_bound
    if found.names is None or standing.having(base | standing.most(found.names)).compared < line:
        found = smallest(parts, need + slack, is_strict=False, order=order, limit=limit)
    return found, bound


def fixed_gates(plan: Plan) -> set[str]:
    """The gates that look back: what has happened cannot be changed."""
    return {gate["id"] for gate, _ in plan.gates if gate.get("look_back") and not gate.get("encouraged")}


def goal_of(plan: Plan, line: Fraction) -> tuple[Fraction, bool]:
    """The total from which the line is reached, and whether it must be more than that: where the rounded total is compared, half a step less."""
    if not plan.compares_rounded:
        return line, False
    steps = ceil(line / plan.interval)
    return (steps - Rational(1, 2)) * plan.interval, steps % 2 == 1


def _settled(result: Result) -> list[str]:
    """What must be settled whatever is chosen: the gaps of a choice are not, as it has others."""
    of_choice = {item.id for group in choices(result.plan) for item in group.items}
    return [name for name in to_settle(result) if name not in of_choice or result.items[name].status != "missing"]


def _parts(result: Result, standing: Standing, base: dict[str, Fraction], at_base: Fraction, unchangeable: set[str], limit: int) -> Parts:
    """What is free to change, in parts that do not touch each other: every choice one, every other item one."""

    def gain(names: tuple[str, ...]) -> Fraction:
        return standing.having(base | standing.most(names)).total - at_base

    parts, left_out = Parts(limit), unchangeable | base.keys()
    for group in choices(result.plan):
        free = [item.id for item in group.items if item.id not in left_out and _may_rise(result, item)]
        gaps = {name for name in free if result.items[name].status == "missing"}
        parts.choice(free, gaps, to_choose(result, group), group.best or len(group.items), gain)
        left_out |= {item.id for item in group.items}
    for top in result.plan.groups:
        if top.bonus:  # together worth no more than its limit
            free = [item.id for item in top.all_items() if item.id not in left_out and _may_rise(result, item)]
            parts.choice(free, set(), 0, len(free), gain)
            left_out |= {item.id for item in top.all_items()}
    for item in result.plan.items.values():
        if item.id not in left_out and _may_rise(result, item):
            parts.single(Option((item.id,), gain((item.id,))))
    return parts


def _may_rise(result: Result, item: PlannedItem) -> bool:
    found = result.items[item.id]
    return found.status != "not_applicable" and found.points < most_of(item)


def _told(
    result: Result, standing: Standing, settled: list[str], free: Iterable[str], goal: Fraction
) -> tuple[tuple[Change, ...], Fraction]:
    """The changes in their order, the last that can be eased asking for no more than the line needs; and the total with all of them."""
    raised = standing.most([*settled, *free])
    gains = {name: standing.having(raised).total - standing.having(_without(raised, name)).total for name in free}
    order = [*settled, *sorted(gains, key=lambda name: -gains[name])]
    if eased := next((found for name in reversed(order) if (found := _eased(result, standing, raised, name, goal))), None):
        name, raised[name] = eased
        order.sort(key=lambda one: one == name)
    made, reached, sofar = [], result.total, dict[str, Fraction]()
    for name in order:
        sofar[name] = raised[name]
        total = standing.having(sofar).total
        made.append(_change(result, name, raised[name], total - reached, name in settled))
        reached = total
    return tuple(made), reached


def _without(raised: dict[str, Fraction], name: str) -> dict[str, Fraction]:
    return {other: points for other, points in raised.items() if other != name}


def _eased(result: Result, standing: Standing, raised: dict[str, Fraction], name: str, goal: Fraction) -> tuple[str, Fraction] | None:
    """The fewest points of one change that still suffice, as far as they can be given: in steps, or by a value."""
    item = result.plan.items.get(name)
    if item is None or item.test or any(rule.kind == "yes_no" for rule in item.scores) or item.kind == "yes_no":
        return None
    least = standing.least_points(_without(raised, name), name, goal)
    if least is None:
        return None
    points = _given(item, least)
    return (name, points) if points < raised[name] else None


def _given(item: PlannedItem, least: Fraction) -> Fraction:
    """Points that can be given, no fewer than the least."""
    if not item.scores:
        full = item.full_at or item.count_of
        step = item.points / full if full else item.step
        return ceil(least / step) * step
    if item.score and item.score.kind == "steps":
        return min(share * item.points for _, share in item.score.steps if share * item.points >= least)
    return least


def _change(result: Result, name: str, points: Fraction, gain: Fraction, is_forced: bool) -> Change:
    item = result.plan.items.get(name)
    if item is None:
        gate = next(gate for gate, _ in result.plan.gates if gate["id"] == name)
        return Change(name, KINDS[result.gates[name]], gate["label"], gate["clause"], True, ZERO, ZERO, ZERO, gain, "", None)
    found = result.items[name]
    needed = reading_of(result, item).needed(points / item.points)
    kind = "raise" if found.status == "not_met" and item.kind != "required" else KINDS.get(found.status, "raise")
    return Change(name, kind, item.label, item.clause, is_forced, found.points, points, item.points, gain, found.value, needed)
