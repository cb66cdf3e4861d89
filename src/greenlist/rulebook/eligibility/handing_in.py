"""What an office hands in and when (passages 1.2, 5 and the addressees): deadline, package, sealed letter, who may recommend."""

from datetime import date, timedelta
from typing import Any

from greenlist.rulebook.eligibility.answers import condition
from greenlist.rulebook.eligibility.declared import HandingIn, PackageParts, RecommendingOffice, SealedLetter
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.registry import rule


def first_late_day(last_on: date, *, is_inclusive: bool) -> date:
    """The day from whose 0:00 on it is too late: the day after the last one, or the last one itself where it does not count."""
    return last_on + timedelta(days=1) if is_inclusive else last_on


@rule("before_deadline", version=1)
def before_deadline(facts: HandingIn, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-08: the last day counts to 24:00 (a parameter); a recorded extension of the office's own takes its place."""
    last = facts.extended_to or facts.last_on
    if last is None:
        return condition(Verdict.UNKNOWN, "没有设截止日", checked_on, threshold="截止日前报送", would_pass="", settle_by="请省厅设截止日")
    is_in_time = checked_on < first_late_day(last, is_inclusive=parameters["deadline_inclusive"])
    until = f"{last.year}年{last.month}月{last.day}日{'24:00' if parameters['deadline_inclusive'] else '0:00'}"
    said = f"报送截止时间（{until}）{'未到' if is_in_time else '已过'}，以服务器时间为准。"
    return condition(Verdict.MET if is_in_time else Verdict.NOT_MET, said, checked_on, threshold=f"{until}前报送",
                     would_pass="在截止前报送，或由省厅准予延期", settle_by="")  # fmt: skip


@rule("sealed_and_dated", version=1)
def sealed_and_dated(facts: SealedLetter, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-68: numbered, sealed (a PDF scan), and dated not after the office's last day."""
    del parameters
    problems = [] if facts.letter_number else ["请填文号。"]
    if facts.dated_on and facts.last_on and facts.dated_on > facts.last_on:
        problems.append(f"落款日期{facts.dated_on.isoformat()}晚于截止日{facts.last_on.isoformat()}。")
    if facts.is_pdf is False:
        problems.append("盖章推荐文件须为 PDF 扫描件。")
    if facts.dated_on is None or facts.is_pdf is None:
        verdict = Verdict.UNKNOWN
        problems = ["还没有登记盖章的推荐文件。"]
    else:
        verdict = Verdict.NOT_MET if problems else Verdict.MET
    return condition(verdict, "".join(problems) or f"{facts.letter_number}，已盖章", checked_on, threshold="盖章、落款，日期不晚于截止日",
                     would_pass="登记文号和不晚于截止日的盖章扫描件", settle_by="请登记盖章件")  # fmt: skip


@rule("package_complete", version=1)
def package_complete(facts: PackageParts, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-09: letter, table and a report for every row."""
    del parameters
    if facts.has_letter is None or facts.rows is None:
        verdict, fact = Verdict.UNKNOWN, "推荐材料没有录入"
    else:
        lacks = [] if facts.has_letter else ["还没有登记文号和盖章的推荐文件。"]
        lacks += [] if facts.rows else ["推荐汇总表没有一行。"]
        lacks += [f"{facts.without_report}件没有评价报告。"] if facts.without_report else []
        verdict, fact = (Verdict.NOT_MET if lacks else Verdict.MET), "".join(lacks) or f"推荐文件、汇总表{facts.rows}行、评价报告齐全"
    return condition(verdict, fact, checked_on, threshold="推荐文件、汇总表、评价报告三样齐全", would_pass="补齐所缺的",
                     settle_by="请录入推荐文件和汇总表")  # fmt: skip


@rule("may_recommend", version=1)
def may_recommend(facts: RecommendingOffice, parameters: dict[str, Any], checked_on: date) -> Finding:
    """C-69: the offices the notice is addressed to, as the round's table lists them."""
    del parameters
    if not facts.code:
        verdict, fact = Verdict.UNKNOWN, "没有写明推荐单位"
    else:
        verdict = Verdict.MET if facts.code in facts.offices else Verdict.NOT_MET
        fact = f"推荐单位代码 {facts.code}{'' if verdict is Verdict.MET else '，不在本轮推荐单位之列'}"
    return condition(verdict, fact, checked_on, threshold=f"本轮{len(facts.offices)}个推荐单位之一", would_pass="由所在地的推荐单位推荐",
                     settle_by="请写明推荐单位")  # fmt: skip
