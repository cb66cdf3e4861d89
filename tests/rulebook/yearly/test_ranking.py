"""Ranks, grades and the last five percent, with their boundaries and ties."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.rulebook.yearly.ranking import bottom_tie, ranked
from greenlist.rulebook.yearly.running import bottom_running
from greenlist.rulebook.yearly.texts import consequence, shares, source_of_shares

FIVE = Fraction(5)


def places(*scores):
    return ranked(dict(enumerate(Fraction(s) for s in scores)), shares(), FIVE)


def falling(count):
    return places(*range(count, 0, -1))


@pytest.mark.parametrize(("count", "last"), [(1, 0), (19, 0), (20, 1), (21, 1), (39, 1), (40, 2)])
def test_the_last_five_percent_are_never_more_than_five_percent(count, last):
    assert [unit for unit, p in falling(count).items() if p.is_bottom] == list(range(count - last, count))


@pytest.mark.parametrize(("count", "best", "good"), [(2, 0, 0), (3, 0, 1), (19, 0, 7), (20, 1, 7), (21, 1, 7), (100, 5, 35)])
def test_grades_hold_5_35_and_60_percent(count, best, good):
    grades = [p.grade for p in falling(count).values()]
    assert (grades.count("A+"), grades.count("A"), grades.count("B")) == (best, good, count - best - good)


def test_two_with_the_lowest_score_are_not_both_of_the_last_where_one_has_room():
    found = places(*range(20, 2, -1), 1, 1)
    assert [p.is_bottom for p in found.values()].count(True) == 0
    assert bottom_tie(found, FIVE) == [18, 19]
    assert bottom_tie(falling(20), FIVE) == []
    assert bottom_tie(places(3, 1, 1), FIVE) == []  # 5 % of three are none: no tie kept anybody out


def test_two_with_the_highest_score_do_not_share_a_grade_with_room_for_one():
    found = places(99, 99, *range(20, 2, -1))
    assert (found[0].rank, found[0].shared_by, found[0].grade, found[0].is_held_down) == (1, 2, "A", True)
    assert found[1] == found[0]
    assert (found[2].rank, found[2].shared_by, found[2].is_held_down) == (3, 1, False)


def test_scores_that_look_alike_rounded_are_not_a_tie():
    found = places("90.004", "90.003", "80")
    assert [p.rank for p in found.values()] == [1, 2, 3]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=60))
def test_no_grade_is_larger_than_its_share_and_the_best_are_above(scores):
    found = places(*scores)
    held = {share.grade: sum(1 for p in found.values() if p.grade == share.grade) for share in shares()}
    assert held["A+"] * 20 <= len(scores)
    assert (held["A+"] + held["A"]) * 10 <= len(scores) * 4
    assert sum(p.is_bottom for p in found.values()) * 20 <= len(scores)
    order = ["A+", "A", "B"]
    for a, b in ((a, b) for a in found for b in found if scores[a] > scores[b]):
        assert found[a].rank < found[b].rank and order.index(found[a].grade) <= order.index(found[b].grade)


@pytest.mark.parametrize(
    ("was", "verdict"),
    [({2022: True, 2023: True, 2024: True}, "found"), ({2022: True, 2023: False, 2024: True}, "not_found"),
     ({2022: True, 2024: True}, "unknown"), ({2023: True, 2024: True}, "unknown"), ({}, "unknown"), ({2024: False}, "not_found"),
     ({2021: True, 2022: True, 2023: True}, "unknown"), ({2022: False, 2023: True}, "not_found")],
)  # fmt: skip
def test_three_years_running_want_three_years_and_a_missing_one_is_never_a_yes(was, verdict):
    assert bottom_running(was, until=2024, years=3).verdict == verdict


def test_the_answer_names_the_years():
    found = bottom_running({2022: True, 2024: True}, until=2024, years=3)
    assert (found.years, found.bottom, found.missing) == ((2022, 2023, 2024), (2022, 2024), (2023,))


def test_shares_and_consequences_tell_how_sure_they_are():
    assert sum(share.part for share in shares()) == 1
    assert source_of_shares()[1] == "VERIFIED-SECONDARY"
    assert consequence("not_filed").basis == "暂行办法第十六条、第十八条"
    assert "390号" in consequence("bottom_years").basis
