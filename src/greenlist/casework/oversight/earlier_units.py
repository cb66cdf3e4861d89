"""Figures that were declared under a plan that asked for them in other units: a correction of a unit changes no quantity."""

from collections.abc import Mapping
from typing import Any

Told = Mapping[str, Any]


def changed_units(used: Told, new: Told) -> dict[str, str]:
    """{figure: the unit the stored plan asked it in} of those the new plan asks in another one; both as plain contents."""
    before, after = _units(used), _units(new)
    return {name: unit for name, unit in before.items() if after.get(name, unit) != unit}


def in_units(declared: Told, units: Mapping[str, str]) -> Told:
    """What was declared, each figure of `units` with its unit, so that reading it converts it, or tells that it cannot."""
    if not units:
        return declared
    rows = {table: [_row(row, units) for row in given] for table, given in (declared.get("rows") or {}).items()}
    return {**declared, "inputs": _row(declared.get("inputs") or {}, units), "rows": rows}


def _units(plain: Told) -> dict[str, str]:
    held = [plain.get("inputs", {}), *(table["inputs"] for table in plain.get("rows", {}).values())]
    return {name: entry["unit"] for inputs in held for name, entry in inputs.items()}


def _row(figures: Told, units: Mapping[str, str]) -> dict[str, Any]:
    return {name: _with_unit(raw, units[name]) if name in units else raw for name, raw in figures.items()}


def _with_unit(raw: Any, unit: str) -> Any:
    if not isinstance(raw, dict):
        return {"value": raw, "unit": unit}
    if "years" in raw:
        return {**raw, "years": {year: _with_unit(one, unit) for year, one in raw["years"].items()}}
    return {**raw, "unit": raw.get("unit") or unit}
