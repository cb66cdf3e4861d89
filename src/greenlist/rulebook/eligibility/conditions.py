"""What an application must be (passages 1.1 to 2.3 and the annex): category, evaluation, standard, level, report, chain."""

from datetime import date
from typing import Any

from greenlist.rulebook.eligibility.answers import condition
from greenlist.rulebook.eligibility.declared import (
    CategoryChosen,
    ChainEnterprise,
    EarlierListing,
    EvaluationMode,
    LevelsChosen,
    ProvincialStanding,
    ReportHandedIn,
    StandardUsed,
)
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.registry import rule

CATEGORIES = {"factory": "绿色工厂", "park": "绿色园区", "supply_chain": "绿色供应链管理企业"}


@rule("category_offered", version=1)
def category_offered(facts: CategoryChosen, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-02: the category is one of those the round offers."""
    del parameters
    named = "、".join(CATEGORIES.get(c, c) for c in facts.offered)
    if not facts.category:
        verdict, fact = Verdict.UNKNOWN, "没有写明申报类别"
    else:
        verdict = Verdict.MET if facts.category in facts.offered else Verdict.NOT_MET
        fact = CATEGORIES.get(facts.category, facts.category)
    return condition(verdict, fact, checked_on, threshold=f"类别为{named}之一", would_pass=f"改报{named}之一", settle_by="请写明申报类别")


@rule("evaluation_mode", version=1)
def evaluation_mode(facts: EvaluationMode, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-04: self-evaluated, or by a body that is named; the words in the table are the round's.

    `third_party` in the clause: required (2023: somebody else evaluates), not_needed (2025: no report of a third party), else either.
    """
    wanted = parameters.get("third_party", "")
    if wanted == "not_needed":
        return condition(Verdict.NOT_APPLICABLE, "本轮在平台自行填报，不要第三方评价报告", checked_on, threshold="不要第三方评价报告", would_pass="",
                         settle_by="")  # fmt: skip
    if facts.mode == "self" and wanted == "required":
        verdict, fact = Verdict.NOT_MET, "选了自我评价，本轮须由第三方机构评价"
    elif facts.mode == "self":
        verdict, fact = Verdict.MET, f"第三方机构名称栏写“{parameters['self_evaluation_words']}”"
    elif facts.mode == "third_party":
        verdict = Verdict.MET if facts.third_party else Verdict.NOT_MET
        fact = f"委托{facts.third_party}" if facts.third_party else "选了第三方评价，没有写明机构"
    else:
        verdict, fact = Verdict.UNKNOWN, "没有写明评价方式"
    return condition(verdict, fact, checked_on, threshold="写明所委托的第三方机构" if wanted else "自我评价，或写明所委托的第三方机构",
                     would_pass="委托第三方机构并写明" if wanted else "写明第三方机构，或改为自我评价",
                     settle_by="请写明评价方式")  # fmt: skip


@rule("standard_applies", version=1)
def standard_applies(facts: StandardUsed, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-05 whichever clause names the standard; C-16, C-17, C-20, C-28, C-29 (`clause` in the binding) where it is this one.

    A standard that is known and whose table we do not hold leaves the answer open: its score stands in the report alone.
    """
    first = facts.applicable[0] if facts.applicable else None
    wanted = parameters.get("clause", "")
    if first is None:
        verdict, fact = Verdict.UNKNOWN, "没有查到适用的标准"
    elif wanted and wanted != first[1]:
        verdict, fact = Verdict.NOT_APPLICABLE, f"适用的是 {first[0]}"
    elif not first[2]:
        verdict, fact = Verdict.UNKNOWN, f"{facts.why}；{first[0]} 评分表未录入，本件按 {facts.used} 填报"
    else:
        verdict = Verdict.MET if facts.used == first[0] else Verdict.NOT_MET
        fact = f"{facts.why}，按 {facts.used} 填报" if facts.why else f"按 {facts.used} 填报"
    threshold = f"按 {first[0]} 评价" if first else "按评价基准日有效的标准评价"
    return condition(verdict, fact, checked_on, threshold=threshold, would_pass="按适用标准重新填报并评价",
                     settle_by="请核对评价报告所依据的标准和得分")  # fmt: skip


@rule("levels_chosen", version=1)
def levels_chosen(facts: LevelsChosen, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-67: national, provincial or both, never none."""
    del parameters
    chosen = [word for word, on in (("国家级", facts.national), ("省级", facts.provincial)) if on]
    verdict = Verdict.MET if chosen else Verdict.UNKNOWN if None in (facts.national, facts.provincial) else Verdict.NOT_MET
    fact = "＋".join(chosen) or ("级别栏看不清" if verdict is Verdict.UNKNOWN else "没有选级别")
    return condition(verdict, fact, checked_on, threshold="国家级、省级至少选一级", would_pass="选国家级、省级或两级都选",
                     settle_by="请向申报单位核对级别")  # fmt: skip


@rule("applied_anew", version=1)
def applied_anew(facts: EarlierListing, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-14: a unit on the provincial list that wants the national one brings a new application with a report of this round."""
    del parameters
    if not facts.listed:
        verdict, fact = Verdict.NOT_APPLICABLE, "名册中没有本厂址的省级在册记录"
    elif not facts.wants_national:
        verdict, fact = Verdict.MET, f"{facts.listed}在册，本次不报国家级"
    elif facts.is_report_new is None:
        verdict, fact = Verdict.UNKNOWN, f"{facts.listed}在册，评价报告的时间不明"
    else:
        verdict = Verdict.MET if facts.is_report_new else Verdict.NOT_MET
        fact = f"{facts.listed}在册；{'本次为新申报件、新评价报告' if facts.is_report_new else '所附是以前轮次的评价报告'}"
    return condition(verdict, fact, checked_on, threshold="已列入省级名单的，报国家级须重新申报", would_pass="附本轮的评价报告",
                     settle_by="请核对评价报告的出具日期")  # fmt: skip


@rule("already_provincial", version=1)
def already_provincial(facts: ProvincialStanding, parameters: dict[str, Any], checked_on: date) -> Finding:
    """The round of 2025 (C-14 there): who wants the national level stands on the provincial list."""
    del parameters
    if not facts.wants_national:
        verdict, fact = Verdict.NOT_APPLICABLE, "本次不报国家级"
    elif facts.listed:
        verdict, fact = Verdict.MET, f"{facts.listed}在册"
    else:
        verdict = Verdict.NOT_MET if facts.is_complete else Verdict.UNKNOWN
        fact = "名册中没有本厂址的省级在册记录"
    return condition(verdict, fact, checked_on, threshold="报国家级的，须已列入省级名单", would_pass="先列入省级名单",
                     settle_by="名册未声明完整，请核对历年省级名单")  # fmt: skip


@rule("report_of_a_passing_unit", version=3)
def report_of_a_passing_unit(facts: ReportHandedIn, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-06: a report is handed in, and the evaluation it tells of was passed; a scan nobody could read is unknown, never a pass."""
    del parameters
    is_unread = facts.pages is not None and not facts.has_text
    if facts.pages is None:
        verdict, fact = Verdict.NOT_MET, "没有评价报告"
    else:
        known = {"qualified": Verdict.UNKNOWN if is_unread else Verdict.MET, "not_qualified": Verdict.NOT_MET}
        verdict = known.get(facts.result, Verdict.UNKNOWN)
        said = {"qualified": "自评合格", "not_qualified": "自评不合格"}.get(
            facts.result, "代录，未填评价表" if facts.is_unfilled else "自评未完成"
        )
        fact = f"{said}；{facts.pages}页，{'' if facts.has_text else '扫描件文字未检查，'}{facts.name}"
    return condition(verdict, fact, checked_on, threshold="评价合格，并附评价报告（PDF）", would_pass="补齐基本要求和必选项，附评价报告",
                     settle_by=_what_to_read(facts, is_unread=is_unread))  # fmt: skip


def _what_to_read(facts: ReportHandedIn, *, is_unread: bool) -> str:
    """What settles it: the scan, the report's own conclusion where no form was filled, else the open figures."""
    if is_unread:
        return "请附有文字的报告，或逐页人工核对扫描件"
    return "请看评价报告的结论是否合格" if facts.is_unfilled else "请核对未填和存疑的指标"


@rule("chain_is_green_factory", version=1)
def chain_is_green_factory(facts: ChainEnterprise, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-33: in principle a supply-chain enterprise is a green factory; the province may waive it with a reason."""
    del parameters
    if not facts.is_chain:
        verdict, fact = Verdict.NOT_APPLICABLE, "不是供应链管理企业"
    elif facts.listed or facts.waiver:
        verdict, fact = Verdict.MET, f"{facts.listed}绿色工厂" if facts.listed else f"省厅豁免：{facts.waiver}"
    else:
        verdict = Verdict.NOT_MET if facts.is_complete else Verdict.UNKNOWN
        fact = "名册中没有本企业的绿色工厂记录"
    return condition(verdict, fact, checked_on, threshold="原则上应为绿色工厂", would_pass="先列入绿色工厂名单，或由省厅写明理由豁免",
                     settle_by="名册未声明完整，请核对历年公布名单")  # fmt: skip
