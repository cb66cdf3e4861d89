"""From a value to a share of the points, one rule at a time."""

from fractions import Fraction

import pytest

from greenlist.engines.scoring.expr import formula
from greenlist.engines.scoring.measuring import measured
from greenlist.engines.scoring.planned import PlannedRows, PlannedScore
from greenlist.engines.scoring.shares import Undefined
from greenlist.engines.scoring.tree import MissingValue


def rule(kind="pos", value="a", lead="10", base=None, cap="1", floor="0", steps=(), **more):
    """A rule with its formulas read."""
    told = {"when_zero": "unknown", "when_negative": "zero", "compare": "at_least", "shown": ""} | more
    read = [formula(text) if text else None for text in (lead, base)]
    exact = [Fraction(text) if text else None for text in (cap, floor)]
    return PlannedScore(kind, formula(value), *read, *exact, tuple((Fraction(at), Fraction(share)) for at, share in steps), **told)


def share(made, filled=(), **figures):
    return measured(made, {name: Fraction(value) for name, value in figures.items()}, frozenset(filled))[0]


def test_a_test_gives_all_or_nothing_and_says_yes_or_no():
    made = rule("yes_no", "a > 3", None)
    assert measured(made, {"a": Fraction(4)}, frozenset()) == (1, "是")
    assert measured(made, {"a": Fraction(3)}, frozenset()) == (0, "否")


def test_a_value_is_shown_to_four_places():
    assert measured(rule(value="a / 3"), {"a": Fraction(1)}, frozenset())[1] == "0.3333"


@pytest.mark.parametrize("kind", ["pos", "points"])
def test_without_a_lead_the_share_is_the_value_itself(kind):
    assert share(rule(kind, lead=None), a="1/4") == Fraction(1, 4)
    assert share(rule("linear", lead=None), a="1/4") == Fraction(1, 4)
    assert share(rule("neg", lead=None), a=4) == Fraction(1, 4)


@pytest.mark.parametrize(("compare", "value", "expected"), [
    ("at_least", 1, 0), ("at_least", 2, "1/2"), ("at_least", 5, 1), ("at_most", 6, 0), ("at_most", 5, "1/2"), ("at_most", 2, 1),
])  # fmt: skip
def test_of_the_steps_reached_the_last_counts(compare, value, expected):
    steps = [("2", "1/2"), ("5", "1")] if compare == "at_least" else [("5", "1/2"), ("2", "1")]
    assert share(rule("steps", steps=steps, compare=compare), a=value) == Fraction(expected)


@pytest.mark.parametrize(("value", "expected"), [(0, "0"), (10, "3/5"), (15, "4/5"), (20, "1"), (25, "1"), (9, "0")])
def test_linear_with_a_floor_runs_from_it_to_all(value, expected):
    assert share(rule("linear", lead="20", base="10", floor="3/5"), a=value) == Fraction(expected)


def test_a_lead_equal_to_the_base_says_that_nothing_can_be_computed():
    with pytest.raises(Undefined, match="^引领值等于基准值，无法计算$"):
        share(rule("linear", lead="b", base="b"), a=1, b=3)


@pytest.mark.parametrize(("when", "expected"), [("zero", 0), ("full", 1)])
def test_what_is_below_nought_is_worth_what_is_declared_and_nought_itself_is_not_below(when, expected):
    assert share(rule(when_negative=when), a="-1/100") == expected
    assert share(rule(when_negative=when), a=0) == 0
    assert share(rule("neg", when_negative=when), a="1/100") == 1
    with pytest.raises(Undefined, match="^数值为负，按比值无法计算$"):
        share(rule(when_negative="unknown"), a=-1)


@pytest.mark.parametrize(
    ("cap", "value", "expected"),
    [("1", 10, 1), ("1", 11, 1), ("1", "99/10", "99/100"), ("6/5", 11, "11/10"), ("6/5", 13, "6/5"), (None, 30, 3)],
)
def test_a_share_goes_up_to_the_cap_if_there_is_one(cap, value, expected):
    assert share(rule(cap=cap), a=value) == Fraction(expected)


def test_a_ratio_below_nought_gives_nothing():
    assert share(rule(lead="b"), a=1, b=-2) == 0


@pytest.mark.parametrize(("when", "expected"), [("zero", (0, "")), ("full", (1, ""))])
def test_a_division_by_zero_shows_no_value(when, expected):
    assert measured(rule(value="a / b", when_zero=when), {"a": Fraction(1), "b": Fraction(0)}, frozenset()) == expected
    with pytest.raises(ZeroDivisionError):
        measured(rule(value="a / b"), {"a": Fraction(1), "b": Fraction(0)}, frozenset())


def over(top=2, when_zero="unknown"):
    """Three rows a_n, each with the weight w_n."""
    rows = tuple((formula(f"w_{n}"), rule(value=f"a_{n}")) for n in (1, 2, 3))
    return rule(over=PlannedRows(top, rows, tuple((f"w_{n}", f"a_{n}") for n in (1, 2, 3))), when_zero=when_zero)


FIGURES = {"w_1": 1, "a_1": 10, "w_2": 3, "a_2": 5, "w_3": 1, "a_3": 0}


@pytest.mark.parametrize(("top", "filled", "expected"), [
    (3, "123", "1/2"), (2, "123", "5/8"), (1, "123", "1/2"), (2, "13", "1/2"), (3, "3", "0"), (1, "13", "1"),
])  # fmt: skip
def test_the_rows_filled_count_by_their_weight_the_largest_first(top, filled, expected):
    assert share(over(top), [f"a_{n}" for n in filled], **FIGURES) == Fraction(expected)


def test_without_a_row_the_first_figure_is_missing_and_without_weight_it_is_a_division_by_zero():
    with pytest.raises(MissingValue, match="w_1"):
        share(over(), (), **FIGURES)
    nothing = FIGURES | {"w_1": 0, "w_2": 0, "w_3": 0}
    assert share(over(when_zero="full"), ["a_1", "a_2"], **nothing) == 1
    assert measured(over(), {name: Fraction(value) for name, value in FIGURES.items()}, frozenset({"a_1"}))[1] == ""
