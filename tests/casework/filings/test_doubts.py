"""What is odd about a typed value: no number, out of range, a factor of a thousand; a written reason settles only what can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.casework.filings.doubts import FAR, doubt, is_settled
from greenlist.casework.filings.forms import Row


def row(kind="quantity", unit="tce", maximum=""):
    return Row("x", kind, "综合能源消费量", "A.12", True, unit=unit, maximum=maximum)


ENERGY = row()


def entry(value, last_year="", note=""):
    return {"value": value, "last_year": last_year, "note": note}


@pytest.mark.parametrize(
    ("value", "last_year", "said"),
    [
        ("1248600", "1284.6", "约为上年的 972 倍。若原数单位是 kgce，应填 1,248.6 tce；确实如此的，请写明理由。"),
        ("1.2486", "1284.6", "约为上年的 1/1029。"), ("0.05", "1", "约为上年的 1/20。"), ("20", "1", "约为上年的 20 倍。"),
    ],
)  # fmt: skip
def test_a_jump_names_its_size_and_the_likely_unit(value, last_year, said):
    assert doubt(ENERGY, entry(value, last_year)).startswith(said.rstrip("。"))


@pytest.mark.parametrize(
    ("value", "last_year"), [("19.9", "1"), ("1", "19.9"), ("1284.6", "1284.6"), ("0", "5"), ("5", "0"), ("5", ""), ("5", "一千")]
)
def test_what_is_near_or_cannot_be_compared_is_not_odd(value, last_year):
    assert doubt(ENERGY, entry(value, last_year)) == ""


@pytest.mark.parametrize("unit", ["1", "%", "个"])
def test_a_ratio_has_no_other_unit_to_be_mistaken_for(unit):
    said = doubt(row(unit=unit), entry("3000", "3"))
    assert f"请核对单位是否为 {unit}" in said
    assert "若原数单位" not in said


def test_a_unit_that_is_not_in_the_table_is_only_asked_about():
    assert "请核对单位是否为 朵" in doubt(row(unit="朵"), entry("3000", "3"))


@pytest.mark.parametrize("text", ["一千", "1,2,3a", "--5", "1..2", "5 吨", "NaN", "Infinity", "1e5e"])
def test_a_word_is_no_number(text):
    assert doubt(ENERGY, entry(text)) != ""
    assert not is_settled(ENERGY, entry(text, note="就是这样"))


@pytest.mark.parametrize("text", ["1,284.6", "１，２８４．６", " 1284.6 ", "1 284.6"])
def test_full_width_commas_and_spaces_are_read(text):
    assert doubt(ENERGY, entry(text, "1284.6")) == ""


@pytest.mark.parametrize("text", ["12,34", "１２，３４", "1,2345", "1,284,6", "1284,6", ",5"])
def test_a_comma_that_parts_no_thousands_is_no_figure_and_no_reason_settles_it(text):
    assert doubt(ENERGY, entry(text)) == f"“{text}”里的逗号不在千位上，看不出是多少；小数点请用“.”，整数请去掉逗号。"
    assert not is_settled(ENERGY, entry(text, note="就是这样"))


@pytest.mark.parametrize("text", ["1,284", "12,284.6", "1,284,600", "-1,284.60", "−1,284"])
def test_commas_at_the_thousands_are_read(text):
    assert "逗号" not in doubt(ENERGY, entry(text))


def test_a_negative_figure_is_odd_and_a_reason_settles_it():
    assert doubt(ENERGY, entry("-5")) == "不应为负数；请核对。"
    assert is_settled(ENERGY, entry("-5", note="退回上年多计的电量"))


@pytest.mark.parametrize(("value", "odd"), [("0", False), ("6", False), ("6.01", True), ("-1", True), ("60", True)])
def test_a_mark_lies_between_nought_and_its_maximum(value, odd):
    said = doubt(row("degree", "", "6"), entry(value))
    assert bool(said) is odd
    if odd:
        assert said == f"应在0和6之间，现在是“{value}”。"


@pytest.mark.parametrize("kind", ["text", "long_text", "choice", "check", "yes_no", "computed"])
def test_other_rows_are_never_odd(kind):
    assert doubt(row(kind), entry("一千", "1")) == ""


def test_nothing_typed_is_not_odd():
    assert doubt(ENERGY, {}) == doubt(ENERGY, entry("", "5")) == ""


def test_spaces_are_no_reason():
    assert not is_settled(ENERGY, entry("1248600", "1284.6", "  "))
    assert is_settled(ENERGY, entry("1248600", "1284.6", "并购了二厂"))


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_odd_exactly_from_the_factor_on_in_either_direction(value, last_year):
    ratio = max(value / last_year, last_year / value)
    assert bool(doubt(ENERGY, entry(str(value), str(last_year)))) is (ratio >= FAR)


@given(st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_typed_gives_a_sentence_or_nothing(value, last_year):
    assert isinstance(doubt(ENERGY, entry(value, last_year)), str)
    assert isinstance(is_settled(ENERGY, entry(value, last_year, "x")), bool)
