"""Builds the explanation tree `greenlist.trace/1`: one node a step, each arithmetic step with its clause and place."""

from fractions import Fraction
from typing import Any

from greenlist.engines.scoring.expr import Formula
from greenlist.engines.scoring.plan import Plan, PlannedGroup, PlannedItem
from greenlist.engines.scoring.results import ItemResult
from greenlist.engines.scoring.rounding import shown

FORMAT = "greenlist.trace/1"
Node = dict[str, Any]
ABSENT = {"redistribute": "按比例分给其余项", "full": "按满分计", "zero": "按0分计"}


class Tracer:
    """Collects nodes by id. `content["nodes"]` keeps the order in which they were made: leaves before the total."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.nodes: dict[str, Node] = {}
        self.number, self.edition = plan.number, plan.edition
        self.content: dict[str, Any] = {
            "format": FORMAT,
            "standard": plan.standard,
            "edition": plan.edition,
            "plan": plan.digest,
            "root": "verdict",
            "nodes": self.nodes,
        }

    def input(self, name: str, value: Fraction | None, is_doubtful: bool, evidence: str) -> None:
        entry = self.plan.inputs[name]
        note = "存疑" if is_doubtful else "" if value is not None else "未填"
        self._add(name, "input", entry["label"], value, entry["unit"], (), entry["clause"], note=note, evidence=evidence)

    def derived(self, name: str, value: Fraction | None, read: Formula) -> None:
        entry = self.plan.derived[name][0]
        self._add(name, "formula", entry["label"], value, entry["unit"], read.names, entry["clause"], op=entry["shown"])

    def gate(self, gate: dict[str, Any], state: str) -> None:
        self._add(gate["id"], "gate", gate["label"], None, "", (), gate["clause"], at=gate["at"], state=state)

    def item(self, item: PlannedItem, result: ItemResult) -> None:
        self._add(item.id, "score", item.label, result.points, "分", item.names, item.clause, at=item.at, op=result.note,
                  state=result.status, most=item.points_shown, evidence=result.value)  # fmt: skip

    def emptied(self, item_id: str) -> None:
        node = self.nodes[item_id]
        node["value"] = {"exact": "0", "shown": "0", "unit": "分"}
        node["note"] = "同块有必选项不符合，本块必选分为0"

    def subgroup(self, group: PlannedGroup, points: Fraction, maximum: Fraction) -> None:
        children = (*(i.id for i in group.items), *(f"group:{g.id}" for g in group.groups))
        children += tuple(step for step in (f"choose:{group.id}", f"redistribute:{group.id}") if step in self.nodes)
        self._add(f"group:{group.id}", "group", group.title, points, "分", children, group.clause, most=shown(maximum))

    def group(self, group: PlannedGroup, points: Fraction, maximum: Fraction, weighted: Fraction, weight: Fraction) -> None:
        self.subgroup(group, points, maximum)
        if group.weight is not None:
            op = f"{shown(points)} ÷ {shown(maximum)} × {shown(weight)}"
            self._add(f"weighted:{group.id}", "formula", f"{group.title}（加权）", weighted, "分", (f"group:{group.id}",),
                      group.clause, op=op, most=shown(weight))  # fmt: skip

    def absent(self, group: PlannedGroup, absent: Fraction) -> None:
        label = f"{group.title}：不适用项的分值{ABSENT[group.not_applicable]}"
        self._add(f"redistribute:{group.id}", "redistribute", label, absent, "分", (), group.clause, state=group.not_applicable)

    def chosen(self, group: PlannedGroup, kept: list[str], left: list[str]) -> None:
        note = f"未计入：{'、'.join(left) or '无'}"
        self._add(f"choose:{group.id}", "choose", f"{group.title}：取得分最高的{group.best}项", None, "", tuple(kept),
                  group.clause, note=note)  # fmt: skip

    def total(self, total: Fraction, rounded: Fraction, groups: list[str]) -> None:
        parts = tuple(f"weighted:{g}" if f"weighted:{g}" in self.nodes else f"group:{g}" for g in groups)
        clauses = "、".join(dict.fromkeys(g.clause for g in self.plan.groups if g.clause))
        self._add("total", "total", "总分", total, "分", parts, clauses, most=shown(self.plan.maximum))
        self._add("round", "round", f"按 GB/T 8170 修约到 {self.plan.content['interval']}", rounded, "分", ("total",), "GB/T 8170")

    def verdict(self, verdict: str, unmet: list[str], pass_line: Fraction | None) -> None:
        inputs = ["round", *(gate["id"] for gate, _ in self.plan.gates)]
        if pass_line is not None:
            self._add("compare", "compare", "合格线（全数值比较）", pass_line, "分", ("total",), "本轮参数")
            inputs.append("compare")
        self._add("verdict", "verdict", "结论", None, "", tuple(inputs), "", state=verdict, note="；".join(unmet))

    def _add(
        self, node_id: str, kind: str, label: str, value: Fraction | None, unit: str, inputs: tuple[str, ...], ref: str,
        *, op: str = "", at: str = "", state: str = "", note: str = "", evidence: str = "", most: str = "",
    ) -> None:  # fmt: skip
        node: Node = {
            "id": node_id, "kind": kind, "label": label, "op": op, "inputs": list(inputs),
            "value": None if value is None else _quantity(value, unit),
            "clause": {"standard": self.number, "edition": self.edition, "ref": ref},
        }  # fmt: skip
        if at:
            node["at"] = at
        if state:
            node["state"] = state
        if note:
            node["note"] = note
        if evidence:
            node["evidence"] = evidence
        if most:
            node["maximum"] = most
        self.nodes[node_id] = node


def _quantity(value: Fraction, unit: str) -> dict[str, str]:
    above, below = value.as_integer_ratio()
    if below == 1:
        exact = str(above)
        return {"exact": exact, "shown": exact, "unit": unit}
    return {"exact": f"{above}/{below}", "shown": shown(value, 4), "unit": unit}
