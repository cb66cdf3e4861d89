"""Figures of several years, and what a figure may be."""

import pytest

from greenlist.engines.scoring import ApplicationProblems, form_of, read_application
from tests.engines.scoring.standards import LIMITS, OVER, PRODUCTS, THREE, got, inputs, measure, one

# ---- years -----------------------------------------------------------------------------------------------------------


def test_a_window_of_years_is_scored_from_every_year():
    standard = one(measure(value="mean_years(a / b, 3)", kind="pos", lead="2"), inputs=THREE)
    typed = {"a": "6", "b": "3", "a[-1]": "2", "b[-1]": "2", "a[-2]": "0", "b[-2]": "1"}
    assert got(standard, inputs=typed) == ("scored", "5")
    assert got(standard, inputs={name: value for name, value in typed.items() if name != "b[-2]"}) == ("missing", "0")


def test_years_may_be_told_by_their_number():
    standard = one(measure(value="a - a[-1]", kind="pos", lead="10"), inputs=THREE)
    assert got(standard, inputs={"a": {"years": {"2023": "9", "2022": {"value": "4"}}}}) == ("scored", "5")


@pytest.mark.parametrize("year", ["2024", "2020", "去年", "-1"])
def test_a_year_that_is_not_asked_is_refused(year):
    with pytest.raises(ApplicationProblems, match=f"A：只要2021至2023年的数，不要“{year}”年的"):
        read_application(one(measure(kind="pos"), inputs=THREE), {"inputs": {"a": {"years": {year: "1"}}}})


def test_what_is_derived_for_several_years_is_computed_for_each():
    derived = {"d": {"label": "比", "unit": "1", "value": "a / b", "clause": "d", "years": 2}}
    standard = one(measure(value="d / d[-1]", kind="pos", lead="4"), inputs=THREE, derived=derived)
    assert got(standard, inputs={"a": "6", "b": "3", "a[-1]": "2", "b[-1]": "2"}) == ("scored", "5")
    assert standard.labels["d[-1]"] == "比（上年）"


def test_the_form_asks_for_every_year():
    rows = form_of(one(measure(value="mean_years(a, 3)", kind="pos"), inputs=THREE)).sections[0].rows
    assert [(row.id, row.label) for row in rows[:3]] == [("a", "A"), ("a[-1]", "A（上年）"), ("a[-2]", "A（前2年）")]


@pytest.mark.parametrize("years", [11, 10**9])
def test_more_years_than_a_plan_may_have_are_refused_whoever_made_the_plan(years):
    standard = one(measure(value="a", kind="pos"), inputs=inputs(a={"years": years}))
    with pytest.raises(ValueError, match="years 最多 10"):
        _ = standard.inputs


def test_more_rows_than_a_plan_may_have_are_refused_whoever_made_the_plan():
    standard = one(measure(**OVER), inputs=inputs(c={}), tables={"limits": LIMITS}, rows={"products": PRODUCTS | {"most": 10**9}})
    with pytest.raises(ValueError, match="most 最多 50"):
        _ = standard.inputs


# ---- what a figure may be --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "text", "words"),
    [
        ({"minimum": "0"}, "-1", "应不小于0"),
        ({"minimum": None, "maximum": "5"}, "5.01", "应不大于5"),
        ({"minimum": "0", "maximum": "100"}, "101", "应在0和100之间"),
    ],
)
def test_a_figure_outside_of_what_is_possible_is_refused(limits, text, words):
    standard = one(measure(kind="pos"), inputs=inputs(a=limits))
    with pytest.raises(ApplicationProblems, match=f"A：{words}，现在是“{text}”"):
        read_application(standard, {"inputs": {"a": text}})


def test_a_limit_holds_in_the_unit_of_the_standard():
    standard = one(measure(kind="pos"), inputs=inputs(a={"unit": "%", "minimum": "0", "maximum": "100"}))
    assert read_application(standard, {"inputs": {"a": {"value": "1", "unit": "1"}}}).inputs["a"] == 100


def test_yes_or_no_is_one_or_nought_in_a_formula():
    standard = one(measure(value="if_(h == 1, 8, 4)", kind="pos", lead="8"), inputs=inputs(h={"one_of": "yes_no"}))
    assert got(standard, inputs={"h": "是"}) == ("scored", "10")
    assert got(standard, inputs={"h": "否"}) == ("scored", "5")
    with pytest.raises(ApplicationProblems, match="只能填“是”或“否”"):
        read_application(standard, {"inputs": {"h": "也许"}})
