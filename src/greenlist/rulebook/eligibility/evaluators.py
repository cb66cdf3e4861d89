"""What the notice asks of third-party evaluators: the yearly cap (2.4) and bans (3.3)."""

from datetime import date
from typing import Any

from greenlist.rulebook.eligibility.facts import EvaluatorBan, EvaluatorCap
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.registry import rule


@rule("evaluator_cap", version=1)
def evaluator_cap(facts: EvaluatorCap, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-36: one legal representative, at most 15 national projects a calendar year, this one included.

    Projects elsewhere count when the body declared them; undeclared they leave the answer unknown, unless this province's own
    already pass the cap. Self-evaluated and provincial projects are not counted.
    """
    limit = int(parameters["cap_projects"])
    known = facts.here + (facts.outside or 0)
    if not facts.is_counted:
        verdict = Verdict.NOT_APPLICABLE
    elif known > limit:
        verdict = Verdict.NOT_MET
    else:
        verdict = Verdict.UNKNOWN if facts.outside is None else Verdict.MET
    elsewhere = "未知" if facts.outside is None else str(facts.outside)
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
