"""Builds the explanation tree `greenlist.trace/1`: one node a step, each arithmetic step with its clause and place."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from greenlist.engines.scoring.application import Application
from greenlist.engines.scoring.expr import Formula
from greenlist.engines.scoring.item_result import ItemResult
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedGroup, PlannedItem
from greenlist.engines.scoring.rational import ZERO
from greenlist.engines.scoring.references import Found, TableValue, parts_of
from greenlist.engines.scoring.rounding import decimal_or_quotient, fraction, shown, shown_part
from greenlist.engines.scoring.tree import Environment, MissingValue

FORMAT = "greenlist.trace/1"
Node = dict[str, Any]
NOTHING = {"exact": "0", "shown": "0", "unit": "分"}
ABSENT = {"redistribute": "按比例分给其余项", "redistribute_all": "按比例分给所有其余项", "full": "按满分计", "zero": "按0分计"}


@dataclass(frozen=True)
class Bases:
    """What of a tree does not depend on the application: nodes without their values, and the unit and codes of each figure.

    A node that always has a state holds an empty one already: its keys then stand in the order of every tree. `first`: the nodes of the
    figures, with which every tree begins. `full`: {item: its points}. `answered`: the whole node of a leaf by what the answers that are
    given most make of it.
    """

    nodes: dict[str, Node]
    first: dict[str, Node]
    figures: tuple[tuple[str, Node, str, dict[str, str] | None], ...]
    full: dict[str, Node]
    answered: dict[ItemResult, Node]
    total: Node
    rounded: Node


KEPT: dict[str, Bases] = {}  # by plan
MOST_KEPT = 64


def _bases(plan: Plan) -> Bases:
    """The nodes as far as the plan knows them, made once a plan."""
    found = KEPT.get(plan.digest)
    if found is None:
        if len(KEPT) >= MOST_KEPT:
            KEPT.clear()
        found = KEPT[plan.digest] = _made(plan)
    return found


def _made(plan: Plan) -> Bases:
    made = {name: _node(plan, name, "input", entry["label"], (), entry["clause"]) for name, entry in plan.inputs.items()}
    first = made.copy()
    figures = tuple((name, made[name], entry["unit"], plan.choices.get(name)) for name, entry in plan.inputs.items())
    for name, (entry, found) in plan.derived.items():
        kind = "formula" if isinstance(found, Formula) else "lookup"
        made[name] = _node(plan, name, kind, entry["label"], found.names, entry["clause"], op=entry["shown"])
    for gate, _ in plan.gates:
        made[gate["id"]] = _node(plan, gate["id"], "gate", gate["label"], (), gate["clause"]) | _told_of(gate)
    for item in plan.items.values():
        made[item.id] = _node(plan, item.id, "score", item.label, item.names, item.clause)
        made[item.id] |= {"at": item.at, "state": "", "maximum": item.points_shown}
    for group in (inner for top in plan.groups for inner in top.all_groups()):
        steps = (f"weighted:{g.id}" if g.weight is not None else f"group:{g.id}" for g in group.groups)
        made[f"group:{group.id}"] = _node(
            plan, f"group:{group.id}", "group", group.title, (*(i.id for i in group.items), *steps), group.clause
        )
        title = f"{group.title}（加分，不计入满分）" if group.bonus else f"{group.title}（加权）"
        made[f"weighted:{group.id}"] = _node(plan, f"weighted:{group.id}", "formula", title, (f"group:{group.id}",), group.clause)
    clauses = "、".join(dict.fromkeys(g.clause for g in plan.groups if g.clause))
    total = _node(plan, "total", "total", "总分", (), clauses) | {"maximum": shown(plan.maximum)}
    rounded = _node(plan, "round", "round", f"按 GB/T 8170 修约到 {plan.content['interval']}", ("total",), "GB/T 8170")
    full = {item.id: _quantity(item.points, "分") for item in plan.items.values()}
    answered = {result: _of_leaf(made[item.id], item, result, full) for item in plan.items.values() for result in item.prepared}
    return Bases(made, first, figures, full, answered, total, rounded)


def _of_leaf(base: Node, item: PlannedItem, result: ItemResult, full: dict[str, Node]) -> Node:
    node = base.copy()
    points = result.points
    if result.note:
        node["op"] = result.note
    node["value"] = full[result.id] if points is item.points else NOTHING if points is ZERO else _quantity(points, "分")
    node["state"] = result.status
    if result.value:
        node["evidence"] = result.value
    return node


def _told_of(gate: dict[str, Any]) -> Node:
    """Where a gate stands, and what is said of it whatever its state."""
    notes = ["鼓励项，不影响结论"] if gate.get("encouraged") else []
    if window := gate.get("look_back"):
        notes.append(f"查{window['from']}至{window['to']}")
    place = {"at": gate["at"]} if gate["at"] else {}
    return place | {"state": ""} | ({"note": "；".join(notes)} if notes else {})


def _node(plan: Plan, node_id: str, kind: str, label: str, inputs: tuple[str, ...], ref: str, op: str = "") -> Node:
    clause = {"standard": plan.number, "edition": plan.edition, "ref": ref}
    return {"id": node_id, "kind": kind, "label": label, "op": op, "inputs": list(inputs), "value": None, "clause": clause}


class Tracer:
    """Collects nodes by id. `content["nodes"]` keeps the order in which they were made: leaves before the total."""

    def __init__(self, plan: Plan, application: Application) -> None:
        self.plan, self.application, self.bases = plan, application, _bases(plan)
        self.nodes = self.bases.first.copy()  # each is put in the place of its base
        self.shown = application.typed.copy()  # the figures and what follows from them, as their nodes show them
        self.content: dict[str, Any] = {
            "format": FORMAT,
            "standard": plan.standard,
            "edition": plan.edition,
            "plan": plan.digest,
            "root": "verdict",
            "nodes": self.nodes,
        }

    def figures(self) -> None:
        """Every figure as given; of a choice no value, but the row of a table, or a way."""
        given, typed, choices, nodes = self.application.inputs, self.application.typed, self.application.choices, self.nodes
        for name, base, unit, codes in self.bases.figures:
            node = nodes[name] = base.copy()
            if (text := typed.get(name)) is not None:
                node["value"] = {"exact": text, "shown": text, "unit": unit}
            elif (value := given.get(name)) is not None:
                node["value"] = worth = {"exact": decimal_or_quotient(value), "shown": shown(value, 4), "unit": unit}
                self.shown[name] = worth["shown"]
            elif codes is not None and name in choices and (words := codes[choices[name]]):
                node["state"] = words
            else:
                node["note"] = "未填"
        for name in self.application.doubtful & self.plan.inputs.keys():
            nodes[name]["note"] = "存疑"
        for name, evidence in self.application.evidence.items():
            if name in self.plan.inputs:
                nodes[name]["evidence"] = evidence

    def derived(self, name: str, value: Fraction | None, entry: Node, found: Found, env: Environment, why: str) -> None:
        """A value that follows; `why`: what to do where one that is found is not known."""
        note = "" if isinstance(found, Formula) else self._row_of(found, env) if value is not None else why or "没有可用的值"
        node = self.nodes[name] = self.bases.nodes[name].copy()
        if value is not None:
            node["value"] = _quantity(value, entry["unit"])
            self.shown[name] = node["value"]["shown"]
        if note:
            node["note"] = note

    def _row_of(self, found: Found, env: Environment) -> str:
        """Which row of which table gave the value: its label, source and sureness."""
        looked_up = next((part for part in parts_of(found) if _has_value(part, env)), None)
        if not isinstance(looked_up, TableValue):
            return ""
        row = self.plan.content["tables"][looked_up.table]["rows"][str(env[looked_up.key])]
        return "；".join(part for part in (row["label"], row.get("source", ""), row.get("confidence", "")) if part)

    def gate(self, gate: dict[str, Any], state: str) -> None:
        node = self.nodes[gate["id"]] = self.bases.nodes[gate["id"]].copy()
        node["state"] = state

    def items(self, items: Iterable[PlannedItem], results: Iterable[ItemResult]) -> None:
        """Leaves of one branch. Without a note a leaf is answered outright, and most often as is prepared."""
        nodes, bases, full, answered = self.nodes, self.bases.nodes, self.bases.full, self.bases.answered
        for item, result in zip(items, results, strict=True):
            ready = None if result.note else answered.get(result)
            nodes[item.id] = _of_leaf(bases[item.id], item, result, full) if ready is None else ready.copy()

    def emptied(self, item_id: str, why: str) -> None:
        node = self.nodes[item_id]
        node["value"] = NOTHING
        node["note"] = why

    def group(self, group: PlannedGroup, points: Fraction, maximum: Fraction, weighted: Fraction, weight: Fraction) -> None:
        """A branch, and what it weighs in the one above."""
        most, worth = shown(maximum), _quantity(points, "分")
        self._group(group, worth, most)
        if group.weight is not None:
            counts = most if weight == maximum else shown(weight)
            value = worth if weighted == points else _quantity(weighted, "分")
            self._weighted(group, f"{shown(points)} ÷ {most} × {counts}", value, counts)

    def bonus(self, group: PlannedGroup, points: Fraction, maximum: Fraction, counted: Fraction) -> None:
        """A branch whose points are added above the maximum, up to its limit."""
        self._group(group, _quantity(points, "分"), shown(maximum))
        op = f"{shown(points)}" + (f"，最多{shown(group.most)}分" if group.most is not None else "")
        self._weighted(group, op, _quantity(counted, "分"), "0")

    def _weighted(self, group: PlannedGroup, op: str, value: dict[str, str], most: str) -> None:
        name = f"weighted:{group.id}"
        node = self.nodes[name] = self.bases.nodes[name].copy()
        node["op"], node["value"], node["maximum"] = op, value, most

    def _group(self, group: PlannedGroup, value: dict[str, str], most: str) -> None:
        name = f"group:{group.id}"
        node = self.nodes[name] = self.bases.nodes[name].copy()
        node["value"], node["maximum"] = value, most
        if steps := [step for step in (f"choose:{group.id}", f"redistribute:{group.id}") if step in self.nodes]:
            node["inputs"] = node["inputs"] + steps

    def absent(self, group: PlannedGroup, absent: Fraction) -> None:
        label = f"{group.title}：不适用项的分值{ABSENT[group.not_applicable]}"
        self._add(f"redistribute:{group.id}", "redistribute", label, absent, "分", (), group.clause, state=group.not_applicable)

    def absent_of_all(self, gone: Fraction, before: Fraction, after: Fraction) -> None:
        """What does not apply and goes over to everything else."""
        label = f"不适用项的分值按比例分给所有其余项：{shown(before)} → {shown(after)}"
        self._add("redistribute:all", "redistribute", label, gone, "分", (), "", state="redistribute_all")

    def chosen(self, group: PlannedGroup, kept: list[str], left: list[str]) -> None:
        note = f"未计入：{'、'.join(left) or '无'}"
        which = "申报单位选定的" if group.choose_by == "declared" else "得分最高的"
        self._add(f"choose:{group.id}", "choose", f"{group.title}：取{which}{group.best}项", None, "", tuple(kept),
                  group.clause, note=note)  # fmt: skip

    def total(self, total: Fraction, rounded: Fraction, groups: list[str]) -> None:
        parts = [f"weighted:{g}" if f"weighted:{g}" in self.nodes else f"group:{g}" for g in groups]
        parts += ["redistribute:all"] if "redistribute:all" in self.nodes else []
        self.nodes["total"] = self.bases.total | {"inputs": parts, "value": _quantity(total, "分")}
        self.nodes["round"] = self.bases.rounded | {"value": _quantity(rounded, "分")}

    def verdict(self, verdict: str, unmet: list[str], pass_line: Fraction | None, grade: str) -> None:
        inputs = ["round", *(gate["id"] for gate, _ in self.plan.gates)]
        if pass_line is not None:
            way, held = ("修约值比较", "round") if self.plan.compares_rounded else ("全数值比较", "total")
            of = self.plan.number if pass_line == self.plan.pass_line else "本轮参数"
            self._add("compare", "compare", f"合格线（{way}）", pass_line, "分", (held,), of)
            inputs.append("compare")
        if grade:
            entry = next(entry for name, _, entry in self.plan.grades if name == grade)
            self._add("grade", "grade", "等级", fraction(entry["at_least"]), "分", ("total",), entry["clause"], state=grade)
            inputs.append("grade")
        self._add("verdict", "verdict", "结论", None, "", tuple(inputs), "", state=verdict, note="；".join(unmet))

    def _add(
        self, node_id: str, kind: str, label: str, value: Fraction | None, unit: str, inputs: tuple[str, ...], ref: str,
        *, state: str = "", note: str = "",
    ) -> None:  # fmt: skip
        node = self.nodes[node_id] = _node(self.plan, node_id, kind, label, inputs, ref)
        if value is not None:
            node["value"] = _quantity(value, unit)
        if state:
            node["state"] = state
        if note:
            node["note"] = note


class _NoTexts(dict[str, str]):
    """Says nothing of every figure."""

    def get(self, *_: Any) -> str:
        return ""

    def __missing__(self, name: str) -> str:
        return ""


class Untraced:
    """In the place of a Tracer where only the result is wanted: told everything, it keeps nothing."""

    shown = _NoTexts()

    @property
    def content(self) -> dict[str, Any]:
        return {}

    def figures(self, *_: object) -> None:
        pass

    # each by its name: what is looked for in vain first takes longer than the arithmetic
    derived = gate = items = emptied = group = bonus = absent = absent_of_all = chosen = total = verdict = figures


def _quantity(value: Fraction, unit: str) -> dict[str, str]:
    exact = str(value)
    return {"exact": exact, "shown": shown_part(value, 4) if "/" in exact else exact, "unit": unit}


def _has_value(found: Found, env: Environment) -> bool:
    try:
        found.evaluate(env)
    except (MissingValue, ZeroDivisionError):
        return False
    return True
