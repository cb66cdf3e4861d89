"""How one line of the tree came about, step by step: figures given, formulas, tables looked up, points; each with its clause and sureness."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from greenlist.engines.scoring.figures import YES_NO
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedItem
from greenlist.engines.scoring.results import Result
from greenlist.engines.scoring.rounding import decimal_or_quotient, shown
from greenlist.engines.scoring.schema import Confidence
from greenlist.papers import unit_signs

POINTS = "得分"
KINDS = {"input": "填报", "formula": "计算", "lookup": "查表", "convert": "换算", "score": POINTS}
SURENESS = get_args(Confidence)  # from the surest to the least sure
OF_VALUES = ("inputs", "derived", "coefficients")
PLACES = 4
Node = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One step. `formula` in names, `worked` the same with its values; `sureness` '' where the standard gives no value of its own."""

    kind: str
    label: str
    value: str
    formula: str
    worked: str
    clause: str
    sureness: str
    note: str


def steps_of(result: Result, item: PlannedItem, rule: str) -> list[Step]:
    """From the figures given to the points: what is computed from others comes after them, each once. `rule`: how points are earned. Of an
    item that was left with one of its ways, what only the others score by is no step; what chose among them is.
    """
    nodes: Mapping[str, Node] = result.trace["nodes"]
    whole = result.plan.items[item.id]
    passed_over = {name for way in whole.ways if way not in item.ways for name in way.score.names}
    passed_over -= {*item.names, *(name for way in whole.ways if way.when for name in way.when.names)}
    made = [_step(result.plan, nodes, name) for name in dict.fromkeys(_below(nodes, item.id, passed_over))]
    return [*made, _points(result, item, rule)] if made else []


def sureness_of(plan: Plan, name: str) -> str:
    """How sure the standard is: of a figure's definition or own value, of an item's points and the way to them; '' where it says nothing."""
    if item := plan.items.get(name):
        return max(item.points_confidence, item.scoring_confidence or item.confidence, key=SURENESS.index)
    stem = name.partition("[")[0].partition("#")[0]
    return next((str(plan.content[place][stem].get("confidence", "")) for place in OF_VALUES if stem in plan.content.get(place, {})), "")


def with_values(plan: Plan, op: str, nodes: Mapping[str, Node]) -> str:
    """A formula as shown, with the value (or 未填) in the place of every label, the longest label first."""
    values = {label: _value(nodes.get(name, {})) for name, label in plan.labels.items()}
    if not values:
        return op
    longest_first = sorted(values, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda found: values[found.group()], op)


def with_unit(said: str, unit: str) -> str:
    """12,037.8 tce; what is no plain number stays as typed, and a ratio has no unit. A count of products says that this is its unit."""
    if not (said and re.fullmatch(r"-?\d+(\.\d+)?", said)):
        return unit_signs.with_unit(said, unit) if said else said
    number = f"{Decimal(said):,}"
    return f"{number}（单位：{unit}）" if unit == "产品" else unit_signs.with_unit(number, unit)


def _below(nodes: Mapping[str, Node], name: str, passed_over: Collection[str] = ()) -> Iterator[str]:
    for inner in nodes[name]["inputs"]:
        if inner in nodes and inner not in passed_over:
            yield from _below(nodes, inner)
            yield inner


def _step(plan: Plan, nodes: Mapping[str, Node], name: str) -> Step:
    node = nodes[name]
    told = node["value"]
    said = _said(plan, name, told) if told else node.get("state") or node.get("note") or "无法计算"
    op = node["op"] if node["kind"] != "input" else ""
    worked = with_values(plan, op, nodes) if node["kind"] == "formula" else ""
    note, sureness = node.get("note", "") if told else "", sureness_of(plan, name)
    *rest, last = note.split("；")
    if last in SURENESS:  # a table's row has its own
        note, sureness = "；".join(rest), last
    return Step(KINDS.get(node["kind"], ""), node["label"], said, op, worked, node["clause"]["ref"],
                sureness, note)  # fmt: skip


def _said(plan: Plan, name: str, told: Mapping[str, str]) -> str:
    """A value with its unit; a yes or no, which formulas read as 1 or 0, as it was answered."""
    if plan.content["inputs"].get(name.partition("[")[0].partition("#")[0], {}).get("one_of") == "yes_no":
        return YES_NO["not_met" if told["shown"] == "0" else "met"]
    return with_unit(told["shown"], told["unit"])


def _points(result: Result, item: PlannedItem, rule: str) -> Step:
    found = result.items[item.id]
    worked = ""
    if found.status == "scored" and found.maximum and found.points:
        worked = f"{decimal_or_quotient(found.maximum)} × {shown(found.points / found.maximum, PLACES)}"
    return Step(KINDS["score"], "", f"{shown(found.points, PLACES)} 分", rule, worked, item.clause,
                sureness_of(result.plan, item.id), "")  # fmt: skip


def _value(node: Node) -> str:
    value = node.get("value")
    return str(value["shown"]) if isinstance(value, dict) else "未填"
