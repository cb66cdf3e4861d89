"""Fills in a form of any standard from a seed: plausible answers, figures from figures.yaml where a row is known there."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from greenlist.casework.filings.forms import Row, Section

UNIT_WORDS = {
    "ownership": "内资（民营）", "legal_representative": "演示法人", "contact_department": "环保能源科", "contact_person": "演示联系人",
    "contact_phone": "0791-00000000", "main_products": "演示产品", "introduction": "本单位为演示数据中的虚构单位，所有内容均为虚构。",
    "commitment": "yes",
}  # fmt: skip

PARK_WORDS = {
    "park_function": "以产品制造和能源供给为主", "park_function_document": "演示园区总体规划（演府字〔2019〕演3号）", "park_industry_share": "72.40",
    "park_boundary_document": "演示园区扩区批复（演府函〔2018〕演6号）", "park_area": "18.6", "park_body": "演示园区管理委员会",
    "park_body_document": "演编办发〔2017〕演9号", "park_level": "省级", "park_level_document": "演府函〔2016〕演12号",
}  # fmt: skip

# What a unit says of itself for the priorities: by class of a factory (of the ceramics nobody has read the benchmark), else by category.
DECLARED = {
    "3011": {"energy_product": "水泥熟料", "energy_value": "98.6"},
    "3071": {"energy_product": "吸水率≤0.5%的陶瓷砖", "energy_value": "3.9"},
    "park": {"park_factories": "6", "park_firms": "58"},
    "supply_chain": {"chain_suppliers": "12", "chain_pilot": "不是"},
}  # fmt: skip


@cache
def figures() -> dict[str, dict[str, Any]]:
    """What figures.yaml says: {standard/edition: {input id: its range, of a choice the words, '' of what stays empty}}."""
    return yaml.safe_load(Path(__file__).with_name("figures.yaml").read_text(encoding="utf-8"))


def figures_for(standard: str, edition: str) -> dict[str, Any]:
    """The figures of an edition, {} where none are known; a checked edition (2018-1) has those of 2018."""
    return figures().get(f"{standard}/{edition.partition('-')[0]}", {})


def filled(
    section: Section, random: Random, *, quality: float, known: dict[str, Any] | None = None, unit: dict[str, str] | None = None
) -> dict[str, dict[str, str]]:
    """Values for one section, with `known` of its figures. `quality` (0…1) moves marks towards the better end."""
    if section.id == "unit":
        rows = {row.id for row in section.rows}
        said = {**UNIT_WORDS, **PARK_WORDS, **(unit or {})}
        return {name: {"value": value} for name, value in said.items() if name in rows}
    held = known or {}
    return {row.id: _entry(row, random, quality, held.get(row.id, held.get(row.id.partition("#")[0]))) for row in section.filled_rows}


def _entry(row: Row, random: Random, quality: float, known: Any) -> dict[str, str]:
    if row.kind == "yes_no":
        return {"value": "met"}
    if row.kind == "choice":
        return {"value": row.choices[0] if known is None else known}
    if known == "":
        return {}  # a way of counting that the unit did not choose
    if row.kind == "quantity":
        return _figure(row, random, known)
    tenths = min(10, max(0, round(10 * (quality + random.uniform(-0.25, 0.2)))))
    maximum = float(row.maximum)
    whole = row.kind == "count"
    return {"value": str(round(maximum * tenths / 10)) if whole else f"{maximum * tenths / 10:.4f}".rstrip("0").rstrip(".")}


def _figure(row: Row, random: Random, known: list[float] | None) -> dict[str, str]:
    low, high, decimals, *change = known or [1, 10, 2]
    value = random.uniform(low, high)
    last = value * random.uniform(*(change or (0.93, 1.07)))
    told = {"value": f"{value:.{decimals}f}", "last_year": f"{last:.{decimals}f}"}
    return told if row.asks_last_year else {"value": told["value"]}
