"""What each item costs the total, and the value it would need: for full marks, for its next step, to reach a line on its own."""

from dataclasses import dataclass
from fractions import Fraction

from greenlist.engines.scoring.explaining.backwards import Needed, reading_of
from greenlist.engines.scoring.explaining.coach import goal_of
from greenlist.engines.scoring.explaining.standing import Standing, groups_below, most_of
from greenlist.engines.scoring.planned import PlannedItem
from greenlist.engines.scoring.rational import ZERO, Rational
from greenlist.engines.scoring.results import Result

LEAST_MORE = Rational(1, 10**9)  # a rounded total just short of its half step must be passed, not reached


@dataclass(frozen=True)
class Margin:
    """One item below its most. `lost`: what it costs the total, after blocks, choice, redistribution and weight; all of them add up.

    `alone`: what the total gains when this item alone is raised to its most. `why_no_value`: why no value is told.
    """

    item: PlannedItem
    status: str
    points: Fraction
    most: Fraction
    lost: Fraction
    alone: Fraction
    value: str
    full: Needed | None
    step: Needed | None
    line: Needed | None
    why_no_value: str


def margins(result: Result, line: Fraction | None = None) -> tuple[Margin, ...]:
    """Every item that could have more points than it has, in the order of the standard."""
    now, level = Standing(result), Standing(result, is_level=True)
    at_level, kept = level.having({}).total, _kept(result)
    goal = _goal(result, line)
    made = []
    for item in result.plan.items.values():
        found, most = result.items[item.id], most_of(item)
        if found.status == "not_applicable" or found.points >= most:
            continue
        lost = level.having({item.id: most}).total - at_level if item.id in kept else ZERO
        alone = now.having({item.id: most}).total - result.total
        reading = reading_of(result, item)
        enough = now.least_points({}, item.id, goal) if result.total < goal <= result.total + alone else None
        made.append(
            Margin(item, found.status, found.points, most, lost, alone, found.value, reading.needed(most / item.points),
                   reading.next_step(found.points / item.points), reading.needed(enough / item.points) if enough else None,
                   reading.why_not)
        )  # fmt: skip
    return tuple(made)


def _goal(result: Result, line: Fraction | None) -> Fraction:
    """The total that reaches the line; without a line the total there is, which is short of nothing."""
    if line is None:
        return result.total
    goal, is_strict = goal_of(result.plan, line)
    return goal + LEAST_MORE if is_strict else goal


def _kept(result: Result) -> set[str]:
    """The items that count now: all, but for those that a choose-best group left out."""
    chosen = [node for node in result.trace["nodes"].values() if node["kind"] == "choose"]
    of_choice = {item.id for group in groups_below(result.plan.groups) if group.best is not None for item in group.items}
    return (set(result.items) - of_choice) | {name for node in chosen for name in node["inputs"]}
