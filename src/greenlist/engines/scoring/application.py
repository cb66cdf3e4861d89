"""`greenlist.application/1`: what a unit declares (or an expert gives). All faults at once, in Chinese."""

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from greenlist.engines.scoring.plan import Plan, PlannedItem
from greenlist.rulebook.reference.units import UnknownUnit, convert, plain_digits

FORMAT = "greenlist.application/1"
MET_WORDS = {"met": True, "符合": True, "是": True, "true": True, "not_met": False, "不符合": False, "否": False, "false": False}
DIGITS = 15
SHORT = re.compile(r"[0-9.]{1,15}")


class ApplicationProblems(ValueError):
    """Every fault of an application, one Chinese sentence each: what, where, what to enter."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Application:
    """Exact values by id. `inputs` in the plan's units; `answers` True/False or points; None = not filled."""

    inputs: dict[str, Fraction]
    answers: dict[str, Fraction | bool]
    not_applicable: dict[str, str]
    doubtful: frozenset[str] = frozenset()
    evidence: dict[str, str] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)


def read_application(plan: Plan, content: dict[str, Any]) -> Application:
    """Read an application for a plan. Raises ApplicationProblems with all faults; empty values count as not filled."""
    problems: list[str] = []
    inputs: dict[str, Fraction] = {}
    answers: dict[str, Fraction | bool] = {}
    evidence: dict[str, str] = {}
    doubtful: set[str] = set()
    wrong = [key for key in ("inputs", "items", "not_applicable") if not isinstance(content.get(key) or {}, dict)]
    if wrong:
        raise ApplicationProblems([f"{key} 下应是“编号: 值”，一行一项。" for key in wrong])
    for name, entry in (content.get("inputs") or {}).items():
        _read_input(plan, name, _entry(entry), inputs, doubtful, evidence, problems)
    gates = {gate["id"] for gate, _ in plan.gates}
    for name, raw in (content.get("items") or {}).items():
        entry = _entry(raw)
        if name not in plan.items and name not in gates:
            problems.append(f"“{name}”不是本标准的项目；请删去或核对编号。")
        elif entry.get("value") not in (None, ""):
            _read_answer(name, plan.items.get(name), str(entry["value"]), answers, problems)
        if entry.get("evidence"):
            evidence[name] = str(entry["evidence"])
        if entry.get("doubtful"):
            doubtful.add(name)
    absent = {k: str(v) for k, v in (content.get("not_applicable") or {}).items()}
    problems += [f"“{k}”不能标为不适用。" for k in absent if k not in plan.items or not plan.items[k].may_be_not_applicable]
    problems += [f"“{plan.items[k].label}”标为不适用，须写明理由。" for k, v in absent.items() if k in plan.items and not v.strip()]
    if problems:
        raise ApplicationProblems(problems)
    return Application(inputs, answers, absent, frozenset(doubtful), evidence, content)


def number(text: str) -> Fraction:
    """A typed number: full-width digits and commas are put right. Raises ValueError with one Chinese sentence."""
    is_short = SHORT.fullmatch(text) is not None  # nothing to put right, and no limit within reach
    try:
        value = Decimal(text if is_short else plain_digits(text))
    except InvalidOperation:
        raise ValueError(f"“{text}”不是数字；请只填数字，例如 1284.6。") from None
    if is_short:
        return Fraction(value)
    if not value.is_finite():
        raise ValueError(f"“{text}”不是数字；请只填数字，例如 1284.6。")
    if len(value.as_tuple().digits) > DIGITS or abs(value.adjusted()) > DIGITS:
        raise ValueError(f"“{text}”超过{DIGITS}位有效数字；请核对，或换用较大的单位。")
    return Fraction(value)


def _entry(raw: Any) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {"value": raw}


def _read_input(
    plan: Plan, name: str, entry: dict[str, Any], inputs: dict[str, Fraction], doubtful: set[str],
    evidence: dict[str, str], problems: list[str],
) -> None:  # fmt: skip
    if name not in plan.inputs:
        problems.append(f"“{name}”不是本标准的数据项；请删去或核对编号。")
        return
    if entry.get("evidence"):
        evidence[name] = str(entry["evidence"])
    if entry.get("doubtful"):
        doubtful.add(name)
    if entry.get("value") in (None, ""):
        return
    label, unit = plan.inputs[name]["label"], plan.inputs[name]["unit"]
    try:
        value = number(str(entry["value"]))
        given = str(entry.get("unit") or unit)
        inputs[name] = value if given == unit else convert(value, given, unit)
    except UnknownUnit:
        problems.append(f"{label}：不认识单位“{entry['unit']}”，本项用 {unit}。")
    except ValueError as error:
        sentence = str(error) if "“" in str(error) else f"单位“{entry.get('unit')}”不能换算成 {unit}。"
        problems.append(f"{label}：{sentence}")


def _read_answer(name: str, item: PlannedItem | None, text: str, answers: dict[str, Fraction | bool], problems: list[str]) -> None:
    wants_yes_no = item is None or item.kind in {"required", "yes_no"}
    met = MET_WORDS.get(text.strip().lower())
    full = Fraction(item.count_of) if item and item.count_of else item.points if item else Fraction(0)
    if met is not None:
        answers[name] = met if wants_yes_no else full if met else Fraction(0)
        return
    label = item.label if item else name
    if wants_yes_no:
        problems.append(f"{label}：只能填“符合”或“不符合”。")
        return
    try:
        value = number(text)
    except ValueError as error:
        problems.append(f"{label}：{error}")
        return
    if not 0 <= value <= full:
        problems.append(f"{label}：应在0和{float(full):g}之间，现在是“{text}”。")
        return
    if item and item.count_of and value.denominator != 1:
        problems.append(f"{label}：应填整数个，现在是“{text}”。")
        return
    answers[name] = value
