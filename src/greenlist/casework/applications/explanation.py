"""The explanation tree of a score as lines of a table: every line with its clause, what is unknown, what is unverified."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from os.path import commonprefix
from typing import Any, get_args

from greenlist.casework.applications.steps import steps_of, with_unit
from greenlist.engines.scoring.expr import Formula, rendered
from greenlist.engines.scoring.item_result import ItemResult
from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.planned import PlannedGroup, PlannedItem, PlannedScore
from greenlist.engines.scoring.results import GroupResult, Result
from greenlist.engines.scoring.rounding import shown
from greenlist.engines.scoring.schema import Confidence

NAMED = 2
SURENESS = get_args(Confidence)  # from the surest to the least sure
CLOSING = ("redistribute:all", "total", "round", "compare", "grade", "verdict")
VERDICTS = {"qualified": "符合", "not_qualified": "不符合", "incomplete": "尚有未填或存疑，不下结论"}
STATES = {"missing": "未填", "doubtful": "存疑", "not_applicable": "不适用", "met": "符合", "not_met": "不符合"}
PERSON_WORDS = {"required": "必选，符合得满分", "yes_no": "符合得满分", "optional": "可选，按符合程度给分", "judged": "按符合程度给分"}
Line = dict[str, object]


def score_lines(result: Result, *, is_whole: bool = False) -> list[Line]:
    """Groups, then their items: clause, value, rule, points and maximum.

    The whole tree has the requirements without points before them, under each computed item the steps to its points, under each group
    what was chosen, redistributed and weighed, and after them how the total became a verdict.
    """
    doubts, labels = _doubts(result), labels_in(result.plan)
    if is_whole:
        groups = [line for found, planned in zip(result.groups, result.plan.groups, strict=True)
                  for line in (_group_line(found, doubts), *_whole(result, planned, doubts, labels))]  # fmt: skip
        return [*_gate_lines(result), *groups, *_closing(result)]
    return [line for found, planned in zip(result.groups, result.plan.groups, strict=True)
            for line in (_group_line(found, doubts), *(_item_line(result, item, doubts, labels) for item in planned.all_items()))]  # fmt: skip


def _group_line(found: GroupResult, doubts: Mapping[str, str]) -> Line:
    return _line(0, found.title, found.clause, points=shown(found.weighted), maximum=shown(found.weighted_maximum), id=found.id,
                 unverified=doubts.get(found.id, ""))  # fmt: skip


def _whole(result: Result, group: PlannedGroup, doubts: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[Line]:
    """The items of a branch with their steps, the branches inside it, and what was done with their points."""
    for item in group.items:
        line = _item_line(result, item, doubts, labels)
        yield line | {"steps": steps_of(result, as_scored(result, item), str(line["rule"]))}
    for child in group.groups:
        yield _node_line(result, f"group:{child.id}")
        yield from _whole(result, child, doubts, labels)
    for step in ("choose", "redistribute", "weighted"):
        if f"{step}:{group.id}" in result.trace["nodes"]:
            yield _node_line(result, f"{step}:{group.id}")


def _closing(result: Result) -> Iterator[Line]:
    """What was done with the whole: shared out, added up, rounded, held against lines, and the verdict."""
    yield _line(0, "总分与结论", "", points=result.shown, maximum=shown(result.plan.maximum), id="total")
    for name in CLOSING:
        if name in result.trace["nodes"]:
            yield _node_line(result, name)


def _node_line(result: Result, name: str) -> Line:
    node = result.trace["nodes"][name]
    clause, note = _together(node["clause"]["ref"]), node.get("note", "")
    if node["kind"] == "choose":
        note = _left_out(note, result.plan)
    is_sum = node["value"] is not None and node["kind"] != "redistribute"
    said = VERDICTS.get(node.get("state", ""), "") if name == "verdict" else node.get("state", "") if name == "grade" else ""
    if node["kind"] == "redistribute":
        said = f"{node['value']['shown']} 分"
    return _line(1, node["label"], clause, value=said, rule=node["op"], note=note,
                 points=shown(Fraction(node["value"]["exact"])) if is_sum else "", maximum=node.get("maximum", ""), kind=node["kind"])  # fmt: skip


def _together(clauses: str) -> str:
    """评分表 序号4–7、8–11 for 评分表 序号4–7、评分表 序号8–11: what all begin with is said once. A number is never cut."""
    parts = clauses.split("、")
    head = re.sub(r"[\d.]+$", "", commonprefix(parts)) if len(parts) > 1 else ""
    return head + "、".join(part.removeprefix(head) for part in parts)


def _left_out(note: str, plan: Plan) -> str:
    """未计入：中水回用率: what was not chosen by its label, not by its id."""
    said, colon, names = note.partition("：")
    return said + colon + "、".join(plan.items[name].label if name in plan.items else name for name in names.split("、"))


def lacking(result: Result, item: PlannedItem) -> str:
    """The figures a computed item waits for: 未填：甲、乙等4项；存疑：丙. '' when it waits for none."""
    nodes = result.trace["nodes"]
    waits: dict[str, list[str]] = {}
    for name in result.plan.inputs_of(as_scored(result, item)):
        if note := nodes.get(name, {}).get("note"):
            waits.setdefault(note, []).append(nodes[name]["label"])
    return "；".join(
        f"{note}：{'、'.join(labels[:NAMED])}{f'等{len(labels)}项' if len(labels) > NAMED else ''}" for note, labels in waits.items()
    )


def as_scored(result: Result, item: PlannedItem) -> PlannedItem:
    """The item with no way but the one it was scored by; as it is while nobody knows which, and where it has but one."""
    found = result.items[item.id]
    taken = [way for way in item.ways if found.status in {"scored", "missing"} and found.note.startswith(f"{way.label}：")]
    return replace(item, ways=tuple(taken)) if len(taken) == 1 else item


def labels_in(plan: Plan) -> dict[str, str]:
    """The label of everything a formula of the plan may read, what is asked and computed in each row of a small table too."""
    asked = {name: str(entry["label"]) for rows in plan.content.get("rows", {}).values() for name, entry in rows["inputs"].items()}
    return plan.labels | asked | {name: str(entry["label"]) for name, entry in plan.content["derived"].items()}


def rule_words(item: PlannedItem, labels: Mapping[str, str] | None = None) -> str:
    """How an item is judged or earns its points, in words; '' for one that a person judges. `labels` name what a lead formula reads."""
    if item.ways:
        return "；".join(f"{way.label}：{_score_words(way.score, labels or {})}" for way in item.ways)
    return _score_words(item.score, labels or {}) if item.score else item.test_shown


def person_words(item: PlannedItem) -> str:
    """How what a person answers earns its points, in words; '' for what is computed."""
    if not item.is_answered_by_person:
        return ""
    if item.full_at or item.count_of:
        return f"达到{shown(item.full_at, 4) if item.full_at else item.count_of}项得满分，不足的按比例"
    return PERSON_WORDS[item.kind]


def _score_words(score: PlannedScore, labels: Mapping[str, str]) -> str:
    if score.over:
        one = replace(score, over=None, shown=rendered(score.value.text, labels))
        return f"取最大的{score.over.top}行加权平均，每行 {_score_words(one, labels)}"
    if score.kind == "steps":
        sign = "≤" if score.compare == "at_most" else "≥"
        steps = "，".join(f"{sign} {shown(reached, 4)} 得{'满分' if share == 1 else share}" for reached, share in score.steps)
        return f"{score.shown}；{steps}"
    value, lead, base = _operand(score.shown), _side(score.lead, labels, "1"), _side(score.base, labels, "0")
    if lead == "1" or not lead or not base:
        return score.shown
    if score.kind == "linear":
        return f"（{value} − {base}） ÷ （{lead} − {base}），在0和1之间"
    top = "" if score.cap is None else "，最多得满分" if score.cap == 1 else f"，最多 {shown(score.cap, 4)} 倍"
    return f"{lead} ÷ {value}{top}" if score.kind == "neg" else f"{value} ÷ {lead}{top}"


def unit_shown(result: Result, item: PlannedItem) -> str:
    """The unit of the value a computed item shows, where it is one figure's; '' for a ratio and for what a person answers."""
    nodes = result.trace["nodes"]
    scores = [
        score for score in (item.score, *(way.score for way in item.ways)) if score and not score.over and len(score.value.names) == 1
    ]
    names = item.test.names[:1] if item.test else [score.value.names[0] for score in scores]
    node = next((nodes[name] for name in names if _is_shown(nodes.get(name), result.items[item.id].value, is_one=not item.ways)), None)
    if not node:
        return ""
    return "%" if node["label"].endswith("（%）") else str(node["value"]["unit"])


