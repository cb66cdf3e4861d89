"""A share of the points by itself: nothing and all are ZERO and ONE themselves, whatever way they were reached."""

from fractions import Fraction

import pytest

from greenlist.engines.scoring.expr import formula
from greenlist.engines.scoring.rational import ONE, ZERO, Rational
from greenlist.engines.scoring.shares import Undefined, of_line, of_ratio, of_steps
from greenlist.engines.scoring.tree import MissingValue

TEN = formula("10")
STEPS = ((Rational(2), Rational(1, 2)), (Rational(5), Rational(1)))


def ratio(lead=TEN, cap=ONE, when_negative="zero", is_turned=False):
    return of_ratio(lead, cap, when_negative, is_turned=is_turned)


def test_all_of_the_points_is_one_itself():
    assert of_steps(STEPS, "at_least")(Rational(5), {}) is ONE
    for floor in (ZERO, Rational(1, 2)):
        assert of_line(TEN, None, floor)(Rational(10), {}) is of_line(TEN, None, floor)(Rational(11), {}) is ONE
    for cap in (ONE, Rational(1)):
        assert (
            ratio(cap=cap)(Rational(10), {}) is ratio(cap=cap)(Rational(11), {}) is ratio(cap=cap, is_turned=True)(Rational(10), {}) is ONE
        )
    assert ratio(when_negative="full")(-ONE, {}) is ONE


def test_none_of_the_points_is_nought_itself():
    worthless = (Rational(2), Rational(0))
    assert of_steps(STEPS, "at_least")(ONE, {}) is of_steps(STEPS, "at_most")(Rational(6), {}) is ZERO
    assert of_steps((worthless, *STEPS[1:]), "at_least")(Rational(3), {}) is ZERO
    assert of_line(TEN, None, Rational(1, 2))(-ONE, {}) is ZERO
    assert ratio()(Rational(0), {}) is ratio()(-ONE, {}) is ratio(formula("0 - 10"))(ONE, {}) is ZERO
    assert ratio(cap=Rational(0))(Rational(3), {}) is ZERO


@pytest.mark.parametrize(("value", "expected"), [("2", "1/2"), ("4.999", "1/2"), ("5", "1"), ("1.999", "0")])
def test_of_the_steps_reached_from_below_the_last_counts(value, expected):
    assert of_steps(STEPS, "at_least")(Rational(value), {}) == Fraction(expected)


@pytest.mark.parametrize(("value", "expected"), [("5", "1"), ("5.001", "0"), ("2", "1")])
def test_from_above_the_last_one_written_that_is_reached_counts(value, expected):
    assert of_steps(STEPS, "at_most")(Rational(value), {}) == Fraction(expected)


def test_the_sides_are_read_from_the_figures():
    assert of_line(formula("b"), formula("a"), ZERO)(Rational(3), {"a": Rational(2), "b": Rational(4)}) == Fraction(1, 2)
    assert ratio(formula("b"))(Rational(3), {"b": Rational(4)}) == Fraction(3, 4)
    assert ratio(formula("b"), is_turned=True)(Rational(8), {"b": Rational(4)}) == Fraction(1, 2)


def test_without_a_cap_a_share_is_what_it_is():
    assert ratio(cap=None)(Rational(30), {}) == 3
    assert ratio(cap=Rational(6, 5))(Rational(11), {}) == Fraction(11, 10)
    assert ratio(cap=Rational(6, 5))(Rational(13), {}) == Fraction(6, 5)


def test_what_cannot_be_computed_says_why_and_a_division_by_nought_is_the_askers():
    with pytest.raises(Undefined, match="^引领值等于基准值，无法计算$"):
        of_line(TEN, TEN, ZERO)(ONE, {})
    with pytest.raises(Undefined, match="^数值为负，按比值无法计算$"):
        ratio(when_negative="unknown")(-ONE, {})
    with pytest.raises(ZeroDivisionError):
        ratio(is_turned=True)(ZERO, {})


@pytest.mark.parametrize("value", [-1, 0, 1])
def test_an_unknown_lead_leaves_the_share_unknown_whatever_the_value(value):
    with pytest.raises(MissingValue, match="^b$"):
        ratio(formula("b"))(Rational(value), {})
