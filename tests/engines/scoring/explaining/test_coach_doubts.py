"""What the proof of the coach does not see: it is told, and nothing is called the smallest that may not be."""

from fractions import Fraction

import pytest

from greenlist.engines.scoring.explaining.coach import OPPOSED, UNCAPPED, coach
from tests.engines.scoring.standards import group, item, measure, plan, result


def test_a_value_wanted_higher_and_lower_leaves_nothing_proven():
    up, down = measure("P", kind="pos", lead="10"), measure("N", kind="neg", lead="2")
    advice = coach(result(plan(group("G", up, down), maximum="20"), inputs={"a": "5"}), Fraction(15))
    assert (advice.is_smallest, advice.is_least, advice.doubts) == (False, False, (OPPOSED,))


def test_a_ratio_without_a_cap_leaves_nothing_proven_and_nothing_out_of_reach():
    free = measure("P", kind="pos", lead="10", cap=None)
    found = result(plan(group("G", free, item("X"), item("Y")), maximum="30"), inputs={"a": "5"}, items={"X": "1", "Y": "1"})
    advice = coach(found, Fraction(22))
    assert (advice.is_smallest, advice.lower_bound, advice.doubts) == (False, 1, (UNCAPPED,))
    assert (coach(found, Fraction(35)).is_reached, coach(found, Fraction(35)).doubts) == (False, (UNCAPPED,))


def test_a_value_that_two_items_want_higher_is_counted_item_by_item_and_proven():
    one_, two = measure("P", kind="pos", lead="10"), measure("N", kind="pos", lead="8")
    advice = coach(result(plan(group("G", one_, two), maximum="20"), inputs={"a": "4"}), Fraction(20))
    assert (advice.is_smallest, len(advice.changes), advice.doubts) == (True, 2, ())


def test_the_doubts_are_told_in_words():
    assert OPPOSED == "有一个指标在一项里越高越好、在另一项里越低越好，几处的要求可能互相抵触"
    assert UNCAPPED == "有的比值不封顶，可以得到满分以上，这里都只按满分估"


@pytest.mark.parametrize(
    ("rule", "is_opposed"),
    [
        ({"kind": "linear", "lead": "2", "base": "10"}, True),
        ({"kind": "linear", "lead": "10", "base": "2"}, False),
        ({"kind": "linear", "lead": "b", "base": "10"}, False),  # which way it runs is not known from the standard alone
        ({"kind": "linear", "lead": "2", "base": "b"}, False),
        ({"kind": "steps", "compare": "at_most", "steps": [["3", "1"]]}, True),
        ({"kind": "steps", "steps": [["8", "1"]]}, False),
        ({"kind": "neg", "lead": "2"}, True),
    ],
)
def test_what_wants_the_value_lower_stands_against_what_wants_it_higher(rule, is_opposed):
    standard = plan(group("G", measure("P", kind="pos", lead="40"), measure("N", **rule)), maximum="20")
    advice = coach(result(standard, inputs={"a": "5", "b": "30"}), Fraction(12))
    assert advice.doubts == ((OPPOSED,) if is_opposed else ())


def test_what_cannot_rise_stands_against_nothing():
    up, down = measure("P", kind="pos", lead="10"), measure("N", kind="neg", lead="2")
    found = result(plan(group("G", up, down), maximum="20"), inputs={"a": "2"})  # N has full marks
    assert coach(found, Fraction(15), fixed=["P"]).doubts == ()
    assert coach(found, Fraction(15)).doubts == (OPPOSED,)
    assert coach(found, Fraction(15), fixed=["N"]).doubts == (OPPOSED,)


def test_what_is_enough_already_is_proven_whatever_is_doubtful_about_more():
    found = result(plan(group("G", measure("P", kind="pos", lead="10", cap=None))), inputs={"a": "5"})
    assert (coach(found, Fraction(5)).is_smallest, coach(found, Fraction(6)).is_smallest) == (True, False)
