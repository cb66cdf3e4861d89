"""A figure of 0 is blamed only where it leaves a value undefined: it makes a denominator 0, and nothing says what that is worth."""

import pytest

from greenlist.engines.scoring import read_application, score
from greenlist.engines.scoring.zeros import UNDEFINED, undefined
from tests.engines.scoring.standards import group, item, measure, one, plan


def blamed(standard, **typed):
    """[(what cannot be computed, the figures that are to blame)] of an application; only the figures are told to anybody."""
    return list(undefined(score(standard, read_application(standard, typed))))


@pytest.mark.parametrize(
    ("rule", "filled", "names"),
    [
        ({"kind": "pos", "value": "a + b", "lead": "c"}, {"a": 1, "b": 0, "c": 0}, ("c",)),
        ({"kind": "points", "value": "a", "lead": "c"}, {"a": 1, "c": 0}, ("c",)),
        ({"kind": "linear", "value": "a / b", "lead": "c", "base": "a"}, {"a": 1, "b": 0, "c": 0}, ("b",)),
        ({"kind": "pos", "value": "a / max(b, 0)", "lead": "2"}, {"a": 1, "b": 0}, ("b",)),
        ({"kind": "pos", "value": "a / (b * (a + c))", "lead": "2"}, {"a": 1, "b": 0, "c": 0}, ("b",)),
        ({"kind": "pos", "value": "if_(a / b > 1, a, c)", "lead": "2"}, {"a": 1, "b": 0, "c": 2}, ("b",)),
        ({"kind": "pos", "value": "if_(c > 1, a / b, c / a)", "lead": "2"}, {"a": 0, "b": 0, "c": 1}, ("a",)),
        ({"kind": "pos", "value": "a / b", "lead": "a * c"}, {"a": 0, "b": 0}, ("b",)),
        ({"kind": "pos", "value": "a / b", "lead": "c + b / a"}, {"a": 0, "b": 0}, ("b",)),
    ],
    ids=["not a summand above", "the full points", "not the end of a line", "not below its least", "not a summand of a factor", "the test of a choice",
         "the other way of a choice", "not a lead that is not known", "not a part of a lead that is not known"],
)  # fmt: skip
def test_of_several_figures_of_nought_only_the_one_below_is_blamed(rule, filled, names):
    assert blamed(one(measure(**rule)), inputs=filled) == [("项M", names)]


def test_a_derived_value_that_is_worth_nought_by_the_standard_is_no_fault_itself_but_one_below():
    derived = {"d": {"label": "比", "unit": "1", "value": "a / b", "clause": "§D", "when_zero": "zero"}}
    assert blamed(one(item("X"), derived=derived), inputs={"a": 1, "b": 0}) == []
    below = one(measure(kind="pos", value="c / d", lead="2"), derived=derived)
    assert blamed(below, inputs={"a": 1, "b": 0, "c": 1}) == [("项M", ("b",))]


def test_while_a_figure_is_not_filled_no_other_is_blamed_for_what_needs_it():
    derived = {"d": {"label": "合计", "unit": "t", "value": "c + a / b", "clause": "§D"}}
    assert blamed(one(item("X"), derived=derived), inputs={"a": 1, "b": 0}) == [("合计", ())]
    assert blamed(one(item("X"), derived=derived), inputs={"a": 1, "b": 0, "c": 1}) == [("合计", ("b",))]


def test_an_item_put_aside_in_the_very_words_of_a_fault_is_none():
    ratio = measure(kind="pos", value="a / b", lead="2", when_zero="zero") | {"may_be_not_applicable": True}
    standard = plan(group("G", item("N", may_be_not_applicable=True), ratio, item("X")), maximum="30")
    assert blamed(standard, inputs={"a": 1, "b": 0}, not_applicable={"N": UNDEFINED, "M": UNDEFINED}) == []


def test_a_row_in_which_only_something_is_chosen_is_blamed_as_it_is_counted():
    asked = {
        "x": {"label": "甲", "unit": "t", "clause": "§F"},
        "s": {"label": "种类", "unit": "1", "clause": "§F", "one_of": {"k": "煤", "l": "油"}},
    }
    rows = {"fuels": {"label": "燃料", "clause": "§F", "most": 3, "inputs": asked}}
    standard = one(measure(kind="pos", value="1 / b", lead="2", over={"rows": "fuels", "weight": "1", "top": 2}), rows=rows)
    assert blamed(standard, inputs={"b": 0}, rows={"fuels": [{"s": "k"}]}) == [("项M", ("b",))]
    assert blamed(standard, inputs={"b": 0}, rows={"fuels": []}) == []


def test_a_row_is_blamed_though_what_nothing_reads_is_not_filled_in():
    asked = {name: {"label": name, "unit": "t", "clause": "§F"} for name in ("w", "x", "y", "z")}
    rows = {"fuels": {"label": "燃料", "clause": "§F", "most": 2, "inputs": asked}}
    standard = one(measure(kind="pos", value="x / y", lead="2", over={"rows": "fuels", "weight": "w", "top": 2}), rows=rows)
    assert blamed(standard, rows={"fuels": [{"w": 1, "x": 1, "y": 0}]}) == [("项M", ("y#1",))]
