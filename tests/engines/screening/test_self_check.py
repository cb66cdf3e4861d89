"""A unit's answers about itself, put to the rules of the notice."""

from datetime import date

import pytest

from greenlist.engines.screening import self_check
from greenlist.rulebook.notices import notice, round_parameters

NOTICE = notice("jx-2024-20")
GIVEN = round_parameters("jx-2024-20")
ON = date(2024, 5, 22)


def told(answers: dict[str, str]) -> dict[str, str]:
    found = self_check.self_checked(NOTICE, GIVEN.values(), GIVEN.categories, answers, ON)
    return {one.clause.id: str(one.finding.verdict) for one in found}


def test_every_exclusion_on_dated_facts_is_asked_about():
    assert [c.id for c in self_check.asked(NOTICE)] == [f"C-{n}" for n in range(43, 54)]


def test_nothing_answered_is_unknown_never_a_pass():
    found = told({})
    assert {found[f"C-{n}"] for n in range(43, 54)} == {"unknown"}
    assert (found["C-02"], found["C-04"]) == ("unknown", "unknown")


def test_no_to_every_question_passes_every_exclusion():
    found = told({f"C-{n}": "no" for n in range(43, 54)})
    assert {found[f"C-{n}"] for n in range(43, 54)} == {"met"}


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"C-44": "yes", "C-44-from": "2023-01-01", "C-44-until": "2023-11-30"}, "met"),
        ({"C-44": "yes", "C-44-from": "2023-01-01", "C-44-until": "2023-12-31"}, "not_met"),
        ({"C-44": "yes"}, "unknown"),
        ({"C-45": "yes", "C-45-from": "2023-01-01", "C-45-until": "2024-05-01"}, "met"),
        ({"C-45": "yes", "C-45-from": "2023-01-01"}, "not_met"),
        ({"C-46": "yes", "C-46-from": "2021-05-21", "C-46-until": "2021-05-21"}, "met"),
        ({"C-46": "yes", "C-46-from": "2021-05-22"}, "not_met"),
        ({"C-46": "yes"}, "not_met"),
        ({"C-46": "unsure"}, "unknown"),
    ],
)
def test_dates_decide_at_the_boundary(answers, verdict):
    assert told(answers)[next(iter(answers))] == verdict


def test_what_is_applied_for_chooses_the_standard_and_the_level():
    found = told({"category": "factory", "industry": "3011", "mode": "self", "national": "1"})
    assert (found["C-02"], found["C-04"], found["C-67"], found["C-36"]) == ("met", "met", "met", "not_applicable")
    assert "not_met" not in {found["C-05"], found["C-16"], found["C-17"]}
    assert told({"category": "factory"})["C-67"] == "not_met"


def test_a_chain_enterprise_says_whether_it_is_a_green_factory():
    chain = {"category": "supply_chain"}
    assert [told(chain | {"is_factory": said})["C-33"] for said in ("yes", "no", "")] == ["met", "not_met", "unknown"]


def test_all_days_that_cannot_be_read_are_told_at_once():
    answers = {"C-44-from": "去年", "C-46-from": "2024-05-01", "C-46-until": "2024-04-01", "C-53-until": "2024-02-30"}
    assert self_check.problems(NOTICE, answers) == [
        "连续停产12个月以上：“去年”不是日期，请写成 2024-05-27", "安全（含网络安全、数据安全）事故：结束日期早于开始日期",
        "失信被执行人名单：“2024-02-30”不是日期，请写成 2024-05-27",
    ]  # fmt: skip
