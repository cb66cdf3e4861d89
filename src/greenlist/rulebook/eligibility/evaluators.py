"""What the notice asks of third-party evaluators: their conditions and the yearly cap (2.4), and bans (3.3)."""

from datetime import date
from typing import Any

from greenlist.rulebook.eligibility.answers import condition
from greenlist.rulebook.eligibility.declared import EvaluatorConditions
from greenlist.rulebook.eligibility.facts import EvaluatorBan, EvaluatorCap
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.registry import rule


@rule("evaluator_cap", version=1)
def evaluator_cap(facts: EvaluatorCap, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-36: one legal representative, at most 15 national projects a calendar year, this one included.

    Projects elsewhere count when a body declared them; undeclared they leave the answer unknown, unless what is known already
    passes the cap. Self-evaluated and provincial projects are not counted.
    """
    limit = int(parameters["cap_projects"])
    if not facts.is_counted:
        verdict = Verdict.NOT_APPLICABLE
    elif facts.known > limit:
        verdict = Verdict.NOT_MET
    else:
        verdict = Verdict.UNKNOWN if facts.outside is None else Verdict.MET
    part = f"申明{facts.declared}、其余未知" if facts.declared else "未知"
    elsewhere = part if facts.outside is None else str(facts.outside)
    return Finding(
        clause="",
        rule="",
        rule_version=0,
        verdict=verdict,
        fact=f"本省{facts.here}＋外省{elsewhere}，上限{limit}" if facts.is_counted else "自我评价或只申报省级，不计入上限",
        window=(date(checked_on.year, 1, 1).isoformat(), checked_on.isoformat()),
        threshold=f"同一法定代表人每年国家级项目不超过{limit}项",
        would_pass=f"含本项合计不超过{limit}项，并已申明外省项目数",
        settle_by="请第三方机构申明本年度在外省开展的国家级项目数" if verdict is Verdict.UNKNOWN else "",
        evidence=facts.evidence,
    )


@rule("evaluator_ban", version=1)
def evaluator_ban(facts: EvaluatorBan, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-60: a body found to have cheated is not believed for three years: reports signed on or after the decision do not count."""
    held = [start for start, end in facts.bans if start <= checked_on < end]
    if not facts.is_third_party:
        verdict, fact = Verdict.NOT_APPLICABLE, "自我评价"
    elif held:
        verdict, fact = Verdict.NOT_MET, f"省厅于{held[-1].isoformat()}决定不予采信"
    elif facts.is_known:
        verdict, fact = Verdict.MET, "没有不予采信的决定"
    else:
        verdict, fact = Verdict.UNKNOWN, "出具报告的机构没有登记，无从查起"
    return Finding(
        clause="",
        rule="",
        rule_version=0,
        verdict=verdict,
        fact=fact,
        window=(checked_on.isoformat(), checked_on.isoformat()),
        threshold=f"查实弄虚作假或故意隐瞒的，{parameters['ban_years']}年内不予采信",
        would_pass="由未被不予采信的机构重新评价，或改为自我评价",
        settle_by="请省厅登记该机构" if verdict is Verdict.UNKNOWN else "",
        evidence=facts.evidence,
    )


@rule("evaluator_conditions", version=1)
def evaluator_conditions(facts: EvaluatorConditions, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-34: a legal person with enough full-time staff of middle title or higher, enough of them senior, and recent experience.

    The figures are those of the older requirements that provinces repeated until 2023; the annex of 2024 was not read.
    """
    staff, share, recent = (int(parameters[key]) for key in ("evaluator_staff", "evaluator_senior_percent", "evaluator_experience_years"))
    first = checked_on.year - recent + 1
    lacking = [
        words
        for words, is_lacking in (
            ("不是独立法人", facts.is_legal_person is False),
            (f"中级以上专职{facts.full_time}人，不足{staff}人", facts.full_time < staff),
            (f"高级职称{facts.senior}人，不足{share}%", facts.senior * 100 < facts.full_time * share),
            (f"{first}年以来没有相关业绩", not any(first <= year <= checked_on.year for year in facts.years)),
        )
        if is_lacking
    ]
    if not facts.is_third_party:
        verdict, fact = Verdict.NOT_APPLICABLE, "自我评价"
    elif not facts.is_declared or facts.is_legal_person is None:
        verdict, fact = Verdict.UNKNOWN, "机构没有申报自身条件"
    elif lacking:
        verdict, fact = Verdict.NOT_MET, "；".join(lacking)
    else:
        verdict, fact = Verdict.MET, f"独立法人，中级以上专职{facts.full_time}人，其中高级{facts.senior}人，{max(facts.years)}年有业绩"
    return condition(
        verdict, fact, checked_on, threshold=f"独立法人，中级以上专职不少于{staff}人，其中高级不少于{share}%，近{recent}年有业绩",
        would_pass="由符合条件的机构评价，或改为自我评价", settle_by="请第三方机构在“机构条件”里申报并附证明材料",
    )  # fmt: skip
