"""What the whole would be otherwise: with nothing raised it is what it is, and nothing but what is raised changes."""

from fractions import Fraction

import pytest

from greenlist.engines.scoring.explaining.standing import Standing, most_of
from tests.engines.scoring.standards import group, item, measure, plan, result

GATES = [
    {"id": "g1", "label": "守法", "clause": "4.1"},
    {"id": "g2", "label": "无事故", "clause": "4.2"},
    {"id": "g3", "label": "不超标", "clause": "4.3", "test": "a > 1"},
]
BLOCK = [item("P", "required"), item("Q", "required", "4"), item("X"), measure("M", kind="pos", lead="4")]
FUELS = {"fuels": {"label": "燃料", "clause": "F", "most": 2, "inputs": {"f": {"label": "用量", "unit": "t", "clause": "F"}}}}
STANDARD = plan(
    group("A", *BLOCK, required_block=True),
    group("B", *[item(name, points="5") for name in "UVW"], best=2),
    group("C", item("N", may_be_not_applicable=True), item("T", "optional", test="a > b"), not_applicable="redistribute"),
    gates=GATES, rows=FUELS, maximum="64",
)  # fmt: skip
ITEMS = {"g1": "met", "g2": "not_met", "P": "met", "X": "7", "U": "5", "V": "1", "W": "2"}


def stand(**more):
    return result(STANDARD, inputs={"a": "2", "b": "1"}, items=ITEMS | more, not_applicable={"N": "没有"})


@pytest.mark.parametrize("more", [{"Q": "met"}, {"Q": "not_met"}, {}, {"Q": {"value": "met", "doubtful": True}}, {"g1": ""}])
def test_with_nothing_raised_everything_stands_as_it_does(more):
    found = stand(**more)
    again = Standing(found).having({})
    assert (again.total, again.gates) == (found.total, found.gates)
    assert {r.id: r.points for r in again.items.values()} == {r.id: r.points for r in found.items.values()}


def test_a_level_standing_is_a_sum_that_no_requirement_empties():
    found = stand(Q="not_met")
    assert (found.total, Standing(found, is_level=True).having({}).total) == (7 + 5 + 7 + 20, 7 + 5 + 7 + 20)
    assert Standing(found, is_level=True).having({"Q": 4, "P": 10}).total == 10 + 4 + 7 + 5 + 7 + 20
    assert Standing(found).having({"Q": 4}).total == 10 + 4 + 7 + 5 + 7 + 20


def test_what_is_required_is_met_as_a_whole_whatever_points_are_asked_for():
    assert Standing(stand(Q="not_met")).having({"Q": 1}).items["Q"].points == 4


@pytest.mark.parametrize(("target", "points"), [("10", "10"), ("9.5", "9.5"), ("5", None), ("11", None)])
def test_the_fewest_points_are_told_only_where_they_are_enough(target, points):
    """Below nine tenths the other item of the choice counts, which has no more than 1.8."""
    found = result(plan(group("G", item("P"), item("Q", points="2"), best=1)), items={"P": "0", "Q": "1.8"})
    assert Standing(found).least_points({}, "P", Fraction(target)) == (points and Fraction(points))


def test_what_several_ways_can_give_at_most_is_what_the_best_of_them_gives():
    rule = {"kind": "pos", "value": "a", "lead": "4"}
    ways = [{"label": "甲", "when": "b > 1", "score": rule | {"cap": "1.2"}}, {"label": "乙", "when": None, "score": rule}]
    assert most_of(plan(group("G", item("M", "measure", any_of=ways))).items["M"]) == 12


def test_of_a_choice_made_by_the_applicant_only_what_is_raised_joins_what_was_chosen():
    standard = plan(group("G", *[item(name, points="5") for name in "UVW"], best=2, choose_by="declared"))
    standing = Standing(result(standard, items={"U": "1", "V": "4", "W": "3"}))
    assert (standing.having({}).total, standing.having({"W": 5}).total, standing.having({"U": 5, "W": 5}).total) == (0, 5, 10)
