"""Which standard applies: by subject, industry and day; known but not held is said, never silence."""

from datetime import date
from fractions import Fraction

import pytest
import yaml

from greenlist.rulebook.standards import applicable, held_editions, standard_file, star_of
from greenlist.rulebook.standards.catalogue import FOLDER

MAY = date(2024, 5, 27)
RAW = yaml.safe_load((FOLDER / "catalogue.yaml").read_text(encoding="utf-8"))["standards"]


def answers(subject: str, industry: str, on: date):
    return [(a.standard, a.edition, a.is_held, a.clause) for a in applicable(subject, industry, on)]


def test_an_industry_standard_comes_before_the_general_one_and_may_be_known_but_not_held():
    assert answers("factory", "3011", MAY)[:2] == [("jct-2634", "2021", False, "C-16"), ("gbt-36132", "2018", True, "C-17")]


def test_every_other_industry_has_the_general_one():
    assert answers("factory", "1811", MAY) == [("gbt-36132", "2018", True, "C-17")]
    assert answers("factory", "", MAY) == [("gbt-36132", "2018", True, "C-17")]


@pytest.mark.parametrize(
    ("on", "edition"),
    [
        (date(2018, 11, 30), []),
        (date(2018, 12, 1), ["2018"]),
        (date(2025, 12, 30), ["2018"]),
        (date(2025, 12, 31), ["2025"]),
        (date(2026, 1, 1), ["2025"]),
    ],
)
def test_one_edition_follows_another_without_gap_or_overlap(on, edition):
    assert [a.edition for a in applicable("factory", "1811", on) if a.standard == "gbt-36132"] == edition


@pytest.mark.parametrize(("on", "known"), [(date(2022, 1, 31), False), (date(2022, 2, 1), True)])
def test_an_industry_standard_begins_on_its_day(on, known):
    assert ("jct-2634" in [a.standard for a in applicable("factory", "3011", on)]) is known


def test_the_answer_says_why():
    cement, general = applicable("factory", "3011", MAY)[:2]
    assert cement.why == "行业代码 3011 已有行业标准"
    assert general.why == "没有适用的行业标准，用通则"
    assert (cement.number, cement.title, cement.file) == ("JC/T 2634—2021", "水泥行业绿色工厂评价要求", None)
    assert general.file == standard_file("gbt-36132", "2018")


def test_a_subject_that_nothing_is_known_of_has_no_answer():
    assert applicable("school", "1811", MAY) == []


@pytest.mark.parametrize("entry", RAW, ids=lambda e: f"{e['standard']}-{e['edition']}")
def test_an_entry_says_number_title_subject_dates_and_how_sure_it_is(entry):
    assert entry["number"] and entry["title"]
    assert entry["subject"] in {"factory", "park", "supply_chain"}
    assert entry["until"] is None or entry["from"] < entry["until"]
    assert entry["confidence"] in {"VERIFIED", "VERIFIED-SECONDARY", "VERIFIED-UNOFFICIAL", "RECALLED", "GUESS"}


def test_editions_of_one_standard_do_not_overlap():
    for one in RAW:
        for other in RAW:
            if one is not other and one["standard"] == other["standard"] and one["from"] < other["from"]:
                assert one["until"] is not None and one["until"] < other["from"]


def test_every_edition_held_stands_in_the_catalogue():
    assert {(p.parent.name, p.stem) for p in held_editions()} <= {(e["standard"], e["edition"]) for e in RAW}


def test_an_edition_is_found_by_name_or_told_not_to_be_held():
    assert standard_file("gbt-36132", "2018").name == "2018.yaml"
    with pytest.raises(KeyError, match="没有录入 gbt-36132/2032；已录入：gbt-36132/2018、.*miit-general/2025。"):
        standard_file("gbt-36132", "2032")
    with pytest.raises(KeyError, match="没有录入 nothing/1；"):
        standard_file("nothing", "1")


def test_the_platforms_table_is_told_only_to_who_names_its_campaign():
    """工信厅节函〔2025〕390号: a round of the province asks without a campaign and keeps the standard of its day."""
    day = date(2025, 10, 20)
    assert [a.standard for a in applicable("factory", "1811", day)] == ["gbt-36132"]
    named = applicable("factory", "1811", day, campaign="2025")
    assert [(a.standard, a.only) for a in named] == [("miit-general", ""), ("miit-industry-tables", "53个重点行业"), ("gbt-36132", "")]
    assert named[0].why == "国家2025年申报在平台上自评价，用平台的评分表"
    assert named[1].why == "国家2025年申报在平台上自评价，用平台的评分表；53个重点行业另有评分表，是否适用须核对"
    assert (named[0].confidence, named[1].is_held) == ("GUESS", False)
    assert applicable("factory", "1811", MAY, campaign="2025")[0].standard == "gbt-36132", "before its day it is not told"


@pytest.mark.parametrize(
    ("reported", "star", "confidence"),
    [("90", "五星", "GUESS"), ("89.99", "四星", "VERIFIED"), ("85", "四星", "VERIFIED"), ("84.99", "三星", "VERIFIED"),
     ("80", "三星", "VERIFIED"), ("75", "二星", "VERIFIED"), ("70", "一星", "VERIFIED")],
)  # fmt: skip
def test_a_reported_score_of_electronics_has_its_star(reported, star, confidence):
    """EGSCI of the electronics system: ≥ 85 four, ≥ 80 three, ≥ 75 two, ≥ 70 one star; five from 90 is inferred."""
    electronics, general = applicable("supply_chain", "3911", MAY)
    found = star_of(electronics.stars, Fraction(reported))
    assert (found.name, found.confidence) == (star, confidence)
    assert star_of(electronics.stars, Fraction("69.99")) is None
    assert (electronics.is_held, general.stars) == (False, ()), "the stars are those of its own index, not of the general table"


@pytest.mark.parametrize("standard", [".", "..", "gbt-36132/.."])
def test_a_name_that_leads_to_another_file_is_no_standard(standard):
    """Parts of an address reach this: only an edition that is held is found."""
    with pytest.raises(KeyError):
        standard_file(standard, "catalogue")
