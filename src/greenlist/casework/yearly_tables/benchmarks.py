"""同行对标: the figures of a ranked year by industry, as quartiles in which nobody can be found. What is computed, and what is told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from greenlist.casework.yearly_tables.grading import Scored
from greenlist.engines.disclosure import LEAST, VERSION, cell_of
from greenlist.engines.scoring import Result
from greenlist.rulebook.reference.industries import industries

Cell = dict[str, Any]


@dataclass(frozen=True)
class Indicator:
    """One figure that an edition of a standard computes out of what a unit handed in, as energy per product.

    The next edition may compute it otherwise or in another unit under the same name: figures of two editions are never compared.
    """

    id: str
    edition: str
    label: str
    unit: str


@dataclass(frozen=True)
class Line:
    """One published cell: an indicator in an industry, its quartiles, how many units in a band."""

    industry: str
    indicator: Indicator
    quartiles: tuple[str, ...]
    band: str


@dataclass(frozen=True)
class Placed:
    """The value of a unit beside the quartiles of its industry."""

    line: Line
    value: str
    words: str


def values_of(result: Result) -> dict[Indicator, Fraction]:
    """The computed figures of one scored table that are known."""
    nodes, plan = result.trace["nodes"], result.plan
    return {
        Indicator(f"{plan.standard}:{name}", plan.edition, *_label(nodes[name]["label"], told["unit"])): Fraction(told["exact"])
        for name in plan.derived
        if name in nodes and (told := nodes[name]["value"])
    }


def cells_of(rows: Iterable[Scored], results: Mapping[Scored, Result], before: Iterable[Cell]) -> list[Cell]:
    """The cells of a year, in the order of their figures and industries, each in view of all cells of the same figure published before."""
    released: dict[str, list[frozenset[str]]] = {}
    for cell in before:
        released.setdefault(cell["indicator"], []).append(frozenset(cell["members"]))
    asked: dict[tuple[Indicator, str], dict[str, Fraction]] = {}
    for row in rows:
        for indicator, value in values_of(results[row]).items():
            asked.setdefault((indicator, pool(row.table.category, row.industry)), {})[str(row.table.site_id)] = value
    made = []
    for (indicator, industry), values in sorted(asked.items(), key=lambda item: (item[0][0].id, item[0][0].edition, item[0][1])):
        if cell := cell_of(values, seen := released.setdefault(indicator.id, [])):
            seen.append(frozenset(map(str, cell.members)))
            made.append({"indicator": indicator.id, "edition": indicator.edition, "label": indicator.label, "unit": indicator.unit,
                         "industry": industry, "quartiles": list(cell.quartiles), "band": cell.band, "members": sorted(map(str, cell.members))})  # fmt: skip
    return made


def content_of(cells: list[Cell], grading_digest: str) -> dict[str, Any]:
    """What is stored by hash; the members stay with us."""
    return {"rule": VERSION, "least": LEAST, "grading": grading_digest, "cells": cells}


def lines_of(content: Mapping[str, Any]) -> list[Line]:
    """What may be told of a stored benchmark: never who stands in a cell. One published before editions were told is compared with none."""
    return [Line(cell["industry"], _indicator(cell), tuple(cell["quartiles"]), cell["band"]) for cell in content["cells"]]


def _indicator(cell: Cell) -> Indicator:
    return Indicator(cell["indicator"], cell.get("edition", ""), cell["label"], cell["unit"])


def placed(lines: Iterable[Line], result: Result, industry: str) -> list[Placed]:
    """The values of one unit beside the lines of its industry, of the same edition of the standard."""
    own = {indicator: (value, result.trace["nodes"][indicator.id.partition(":")[2]]["value"]["shown"])
           for indicator, value in values_of(result).items()}  # fmt: skip
    return [
        Placed(line, own[line.indicator][1], _place(own[line.indicator][0], [Fraction(text) for text in line.quartiles]))
        for line in lines
        if line.industry == industry and line.indicator in own
    ]


def pool(category: str, industry: str) -> str:
    """Who are each other's peers: the factories of one 大类; all parks, all supply chains."""
    return industry if category == "factory" else category


def pool_label(code: str) -> str:
    """非金属矿物制品业 for 30; 绿色园区 for parks."""
    found = industries().get(code)
    return {"park": "绿色园区", "supply_chain": "绿色供应链"}.get(code) or (found.name if found else code or "未填行业")


def _label(label: str, unit: str) -> tuple[str, str]:
    """The label and its unit; a figure in percent has no other."""
    is_percent = label.endswith("（%）")
    return label.removesuffix("（%）"), "%" if is_percent else "" if unit == "1" else unit


def _place(value: Fraction, quarters: list[Fraction]) -> str:
    low, middle, high = quarters
    if value < low:
        return "低于四分之一位"
    if value > high:
        return "高于四分之三位"
    return "中间一半，低于中位" if value < middle else "中间一半，高于中位" if value > middle else "等于中位"
