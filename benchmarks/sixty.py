"""The standard of the cohort benchmarks: 60 indicators of every kind, and random columns for it.

31 pos, 11 neg, 7 linear, 5 steps, 6 yes/no; six weighted groups, one of which counts the best 5 of 8; 10 indicators may be not applicable;
caps of 1 and 1.2; 15 unit-converted quotients, 8 three-year means, 7 year-on-year rates, 5 gates; 106 float64 columns and 10 masks.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import yaml

from greenlist.engines.cohort import Column
from greenlist.engines.scoring import Plan, compile_plan, load_standard

ON = date(2026, 6, 30)
GROUPS = (("A", 12, 20), ("B", 8, 15), ("C", 10, 15), ("D", 10, 20), ("E", 10, 20), ("F", 10, 10))
# what an indicator is computed from, in turn: so many of each, spread evenly over the groups
VALUES = {"quotient": 15, "mean": 8, "rate": 7, "answer": 6, "plain": 24}
KINDS = {"pos": 31, "neg": 11, "linear": 7, "steps": 5}
ABSENT = tuple(range(0, 60, 6))  # which may be not applicable
LOWEST, HIGHEST = 1.0, 9999.99  # of a figure: six digits


def standard() -> dict[str, Any]:
    """The content of the standard's file."""
    inputs: dict[str, Any] = {}
    values, kinds = _spread(VALUES), iter(_spread(KINDS))
    items = [_item(number, value, "" if value == "answer" else next(kinds), inputs) for number, value in enumerate(values)]
    groups, first = [], 0
    for name, size, weight in GROUPS:
        own = {"id": name, "title": f"第{name}组", "clause": name, "weight": str(weight), "items": items[first : first + size]}
        groups.append(own | ({"best": 5} if name == "B" else {}))
        first += size
    return {
        "format": "greenlist.standard/1", "id": "sixty", "edition": "1", "number": "演示 60", "title": "六十项指标（演示）",
        "subject": "factory", "source": "benchmarks/sixty.py", "in_force": {"from": "2024-01-01", "to": None},
        "total": {"round": "0.01", "maximum": "100"}, "inputs": inputs, "gates": _gates(inputs), "groups": groups,
    }  # fmt: skip


def text(content: dict[str, Any] | None = None) -> str:
    """The standard's file as it would be written; `content`: a changed one."""
    return yaml.safe_dump(content or standard(), allow_unicode=True, sort_keys=False)


def plan(content: str = "") -> Plan:
    """The plan, compiled from the file's text."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "1.yaml"
        file.write_text(content or text(), encoding="utf-8")
        return compile_plan(load_standard(file), ON)


def names(of: Plan) -> tuple[str, ...]:
    """The 106 float64 columns."""
    return (*of.inputs, *(item.id for item in of.items.values() if item.is_answered_by_person))


def columns(of: Plan, rows: int, seed: int, *, missing: float = 0.0) -> dict[str, Column]:
    """Random figures of six digits, answers that are mostly yes, masks that are mostly no; `missing`: the share that is not there."""
    random = np.random.default_rng(seed)
    found = {}
    for name in names(of):
        if name in of.items:
            values = (random.random(rows) < 0.8).astype(np.float64)
        else:
            values = random.integers(int(LOWEST * 100), int(HIGHEST * 100), rows) / 100
        present = random.random(rows) >= missing if missing else None
        found[name] = Column(values, present)
    for item in of.items.values():
        if item.may_be_not_applicable:
            found[f"na:{item.id}"] = Column(random.random(rows) < 0.1)
    return found


def applications(of: Plan, given: Mapping[str, Column], rows: int) -> list[dict[str, Any]]:
    """The first rows as units declare them: figures as text."""
    return [_application(of, {name: column.values[row] for name, column in given.items()}) for row in range(rows)]


def _application(of: Plan, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "inputs": {name: repr(float(row[name])) for name in of.inputs},
        "items": {name: "met" if row[name] else "not_met" for name in of.items if name in row},
        "not_applicable": {name[3:]: "不适用" for name, value in row.items() if name.startswith("na:") and value},
    }


def _spread(counts: dict[str, int]) -> list[str]:
    """As many of each as wanted, each kind evenly over the whole."""
    places = [((k + 0.5) / count, name) for name, count in counts.items() for k in range(count)]
    return [name for _, name in sorted(places)]


def _input(inputs: dict[str, Any], name: str, years: int = 1) -> None:
    inputs[name] = {"label": name, "unit": "t", "clause": "1"} | ({"years": years} if years > 1 else {})


def _item(number: int, value: str, kind: str, inputs: dict[str, Any]) -> dict[str, Any]:
    plain = {"id": f"I{number:02}", "label": f"指标{number}", "clause": str(number), "points": "10"}
    plain |= {"may_be_not_applicable": True} if number in ABSENT else {}
    if value == "answer":
        return plain | {"kind": "yes_no"}
    x, y = f"x{number:02}", f"y{number:02}"
    _input(inputs, x, {"mean": 3, "rate": 2}.get(value, 1))
    if value == "quotient":
        _input(inputs, y)
    formula, middle = {
        "quotient": (f"{x} * 1.5 / {y}", 1.5), "mean": (f"mean_years({x}, 3)", 5000), "rate": (f"({x} - {x}[-1]) / {x}[-1] * 100", 60),
        "plain": (x, 5000),
    }[value]  # fmt: skip
    return plain | {"kind": "measure", "score": {"kind": kind, "value": formula, "when_zero": "zero"} | _scale(kind, middle, number)}


def _scale(kind: str, middle: float, number: int) -> dict[str, Any]:
    if kind == "linear":
        return {"base": f"{middle / 4:g}", "lead": f"{middle * 1.5:g}", "floor": "0.2" if number % 2 else "0"}
    if kind == "steps":
        return {"steps": [[f"{middle / 2:g}", "0.3"], [f"{middle:g}", "0.6"], [f"{middle * 1.5:g}", "1"]]}
    return {"lead": f"{middle * (1.3 if kind == 'pos' else 0.7):g}", "cap": "1.2" if number % 3 else "1"}


def _gates(inputs: dict[str, Any]) -> list[dict[str, Any]]:
    for name in ("g1", "h1", "g2", "h2", "g3", "h3", "g4", "g5"):
        _input(inputs, name)
    tests = ["g1 / h1 > 0.01", "g2 / h2 > 0.02", "g3 / h3 <= 80", "g4 >= 120", "g5 < 9900"]
    return [{"id": f"G{k}", "label": f"基本要求{k}", "clause": f"G{k}", "test": test} for k, test in enumerate(tests, 1)]
