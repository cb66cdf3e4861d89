"""The round: every parameter the notice leaves open has a default, a clause and a mark that it is not in the notice."""

from datetime import date
from pathlib import Path

import pytest

from greenlist.rulebook.notices import notice, round_parameters
from greenlist.rulebook.notices import parameters as module
from greenlist.rulebook.notices.parameters import RecommendingUnit
from greenlist.rulebook.problems import DataProblems

NOTICE = "jx-2024-20"
ROUND = round_parameters(NOTICE)
# number in the list of parameters → key, default, is it in the notice
DEFAULTS = [
    (1, "lookback_years", 3, False),
    (1, "check_stages", ["submission", "recommendation", "publication"], False),
    (1, "lookup_days", 90, False),
    (2, "stop_months", 12, True),
    (2, "stop_months_inclusive", True, False),
    (2, "debtor_removed_counts", False, False),
    (3, "cap_projects", 15, True),
    (3, "cap_counts", "reserved_on_acceptance", False),
    (3, "cap_outside", "declared", False),
    (3, "cap_counts_related", False, False),
    (4, "legal_representative_identity", "recorded_decision", False),
    (4, "evaluator_staff", 10, False),
    (4, "evaluator_senior_percent", 50, False),
    (4, "evaluator_experience_years", 5, False),
    (5, "self_evaluation_words", "自我评价", False),
    (6, "notice_working_days", 5, False),
    (7, "decision_order", "provincial_first", False),
    (8, "park_firms", False, False),
    (8, "park_industry_percent", 50, True),
    (9, "body_return_due", "08-15", False),
    (9, "problem_report_days", 60, False),
    (9, "ban_years", 3, True),
    (9, "ban_effect", "later_reports", False),
    (10, "timely_hours", 24, False),
    (11, "chain_must_be_factory", "refuse_unless_waiver", False),
    (13, "deadline_inclusive", True, False),
    (15, "upload_limit_mb", 300, False),
    (16, "pass_line", None, False),
    (17, "signing_working_days", 2, False),
    (17, "county_days_before", 5, False),
    (17, "reply_working_days", 5, False),
    (17, "link_answers", 10, False),
    (17, "link_upload_mb", 50, False),
    (18, "expert_open_cases", 30, False),
    (18, "ranking", ["priority", "rounded_score", "committed_tie_break"], False),
    (18, "park_factories", 5, False),
    (18, "park_factories_percent", None, False),
    (18, "chain_industries", ["17", "34", "35", "36", "38", "39"], False),
    (18, "chain_suppliers", 10, False),
    (18, "quotas", None, False),
    (18, "selection_line", None, False),
    (18, "screen_days", 3, False),
    (18, "doubtful_figures", "score_zero", False),
    (18, "platform_receipt_required", False, False),
    (18, "yearly_due", "04-15", False),
    (18, "yearly_remind_days", [30, 14, 3], False),
    (18, "yearly_change_percent", 30, False),
    (18, "yearly_bottom_percent", 5, False),
    (18, "yearly_bottom_years", 3, False),
    (18, "remind_before_days", [3, 0], False),
    (18, "remind_again_days", 7, False),
    (18, "escalate_days", 3, False),
    (18, "publicity_cases", 1, False),
    (18, "publicity_events", 1, False),
]


def test_the_round_holds_exactly_these_parameters_in_this_order():
    assert ROUND.keys() == [key for _, key, _, _ in DEFAULTS]


@pytest.mark.parametrize(("number", "key", "default", "in_notice"), DEFAULTS, ids=[f"{n}-{key}" for n, key, _, _ in DEFAULTS])
def test_a_parameter_has_its_default_and_says_whether_the_notice_says_it(number, key, default, in_notice):
    found = ROUND.parameter(key)
    assert (found.value, found.in_notice) == (default, in_notice)
    assert type(found.value) is type(default)


def test_every_silence_of_the_notice_is_a_parameter_or_a_table_of_the_round():
    tables = {12: ROUND.units, 14: ROUND.steps}
    assert {number for number, *_ in DEFAULTS} | {n for n, table in tables.items() if table} == set(range(1, 19))


def test_what_is_in_the_notice_can_be_read_there():
    text = notice(NOTICE)
    assert "12个月以上" in text.passage("3.1.1").text
    assert "不得超过15项" in text.passage("2.4").text