def _is_shown(node: Mapping[str, Any] | None, value: str, *, is_one: bool) -> bool:
    """Is it this figure whose value the item shows? Of several ways to the points only one was taken: that of the same value."""
    return bool(node and node["value"]) and (is_one or node["value"]["shown"] == value)


def _side(read: Formula | None, labels: Mapping[str, str], default: str) -> str:
    """The lead or base value as an operand; '' when it reads a name without a label."""
    if read is None:
        return default
    return _operand(rendered(read.text, labels)) if all(name in labels for name in read.names) else ""


def _operand(text: str) -> str:
    """A formula as part of another: in brackets when it is more than one name or number."""
    return f"（{text}）" if re.search(r" [+−÷×] ", text) else text


def _gate_lines(result: Result) -> list[Line]:
    if not result.gates:
        return []
    head = _line(0, str(result.plan.content["gates_title"]), "", id="gates", rule="不计分；任一不符合，结论为不符合")
    return [head, *(
        _line(1, gate["label"], gate["clause"], value=STATES[result.gates[gate["id"]]], id=gate["id"], state=result.gates[gate["id"]],
              note="鼓励项，不影响结论" if gate.get("encouraged") else "")
        for gate, _ in result.plan.gates
    )]  # fmt: skip


def _item_line(result: Result, item: PlannedItem, doubts: Mapping[str, str], labels: Mapping[str, str]) -> Line:
    found = result.items[item.id]
    value = with_unit(found.value, unit_shown(result, item)) or STATES.get(found.status, "")
    return _line(
        1, item.label, item.clause, value=value, rule=rule_words(as_scored(result, item), labels), points=shown(found.points),
        maximum=shown(found.maximum), note=_note(result, item, found), id=item.id, state=found.status,
        unverified=doubts.get(item.id, ""),
    )  # fmt: skip


def _note(result: Result, item: PlannedItem, found: ItemResult) -> str:
    if found.status == "missing" and not item.is_answered_by_person:
        return f"{lacking(result, item) or '数据不全'}，按0计"
    return found.note if found.status in {"not_met", "doubtful", "not_applicable"} else ""


def _doubts(result: Result) -> dict[str, str]:
    """{id of a group or item: the least sure of its confidences}, for what is not verified."""
    found: dict[str, str] = {}
    for where, _, confidence in result.unverified:
        found[where] = max(found.get(where, confidence), confidence, key=SURENESS.index)
    return found


def _line(
    depth: int, label: str, clause: str, *, value: str = "", rule: str = "", points: str = "", maximum: str = "", note: str = "",
    id: str = "", state: str = "", unverified: str = "", kind: str = "",
) -> Line:  # fmt: skip
    return {
        "depth": depth,
        "label": label,
        "clause": clause,
        "value": value,
        "rule": rule,
        "points": points,
        "maximum": maximum,
        "note": note,
        "id": id,
        "state": state,
        "unverified": unverified,
        "kind": kind,
    }
