"""Invented declarations for a plan: every figure and every answer given as typed text, different in every run."""

from random import Random
from typing import Any

from greenlist.engines.scoring import Plan
from greenlist.engines.scoring.planned import PlannedItem
from greenlist.rehearsal.filling import figures_for

UNITS = {"tce": ("kgce", 3), "万元": ("元", 4)}
FAILS = 0.01


def declaration(plan: Plan, random: Random) -> dict[str, Any]:
    """What one factory might type: figures, marks in tenths, now and then a required item that is not met."""
    items: dict[str, Any] = {gate["id"]: "met" for gate, _ in plan.gates}
    for item in plan.items.values():
        if item.is_answered_by_person:
            items[item.id] = {"value": _answer(item, random), "evidence": f"评价报告第{random.randint(3, 90)}页"}
    known = figures_for(plan.standard, plan.edition)
    return {"inputs": {name: _figure(known.get(name), entry["unit"], random) for name, entry in plan.inputs.items()}, "items": items}


def _answer(item: PlannedItem, random: Random) -> str:
    if item.kind in {"required", "yes_no"}:
        return "not_met" if random.random() < FAILS else "met"
    if item.count_of:
        return str(random.randint(0, item.count_of))
    return f"{float(item.points) * random.randint(0, 10) / 10:.4f}".rstrip("0").rstrip(".")


def _figure(known: object, unit: str, random: Random) -> dict[str, str]:
    low, high, decimals, *_ = known if isinstance(known, list) else [1, 10, 2]
    value = random.uniform(low, high)
    if unit in UNITS and random.random() < 0.5:
        other, places = UNITS[unit]
        return {"value": f"{value * 10**places:.{decimals}f}", "unit": other, "evidence": "统计报表"}
    return {"value": f"{value:.{decimals}f}", "unit": unit, "evidence": "统计报表"}