@pytest.mark.parametrize("parameter", ROUND.parameters, ids=lambda p: p.key)
def test_a_parameter_has_chinese_words_and_a_clause_of_the_notice(parameter):
    assert parameter.label
    assert parameter.note
    assert parameter.clause in {c.id for c in notice(NOTICE).clauses}


def test_values_are_what_a_version_stores():
    on = ["city", "hand_in", "formal", "experts", "special", "meeting", "notice", "publication"]
    assert ROUND.values() == {key: default for _, key, default, _ in DEFAULTS} | {
        "steps_on": on,
        "disclosure_classes": ROUND.disclosure_classes,
    }


def test_a_parameter_that_does_not_exist_is_told_with_the_file():
    with pytest.raises(KeyError, match="jx-2024-20/round.yaml has no parameter 'passline'"):
        ROUND.parameter("passline")


def test_the_dates_categories_and_levels_of_the_round():
    assert (ROUND.year, ROUND.opens_on, ROUND.deadline_on, ROUND.issued_on) == (2024, date(2024, 4, 2), date(2024, 5, 27), date(2024, 4, 2))
    assert (ROUND.categories, ROUND.levels) == (("factory", "park", "supply_chain"), ("national", "provincial"))


def test_the_steps_of_the_round_and_which_are_on():
    assert [(s["label"], s["is_on"]) for s in ROUND.steps] == [
        ("县级初审", False), ("评估确认", True), ("报送", True), ("形式审查", True), ("专家评审", True), ("现场核查", False), ("专项审查", True),
        ("会议审定", True), ("公示", True), ("公布", True),
    ]  # fmt: skip


def test_eleven_bureaus_and_the_new_area_may_recommend():
    assert [(u.code, u.office) for u in ROUND.units] == [
        ("360100", "南昌市工业和信息化局"), ("360200", "景德镇市工业和信息化局"), ("360300", "萍乡市工业和信息化局"),
        ("360400", "九江市工业和信息化局"), ("360500", "新余市工业和信息化局"), ("360600", "鹰潭市工业和信息化局"),
        ("360700", "赣州市工业和信息化局"), ("360800", "吉安市工业和信息化局"), ("360900", "宜春市工业和信息化局"),
        ("361000", "抚州市工业和信息化局"), ("361100", "上饶市工业和信息化局"), ("GJXQ", "赣江新区经济发展局"),
    ]  # fmt: skip
    assert len({u.short for u in ROUND.units}) == 12
    assert ROUND.unit("GJXQ") == RecommendingUnit("GJXQ", "赣江新区", "赣江新区经济发展局", "GJ")


@pytest.mark.parametrize("code", ["360000", "360102", "", "440100", "gjxq"])
def test_nobody_else_may_recommend(code):
    with pytest.raises(KeyError, match="C-69"):
        ROUND.unit(code)


def test_scores_and_findings_are_not_public_and_names_are():
    classes = ROUND.disclosure_classes
    assert set(classes.values()) == {"公开", "依申请公开", "内部"}
    assert {key for key, value in classes.items() if value == "公开"} == {
        "name",
        "credit_code",
        "category",
        "level",
        "body",
        "ban",
        "listed_on",
        "removal",
    }
    assert {key for key, value in classes.items() if value == "内部"} == {"findings", "expert", "contact"}


def test_every_fault_of_a_round_file_is_told_with_its_line(tmp_path, monkeypatch):
    text = (Path(module.__file__).parent / NOTICE / "round.yaml").read_text(encoding="utf-8")
    text = text.replace("pass_line: {value: null", "pass_line: {value: 80.5").replace(
        "label: 事故“及时”报告, note: 自知悉起算", 'label: "", note: 自知悉起算'
    )
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "round.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    lines = {line.split(":")[0].strip(): n for n, line in enumerate(text.splitlines(), 1)}
    with pytest.raises(DataProblems) as found:
        round_parameters("other")
    assert found.value.problems == [
        f"other/round.yaml:{lines['timely_hours']}: timely_hours needs a label and a note",
        f"other/round.yaml:{lines['pass_line']}: pass_line is a binary float; put the decimal in quotes",
    ]


def test_no_value_of_the_round_is_a_binary_float():
    assert [p.key for p in ROUND.parameters if isinstance(p.value, float)] == []
