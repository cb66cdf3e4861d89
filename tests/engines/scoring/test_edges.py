"""Edges of the engine that a tired hand would move unnoticed: each of these tests was asked for by a mutant that survived."""

from fractions import Fraction

import pytest

from greenlist.engines.scoring import ApplicationProblems
from greenlist.engines.scoring.rounding import decimal_places, shown
from tests.engines.scoring.standards import group, item, measure, one, plan, result


def test_the_faults_of_an_application_are_read_one_a_line():
    assert str(ApplicationProblems(["甲", "乙"])) == "甲\n乙"


def test_a_weighed_group_in_which_nothing_applies_gives_nothing_and_weighs_nothing():
    standard = plan(group("G", item("X", may_be_not_applicable=True), best=1, weight="10"))
    found = result(standard, not_applicable={"X": "不生产"})
    assert (found.total, found.groups[0].weighted_maximum) == (0, 0)


def test_a_gap_of_a_choose_best_group_adds_what_it_can_beyond_the_ones_answered():
    standard = plan(group("G", item("X"), item("Y"), item("Z"), best=2))
    found = result(standard, items={"X": "4", "Z": "2"})
    assert [(gap.id, gap.gain, gap.is_needed) for gap in found.missing] == [("Y", Fraction(8), False)]


def test_a_small_table_without_a_row_is_missing_whatever_a_zero_is_worth():
    rows = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": {"label": "量", "unit": "t", "clause": "A"}}}}
    leaf = measure(kind="pos", value="w", lead="1", when_zero="full", over={"rows": "p", "weight": "w", "top": 1})
    assert result(one(leaf, rows=rows)).items["M"].status == "missing"
    assert result(one(leaf, rows=rows), inputs={"w#1": "0"}).items["M"].points == 10


@pytest.mark.parametrize(("value", "text"), [("3/200", "0.02"), ("1/200", "0"), ("5/200", "0.02"), ("-3/200", "-0.02"), ("-1/200", "0")])
def test_a_half_is_shown_by_its_even_neighbour(value, text):
    assert shown(Fraction(value)) == text


def test_an_interval_may_have_twelve_places_and_no_more():
    assert decimal_places(Fraction(1, 10**12)) == 12
    with pytest.raises(ValueError, match="does not terminate"):
        decimal_places(Fraction(1, 10**13))


def test_the_total_cites_the_clauses_of_its_groups_and_no_empty_one():
    standard = plan(group("G", item("X")), group("H", item("Y")) | {"clause": ""})
    assert result(standard).trace["nodes"]["total"]["clause"]["ref"] == "§G"
