"""The energy priorities (passage 2.1): benchmark levels in the key fields, the advanced value or level 1 elsewhere. They rank, they never bar.

The reference value is a fact, not looked up here: a kept answer stays what it was when the tables are corrected.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from greenlist.rulebook.eligibility.answers import condition
from greenlist.rulebook.eligibility.confirming import TO_DECLARE, Confirmable, confirmed
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.registry import rule


@dataclass(frozen=True)
class EnergyLevel(Confirmable):
    """What a factory declared of one product (decimals as text, '' for nothing), and the reference that holds on the day.

    `reference` is '' where none is sure; `why` says why, `source` names standard and table. `lower` tells what a figure that misses the
    reference does reach.
    """

    is_factory: bool = True
    is_key_field: bool = False
    product: str = ""
    value: str = ""
    unit: str = ""
    reference: str = ""
    source: str = ""
    why: str = ""
    lower: str = ""


@rule("energy_benchmark", version=2)
def energy_benchmark(facts: EnergyLevel, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-18: a factory of a key field reaches the benchmark level; equal is reached."""
    del parameters
    if not facts.is_factory:
        return _told(Verdict.NOT_APPLICABLE, "不是绿色工厂", checked_on, "标杆水平")
    if not facts.is_key_field:
        return _told(Verdict.NOT_APPLICABLE, "不属有标杆水平的重点领域", checked_on, "标杆水平")
    return _compared(facts, checked_on, "标杆水平")


@rule("energy_advanced_value", version=2)
def energy_advanced_value(facts: EnergyLevel, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-19: a factory of another industry reaches the advanced value or level 1 of the limit standard in force; equal is reached."""
    del parameters
    if not facts.is_factory:
        return _told(Verdict.NOT_APPLICABLE, "不是绿色工厂", checked_on, "限额标准先进值或1级")
    if facts.is_key_field:
        return _told(Verdict.NOT_APPLICABLE, "属重点领域，看标杆水平", checked_on, "限额标准先进值或1级")
    return _compared(facts, checked_on, "限额标准先进值或1级")


def _compared(facts: EnergyLevel, checked_on: date, what: str) -> Finding:
    if not facts.product or not facts.value:
        return _told(Verdict.UNKNOWN, "没有填报单位产品能耗", checked_on, what, TO_DECLARE)
    declared = f"{facts.product} {facts.value} {facts.unit}".strip()
    if not facts.reference:  # an officer may have read the official table himself
        return _told(*confirmed(facts, f"{declared}；{facts.why}"), checked_on, what, "请读官方文本核对，理由写明读到的数值")
    reached = Fraction(facts.value) <= Fraction(facts.reference)
    fact = f"{declared}，{'达到' if reached else '未达到'} {facts.reference} {facts.unit}（{facts.source}）"
    answer = confirmed(facts, fact) if reached else (Verdict.NOT_MET, f"填报{fact}" + (f"；{facts.lower}" if facts.lower else ""))
    return _told(*answer, checked_on, what, "请对照能源统计报表和评价报告核对产品和数值")


def _told(verdict: Verdict, fact: str, checked_on: date, what: str, settle_by: str = "") -> Finding:
    return condition(
        verdict, fact, checked_on, threshold=f"不高于{what}", would_pass=f"单位产品能耗降到{what}", settle_by=settle_by,
    )  # fmt: skip
