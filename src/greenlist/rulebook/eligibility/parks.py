"""What a park must be (passage 2.2): main function, share of industry, legal boundary, one managing body, level."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from greenlist.rulebook.eligibility.answers import condition
from greenlist.rulebook.eligibility.declared import ParkDeclared
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.registry import rule
from greenlist.rulebook.reference.units import plain_digits

MANUFACTURING, OTHER = "以产品制造和能源供给为主", "以其他功能为主"
LEVELS, LOWER = ("国家级", "省级"), "省级以下"
NONE = ("无", "没有")  # who writes this says that there is none
MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN


@rule("park_main_function", version=1)
def park_main_function(facts: ParkDeclared, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-21: mainly products and energy, as its plan says."""
    del parameters
    if facts.function == OTHER:
        verdict, fact = NOT_MET, f"园区{OTHER}"
    elif facts.function == MANUFACTURING and facts.function_document:
        verdict, fact = MET, f"{MANUFACTURING}（{facts.function_document}）"
    else:
        verdict, fact = UNKNOWN, "没有写明主要功能" if not facts.function else "没有写明规划文件"
    return _park(facts, verdict, fact, checked_on, threshold="以产品制造和能源供给为主要功能", would_pass="写明规划文件所定的主要功能",
                 settle_by="请核对园区规划文件所定的主要功能")  # fmt: skip


@rule("park_industry_share", version=1)
def park_industry_share(facts: ParkDeclared, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-22: industry makes more than half of the value added; 50.00 % is not more than 50 %. What was typed is kept as typed."""
    limit, share = Decimal(str(parameters["park_industry_percent"])), _percent(facts.industry_share)
    if not facts.industry_share.strip():
        verdict, fact = UNKNOWN, "没有填工业增加值占比"
    elif share is None:
        verdict, fact = UNKNOWN, f"工业增加值占比“{facts.industry_share}”不是0到100之间的百分数"
    else:
        verdict = MET if share > limit else NOT_MET
        fact = f"工业增加值占比{facts.industry_share.strip().rstrip('%％')}%，{'超过' if share > limit else '没有超过'}{limit:f}%"
    return _park(facts, verdict, fact, checked_on, threshold=f"工业增加值占比超过{limit:f}%（恰为{limit:f}%不算）",
                 would_pass=f"占比大于{limit:f}%", settle_by="请核对统计部门的工业增加值和园区增加值")  # fmt: skip


@rule("park_boundary", version=1)
def park_boundary(facts: ParkDeclared, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-23: a legal boundary, by a document of approval, and an area."""
    del parameters
    verdict, fact = _named((("批准文件", facts.boundary_document), ("面积", facts.area)))
    fact = fact or f"{facts.boundary_document}，{facts.area} km²"
    return _park(facts, verdict, fact, checked_on, threshold="具有法定边界和范围", would_pass="写明批准边界和范围的文件及面积",
                 settle_by="请核对批准园区边界和范围的文件")  # fmt: skip


@rule("park_one_body", version=1)
def park_one_body(facts: ParkDeclared, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-24: one managing body, by a document."""
    del parameters
    verdict, fact = _named((("管理机构", facts.body), ("设立文件", facts.body_document)))
    fact = fact or f"{facts.body}（{facts.body_document}）"
    return _park(facts, verdict, fact, checked_on, threshold="具备统一管理机构", would_pass="写明统一管理机构和设立文件",
                 settle_by="请核对管理机构的设立文件")  # fmt: skip


@rule("park_level", version=1)
def park_level(facts: ParkDeclared, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-25: of the provincial level or above, by its document of approval."""
    del parameters
    if facts.level == LOWER:
        verdict, fact = NOT_MET, f"{LOWER}园区"
    elif facts.level in LEVELS and facts.level_document.strip():
        verdict, fact = MET, f"{facts.level}园区（{facts.level_document}）"
    else:
        verdict, fact = UNKNOWN, "没有写明园区级别" if not facts.level else "没有写明批准文件"
    return _park(facts, verdict, fact, checked_on, threshold="省级及以上园区", would_pass="为省级或国家级园区，并写明批准文件",
                 settle_by="请对照开发区审核公告目录或批准文件")  # fmt: skip


def _park(facts: ParkDeclared, verdict: Verdict, fact: str, checked_on: date, **words: str) -> Finding:
    if not facts.is_park:
        verdict, fact = Verdict.NOT_APPLICABLE, "不是园区"
    return condition(verdict, fact, checked_on, **words)


def _named(parts: tuple[tuple[str, str], ...]) -> tuple[Verdict, str]:
    """Met when all parts are named (and then no words), not met when the park says there is none, else unknown."""
    if absent := [word for word, text in parts if text.strip() in NONE]:
        return NOT_MET, f"园区写明没有{'和'.join(absent)}"
    lacks = [word for word, text in parts if not text.strip()]
    return (UNKNOWN, f"没有写明{'和'.join(lacks)}") if lacks else (MET, "")


def _percent(text: str) -> Decimal | None:
    """The figure as typed, exact; None for what is no number from 0 to 100."""
    try:
        value = Decimal(plain_digits(text).rstrip("%"))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= 100 else None
