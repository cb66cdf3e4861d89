"""GB/T 8170: once, half to even, to an interval; and how figures are written."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import (
    added,
    decimal_places,
    decimal_text,
    fraction,
    round_to,
    shown,
    shown_part,
    shown_within,
)

INTERVALS = ["0.01", "0.5", "0.2", "1", "0.1", "0.05", "10"]


def rounded(value: str, interval: str) -> str:
    step = Fraction(interval)
    return decimal_text(round_to(Fraction(value), step), step)


@pytest.mark.parametrize(
    ("value", "interval", "expected"),
    [
        # to a hundredth: a half goes to the even digit, more than a half goes up
        ("84.995", "0.01", "85.00"),
        ("84.985", "0.01", "84.98"),
        ("84.975", "0.01", "84.98"),
        ("84.9949999999", "0.01", "84.99"),
        ("84.9850000001", "0.01", "84.99"),
        ("0.005", "0.01", "0.00"),
        ("0.015", "0.01", "0.02"),
        ("2/3", "0.01", "0.67"),
        ("1/3", "0.01", "0.33"),
        # to a half: multiples 0, 0.5, 1.0 …; the even multiple is the whole number
        ("0.25", "0.5", "0.0"),
        ("0.75", "0.5", "1.0"),
        ("1.25", "0.5", "1.0"),
        ("60.25", "0.5", "60.0"),
        ("60.38", "0.5", "60.5"),
        ("60.75", "0.5", "61.0"),
        # to a fifth: the even multiples are 0.0, 0.4, 0.8 …
        ("0.1", "0.2", "0.0"),
        ("0.3", "0.2", "0.4"),
        ("7.1", "0.2", "7.2"),
        ("7.3", "0.2", "7.2"),
        ("830.2", "0.2", "830.2"),
        ("840.11", "0.2", "840.2"),
        # whole numbers and tens
        ("0.5", "1", "0"),
        ("1.5", "1", "2"),
        ("2.5", "1", "2"),
        ("25", "10", "20"),
        ("35", "10", "40"),
    ],
)
def test_a_half_goes_to_the_even_multiple(value, interval, expected):
    assert rounded(value, interval) == expected


@pytest.mark.parametrize(
    ("value", "interval", "expected"),
    [
        ("-2.5", "1", "-2"),
        ("-3.5", "1", "-4"),
        ("-84.995", "0.01", "-85.00"),
        ("-0.25", "0.5", "0.0"),
        ("-0.75", "0.5", "-1.0"),
        ("-0.1", "0.2", "0.0"),
        ("-0.3", "0.2", "-0.4"),
        ("-0.001", "0.01", "0.00"),
    ],
)
def test_a_negative_number_is_rounded_by_its_size_and_zero_bears_no_sign(value, interval, expected):
    assert rounded(value, interval) == expected


@given(st.fractions(max_denominator=10**6), st.sampled_from(INTERVALS))
def test_rounding_is_a_mirror_at_zero(value, interval):
    assert round_to(-value, Fraction(interval)) == -round_to(value, Fraction(interval))


@given(st.fractions(max_denominator=10**6), st.sampled_from(INTERVALS))
def test_rounding_twice_changes_nothing(value, interval):
    once = round_to(value, Fraction(interval))
    assert round_to(once, Fraction(interval)) == once


@given(st.fractions(max_denominator=10**6), st.sampled_from(INTERVALS))
def test_no_multiple_is_nearer_and_a_tie_is_even(value, interval):
    step = Fraction(interval)
    found = round_to(value, step)
    multiple = found / step
    assert multiple.denominator == 1
    assert abs(found - value) <= step / 2
    if abs(found - value) == step / 2:
        assert multiple.numerator % 2 == 0


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=5))
def test_the_standard_library_agrees_at_a_hundredth(value):
    expected = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
    assert Fraction(rounded(str(value), "0.01")) == Fraction(expected)


def test_rounding_in_two_steps_would_give_another_digit():
    value = Fraction("0.4549")
    assert rounded("0.4549", "0.01") == "0.45"
    assert round_to(round_to(value, Fraction("0.001")), Fraction("0.01")) == Fraction("0.46")


@pytest.mark.parametrize(
    ("value", "interval", "expected"),
    [
        ("85", "0.01", "85.00"),
        ("0", "0.01", "0.00"),
        ("-1/2", "0.5", "-0.5"),
        ("-0.01", "0.01", "-0.01"),
        ("0.07", "0.01", "0.07"),
        ("12", "1", "12"),
        ("-3", "1", "-3"),
    ],
)
def test_a_rounded_value_is_written_with_the_places_of_its_interval(value, interval, expected):
    assert decimal_text(Fraction(value), Fraction(interval)) == expected


def test_a_value_that_was_not_rounded_is_refused():
    with pytest.raises(ValueError, match="round it first"):
        decimal_text(Fraction(1, 3), Fraction("0.01"))


@pytest.mark.parametrize(("interval", "places"), [("1", 0), ("10", 0), ("0.5", 1), ("0.2", 1), ("0.05", 2), ("0.01", 2), ("1/8", 3)])
def test_the_places_of_an_interval(interval, places):
    assert decimal_places(Fraction(interval)) == places


def test_an_interval_without_an_end_or_of_more_than_twelve_places_is_refused():
    assert decimal_places(Fraction(1, 10**12)) == 12
    for interval in (Fraction(1, 3), Fraction(1, 10**13)):
        with pytest.raises(ValueError, match="does not terminate"):
            decimal_places(interval)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("5", 2, "5"),
        ("-5", 2, "-5"),
        ("1/2", 2, "0.5"),
        ("2/3", 2, "0.67"),
        ("2/3", 4, "0.6667"),
        ("-2/3", 2, "-0.67"),
        ("0.125", 2, "0.12"),
        ("0.135", 2, "0.14"),
        ("0.999", 2, "1"),
        ("100.004", 2, "100"),
        ("0.001", 2, "0"),
        ("-0.001", 2, "0"),
        ("-1/3", 2, "-0.33"),
        ("12.5", 0, "12"),
        ("13.5", 0, "14"),
        ("100.4", 0, "100"),
    ],
)
def test_an_intermediate_figure_is_shown_without_idle_zeros(value, places, expected):
    assert shown(Fraction(value), places) == expected


@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=1000), st.integers(min_value=0, max_value=6))
def test_what_is_shown_is_within_half_of_the_last_place(value, places):
    text = shown(value, places)
    assert abs(Fraction(text) - value) <= Fraction(1, 2 * 10**places)
    assert text != "-0"
    assert not ("." in text and text.endswith("0"))


HUGE_TINY_OR_TIED = st.one_of(
    st.fractions(),
    st.fractions(max_denominator=10**4),
    st.builds(Fraction, st.integers(-(10**40), 10**40), st.integers(1, 10**40)),
    st.builds(lambda halves, places: Fraction(halves, 2 * 10**places), st.integers(-(10**9), 10**9), st.integers(0, 6)),
)


@given(HUGE_TINY_OR_TIED, st.integers(min_value=0, max_value=6), st.sampled_from([Fraction, Rational]))
def test_what_is_shown_is_what_is_rounded_in_either_number(value, places, kind):
    step = Fraction(1, 10**places)
    text = decimal_text(round_to(value, step), step)
    wanted = text.rstrip("0").rstrip(".") if "." in text else text
    assert shown_part(kind(value), places) == shown(kind(value), places) == wanted


@given(st.lists(st.fractions(max_denominator=997), max_size=12))
def test_adding_over_one_denominator_is_adding(values):
    assert added(values) == sum(values, Fraction(0))


@pytest.mark.parametrize(
    ("text", "expected"), [("0.1", (1, 10)), ("43/8", (43, 8)), ("-2.50", (-5, 2)), ("0.2/0.3", (2, 3)), ("7", (7, 1))]
)
def test_numbers_of_a_standard_are_read_exactly(text, expected):
    assert fraction(text) == Fraction(*expected)


NO_NUMBERS = [
    "",
    "abc",
    "1/0",
    "1/",
    "/2",
    "NaN",
    "Infinity",
    "1/2/3",
    "50%",
    "1e3",
    "1E999999999",
    "9" * 31,
    "１２",
    ".5",
    "5.",
    " 1",
    "+1",
    "1_0",
    "1/-0",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_a_value_error(text):
    with pytest.raises(ValueError, match="is not a number"):
        fraction(text)


def test_of_a_long_text_that_is_no_number_forty_characters_are_told():
    with pytest.raises(ValueError, match=rf"^'{'a' * 40}' is not a number; write it as 0.1 or 43/8$"):
        fraction("a" * 41)


@pytest.mark.parametrize(
    ("value", "most", "text"),
    [
        ("25/6", "25/6", "4.1666"),
        ("25/6", "5", "4.17"),
        ("2", "2", "2"),
        ("1/3", "1/3", "0.33"),
        ("2/3", "2/3", "0.6666"),
        ("3", "2", "3"),
        ("14/3", "4", "4.67"),
        ("4.169", "4.17", "4.17"),
    ],
)
def test_a_mark_as_shown_is_never_above_its_maximum(value, most, text):
    assert shown_within(Fraction(value), Fraction(most)) == text
