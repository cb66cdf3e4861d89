"""Industry standards whose table is not held: known by number, day and field, never silence, never a score of ours."""

from datetime import date, timedelta

import pytest

from greenlist.rulebook.reference.industries import industries, industry_name
from greenlist.rulebook.standards import applicable

DAY = date(2024, 5, 27)


def numbers(industry: str, on: date = DAY) -> list[str]:
    return [a.number for a in applicable("factory", industry, on)]


@pytest.mark.parametrize(
    ("industry", "number"),
    [
        ("3011", "JC/T 2634—2021"),
        ("3034", "JC/T 2639—2021"),
        ("3041", "JC/T 2635—2021"),
        ("3071", "JC/T 2636—2021"),
        ("3021", "JC/T 2637—2021"),
        ("3024", "JC/T 2638—2021"),
        ("3089", "JC/T 2640—2021"),
        ("3039", "JC/T 2641—2021"),
        ("3033", "JC/T 2700—2022"),
        ("3120", "YB/T 4771—2019"),
        ("3974", "SJ/T 11744—2019"),
        ("3841", "T/CESA 1080—2020"),
        ("2661", "HG/T 5677—2020"),
        ("1721", "FZ/T 07021—2021"),
        ("1711", "FZ/T 07022—2021"),
        ("3411", "JB/T 14407—2023"),
    ],
)
def test_the_industry_standard_comes_first_and_its_table_is_not_held(industry, number):
    first, *_, general = applicable("factory", industry, DAY)
    assert (first.number, first.is_held, first.clause) == (number, False, "C-16")
    assert (general.number, general.is_held, general.clause) == ("GB/T 36132—2018", True, "C-17")
    assert industry in first.why


@pytest.mark.parametrize(
    ("industry", "number", "first_day"),
    [
        ("3120", "YB/T 4771—2019", date(2020, 4, 1)),
        ("1721", "FZ/T 07021—2021", date(2022, 2, 1)),
        ("2221", "QB/T 5976—2024", date(2024, 10, 1)),
        ("1469", "QB/T 5979—2024", date(2024, 10, 1)),
        ("3252", "YS/T 1687—2024", date(2024, 10, 1)),
        ("3240", "YS/T 1698—2024", date(2024, 10, 1)),
    ],
)
def test_a_standard_counts_from_its_first_day(industry, number, first_day):
    assert numbers(industry, first_day)[0] == number
    assert number not in numbers(industry, first_day - timedelta(days=1))


def test_a_standard_for_a_part_of_an_industry_comes_after_one_for_all_of_it_and_names_the_product():
    found = applicable("factory", "2614", date(2024, 10, 1))
    assert [(a.number, a.only) for a in found] == [
        ("HG/T 5677—2020", ""),
        ("HG/T 5866—2021", "精对苯二甲酸"),
        ("QB/T 5979—2024", "有机酸"),
        ("GB/T 36132—2018", ""),
    ]
    assert found[1].why == "行业代码 2614 中的精对苯二甲酸已有行业标准，是否适用须核对产品"


def test_an_industry_without_a_standard_of_its_own_has_the_general_one_only():
    assert numbers("1811") == ["GB/T 36132—2018"]


def test_the_new_table_of_parks_is_known_and_not_held_so_a_park_of_2025_gets_no_score_of_ours():
    assert [(a.edition, a.is_held) for a in applicable("park", "", date(2025, 9, 30))] == [("2024", True)]
    assert [(a.edition, a.is_held) for a in applicable("park", "", date(2025, 10, 1))] == [("2025", False)]


def test_the_tables_of_the_53_key_industries_of_the_campaign_of_2025_are_known_and_not_held():
    found = {a.standard: a.is_held for a in applicable("factory", "3011", date(2025, 10, 20), campaign="2025")}
    assert (found["miit-general"], found["miit-industry-tables"]) == (True, False)


def test_the_answer_is_as_sure_as_its_weakest_part():
    sure = {a.number: a.confidence for code in ("1811", "3034", "3011", "3120") for a in applicable("factory", code, DAY)}
    assert sure == {
        "GB/T 36132—2018": "VERIFIED",
        "JC/T 2639—2021": "VERIFIED-SECONDARY",
        "JC/T 2634—2021": "RECALLED",
        "YB/T 4771—2019": "GUESS",
    }


def test_standards_of_other_provinces_and_drafts_are_not_offered():
    told = {a.number for code in industries() for subject in ("factory", "park", "supply_chain") for a in applicable(subject, code, DAY)}
    assert not any(number.startswith("DB") for number in told)
    assert not any("征求意见" in number for number in told)


@pytest.mark.parametrize(
    "code", ["304", "3071", "3021", "3024", "3089", "1019", "3039", "3033", "31", "39", "3841", "25", "26", "172", "1711", "221"]
)
def test_every_prefix_is_a_code_of_the_classification(code):
    assert industry_name(code).startswith(code)
