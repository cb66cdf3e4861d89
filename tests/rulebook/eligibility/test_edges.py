"""Edges between two answers that the boundary cases of the clause pages do not show: each on both sides, or each part missing alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from greenlist.rulebook.eligibility.declared import (
    EvaluatorConditions,
    HandingIn,
    PackageParts,
    ParkDeclared,
    RecommendingOffice,
    ReportHandedIn,
    SealedLetter,
    StandardUsed,
)
from greenlist.rulebook.eligibility.facts import EvaluatorBan, EvaluatorCap, StopInterval, StoppedProduction
from greenlist.rulebook.eligibility.history import AdverseHistory, DatedRecord
from greenlist.rulebook.eligibility.priorities import ParkFactories
from tests.clauses.asking import DAY, ask, clear, found

BODY = EvaluatorConditions(True, True, True, 10, 5, (2024, 2010))
PARK = ParkDeclared(True, "以产品制造和能源供给为主", "规划", "60", "批复", "18", "管委会", "编办文", "省级", "批文")


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, "met"),
        ({"is_declared": False}, "unknown"),
        ({"is_legal_person": None}, "unknown"),
        ({"is_legal_person": False}, "not_met"),
        ({"years": (2010,)}, "not_met"),
        ({"years": (2026,)}, "not_met"),
        ({"is_third_party": False}, "not_applicable"),
    ],
)
def test_each_condition_of_a_body_alone_decides(changed, verdict):
    assert ask("C-34", replace(BODY, **changed), evaluator_staff=10, evaluator_senior_percent=50).verdict == verdict


@pytest.mark.parametrize(("full_time", "senior", "share", "verdict"), [(200, 101, 50, "met"), (199, 101, 51, "not_met"), (99, 50, 51, "not_met"),
                                                                       (99, 51, 51, "met")])  # fmt: skip
def test_the_share_of_senior_staff_is_exact(full_time, senior, share, verdict):
    facts = replace(BODY, full_time=full_time, senior=senior)
    assert ask("C-34", facts, evaluator_staff=1, evaluator_senior_percent=share).verdict == verdict


@pytest.mark.parametrize(("year", "verdict"), [(2021, "not_met"), (2022, "met"), (2024, "met"), (2025, "not_met")])
def test_experience_counts_from_the_first_of_so_many_years_to_this_one(year, verdict):
    finding = ask("C-34", replace(BODY, years=(year,)), evaluator_staff=1, evaluator_senior_percent=1, evaluator_experience_years=3)
    assert finding.verdict == verdict


def test_the_newest_experience_is_told():
    assert ask("C-34", replace(BODY, years=(2023, 2024, 2022)), evaluator_staff=1, evaluator_senior_percent=1).fact.endswith("2024年有业绩")


def test_of_two_bans_the_later_one_is_told_and_each_counts_from_its_day_to_before_its_end():
    bans = ((date(2022, 6, 1), date(2025, 6, 1)), (date(2023, 6, 1), date(2026, 6, 1)))
    assert ask("C-60", EvaluatorBan(True, True, bans)).fact == "省厅于2023-06-01决定不予采信"
    one = EvaluatorBan(True, True, bans[:1])
    assert [ask("C-60", one, on=day).verdict for day in (date(2022, 5, 31), date(2022, 6, 1), date(2025, 5, 31), date(2025, 6, 1))] == [
        "met", "not_met", "not_met", "met",
    ]  # fmt: skip


def test_the_cap_counts_the_calendar_year_and_tells_what_is_not_known():
    finding = ask("C-36", EvaluatorCap(True, 3, None, ("登记",)))
    assert (finding.verdict, finding.fact, finding.window) == ("unknown", "本省3＋外省未知，上限15", ("2024-01-01", "2024-05-27"))
    assert ask("C-36", EvaluatorCap(True, 3, 4)).fact == "本省3＋外省4，上限15"
    assert ask("C-36", EvaluatorCap(False, 0, None)).fact == "自我评价或只申报省级，不计入上限"


@pytest.mark.parametrize(
    ("facts", "verdict", "fact"),
    [
        (SealedLetter("演1号", DAY, None, DAY), "unknown", "还没有登记盖章的推荐文件。"),
        (SealedLetter("演1号", None, True, DAY), "unknown", "还没有登记盖章的推荐文件。"),
        (SealedLetter("演1号", DAY, True, None), "met", "演1号，已盖章"),
        (SealedLetter("", DAY, False, DAY), "not_met", "请填文号。盖章推荐文件须为 PDF 扫描件。"),
    ],
)
def test_a_letter_lacks_each_part_alone(facts, verdict, fact):
    finding = ask("C-68", facts)
    assert (finding.verdict, finding.fact) == (verdict, fact)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (PackageParts(None, 3), "unknown"),
        (PackageParts(True, None), "unknown"),
        (PackageParts(False, 3), "not_met"),
        (PackageParts(True, 0), "not_met"),
        (PackageParts(True, 3, 1), "not_met"),
        (PackageParts(True, 3), "met"),
    ],
)
def test_a_package_lacks_each_part_alone(facts, verdict):
    assert ask("C-09", facts).verdict == verdict


def test_an_office_that_is_none_of_the_round_is_told_so():
    assert ask("C-69", RecommendingOffice("A", ("A", "B"))).fact == "推荐单位代码 A"
    assert ask("C-69", RecommendingOffice("C", ("A", "B"))).fact == "推荐单位代码 C，不在本轮推荐单位之列"


@pytest.mark.parametrize(
    ("share", "verdict"),
    [("0", "not_met"), ("0.5", "not_met"), ("50.00", "not_met"), ("50.01", "met"), ("100", "met"), ("100.01", "unknown"), ("-1", "unknown"),
     ("60%", "met"), ("60!", "unknown"), ("NaN", "unknown"), (" ", "unknown")],
)  # fmt: skip
def test_a_share_is_a_number_from_nought_to_a_hundred(share, verdict):
    assert ask("C-22", replace(PARK, industry_share=share)).verdict == verdict


@pytest.mark.parametrize(
    ("clause", "changed", "verdict", "fact"),
    [
        ("C-21", {"function": "以研发为主"}, "unknown", "没有写明规划文件"),
        ("C-21", {"function_document": ""}, "unknown", "没有写明规划文件"),
        ("C-21", {"function": ""}, "unknown", "没有写明主要功能"),
        ("C-25", {"level": ""}, "unknown", "没有写明园区级别"),
        ("C-25", {"level_document": " "}, "unknown", "没有写明批准文件"),
        ("C-25", {"level": "县级"}, "unknown", "没有写明批准文件"),
    ],
)
def test_a_park_tells_what_it_did_not_say(clause, changed, verdict, fact):
    finding = ask(clause, replace(PARK, **changed))
    assert (finding.verdict, finding.fact) == (verdict, fact)


@pytest.mark.parametrize(
    ("facts", "verdict", "fact"),
    [
        (ReportHandedIn("甲.pdf", 3, True, "not_qualified"), "not_met", "自评不合格；3页，甲.pdf"),
        (ReportHandedIn("甲.pdf", 3, True, "", True), "unknown", "代录，未填评价表；3页，甲.pdf"),
        (ReportHandedIn("甲.pdf", 3, True, ""), "unknown", "自评未完成；3页，甲.pdf"),
        (ReportHandedIn("甲.pdf", 3, False, "qualified"), "unknown", "自评合格；3页，扫描件文字未检查，甲.pdf"),
        (ReportHandedIn("甲.pdf", 3, False, "not_qualified"), "not_met", "自评不合格；3页，扫描件文字未检查，甲.pdf"),
    ],
)
def test_a_report_says_what_was_found_in_it(facts, verdict, fact):
    finding = ask("C-06", facts)
    assert (finding.verdict, finding.fact) == (verdict, fact)


LOOKED = clear()


@pytest.mark.parametrize(
    ("facts", "fact"),
    [
        (replace(LOOKED, answer=""), "尚未查核"),
        (replace(LOOKED, looked_up_on=None), "尚未查核"),
        (replace(LOOKED, answer="unknown", statement="系统打不开"), "系统打不开"),
        (clear(DAY + timedelta(days=1)), "查询日期过早（2024-05-28）：没有记录"),
        (clear(DAY - timedelta(days=91)), "查询日期过早（2024-02-26）：没有记录"),
    ],
)
def test_no_record_means_no_only_after_a_look_up_that_is_fresh(facts, fact):
    finding = ask("C-49", facts)
    assert (finding.verdict, finding.fact) == ("unknown", fact)
    assert finding.settle_by.startswith("请查")
    assert ask("C-49", clear(DAY - timedelta(days=90))).verdict == ask("C-49", clear(DAY)).verdict == "met"


def test_a_register_that_is_complete_needs_no_look_up_and_says_so():
    finding = ask("C-49", AdverseHistory(is_covered=True))
    assert finding.verdict == "met"
    assert finding.fact.startswith("名册已声明完整，没有见到")
    assert finding.settle_by == ""


def test_the_evidence_is_that_of_what_bars_and_empty_ones_are_left_out():
    records = (DatedRecord(date(2024, 1, 1), None, "甲", "名单第3行"), DatedRecord(date(2024, 2, 1), date(2024, 3, 1), "乙"))
    facts = replace(found(DAY), records=records, evidence=("查询截图",), proposed=(DatedRecord(DAY, None, "丙", "名单第9行"),))
    finding = ask("C-49", facts)
    assert finding.evidence == ("名单第3行", "查询截图")
    assert finding.fact == "甲（2024-01-01起）；乙（2024-02-01起，2024-03-01止）"


def test_found_without_a_date_bars_and_with_one_that_is_over_does_not():
    facts = AdverseHistory((), "found", "有一条", DAY)
    assert (ask("C-45", facts).verdict, ask("C-45", facts).fact) == ("not_met", "有一条（未登记日期，按发现处理）")
    assert ask("C-45", found(date(2023, 1, 1), date(2023, 2, 1))).verdict == "met"


def test_stops_tell_how_many_how_long_and_what_is_missing():
    stops = StoppedProduction(
        (StopInterval(date(2022, 1, 1), date(2022, 3, 31), "清单"), StopInterval(date(2023, 1, 1), date(2023, 1, 31))), False
    )
    finding = ask("C-44", stops)
    assert (finding.verdict, finding.evidence) == ("unknown", ("清单",))
    assert finding.fact == "近三年内停产2段，最长3个月（2022-01-01 至 2022-03-31）"
    assert finding.settle_by == "请补覆盖近三年的逐月用电量或产量记录"
    long = StoppedProduction((StopInterval(date(2022, 1, 1), None),), False)
    assert (ask("C-44", long).verdict, ask("C-44", long).settle_by) == ("not_met", "")
    never = ask("C-44", StoppedProduction((), True), stop_months=0)
    assert never.verdict == "not_met"  # a threshold of nought is reached by nothing at all
    assert ask("C-44", StoppedProduction((), True), stop_months=0, stop_months_inclusive=False).verdict == "met"


@pytest.mark.parametrize(("inclusive", "verdict", "until"), [(True, "met", "2024年5月27日24:00"), (False, "not_met", "2024年5月27日0:00")])
def test_the_last_day_counts_to_its_end_or_not_at_all(inclusive, verdict, until):
    finding = ask("C-08", HandingIn(DAY), deadline_inclusive=inclusive)
    assert (finding.verdict, finding.threshold) == (verdict, f"{until}前报送")
    assert f"（{until}）{'未到' if inclusive else '已过'}" in finding.fact


@pytest.mark.parametrize(
    ("facts", "fact"),
    [
        (StandardUsed("GB/T 1", (("GB/T 1", "C-17", True), ("GB/T 2", "C-16", True)), "没有行业标准"), "没有行业标准，按 GB/T 1 填报"),
        (StandardUsed("GB/T 1", (("GB/T 1", "C-17", True),)), "按 GB/T 1 填报"),
        (StandardUsed("GB/T 2", (("GB/T 9", "C-16", True), ("GB/T 2", "C-17", True)), "有行业标准"), "适用的是 GB/T 9"),
        (
            StandardUsed("GB/T 2", (("GB/T 9", "C-17", False), ("GB/T 2", "C-16", True)), "有"),
            "有；GB/T 9 评分表未录入，本件按 GB/T 2 填报",
        ),
        (StandardUsed("GB/T 2"), "没有查到适用的标准"),
    ],
)
def test_the_closest_standard_is_the_one_that_is_told(facts, fact):
    assert ask("C-17", facts).fact == fact


@pytest.mark.parametrize(("factories", "firms", "verdict"), [(30, 100, "unknown"), (297, 1000, "not_met"), (301, 1000, "unknown")])
def test_the_share_of_green_factories_is_exact(factories, firms, verdict):
    assert ask("C-27", ParkFactories(factories=factories, firms=firms), park_factories=1, park_factories_percent="30").verdict == verdict
