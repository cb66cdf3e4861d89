"""A number as it is typed: read exactly, put right where it is only typography, refused in one Chinese sentence."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.engines.scoring.application import number
from greenlist.engines.scoring.rational import Rational


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1284.6", "1284.6"),
        ("0", "0"),
        ("-5", "-5"),
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1,284.6", "1284.6"),
        ("1，284.6", "1284.6"),
        ("１，２８４.６", "1284.6"),
        ("１２８４．６", "1284.6"),
        (" 12 84.6 ", "1284.6"),
        ("\u300012\u00a0", "12"),
        ("−5", "-5"),
        ("1e3", "1000"),
        ("123456789012345", "123456789012345"),
        ("0.00000000000001", "0.00000000000001"),
        ("0.000000000000001", "1/1000000000000000"),
        ("0.1", "1/10"),
        ("1234567890.12345", "123456789012345/100000"),
    ],
)
def test_a_typed_number_is_read_exactly(text, expected):
    assert number(text) == Fraction(expected)


@pytest.mark.parametrize(
    "text", ["", " ", "abc", "一百", "12吨", "1.2.3", "..", "--5", "1/2", "½", "NaN", "Infinity", "-inf", "0x1f", "12%", "=1+1"]
)
def test_what_is_no_number_is_refused_with_an_example(text):
    with pytest.raises(ValueError) as found:
        number(text)
    assert str(found.value) == f"“{text}”不是数字；请只填数字，例如 1284.6。"


@pytest.mark.parametrize(
    "text", ["1234567890123456", "12345678.12345678", "0.1234567890123456", "1e16", "1e-16", "1e999999999", "-1234567890123456"]
)
def test_more_than_fifteen_digits_are_refused(text):
    with pytest.raises(ValueError) as found:
        number(text)
    assert str(found.value) == f"“{text}”超过15位有效数字；请核对，或换用较大的单位。"


@given(st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e9"), places=4))
def test_every_decimal_is_read_as_itself_however_it_is_typed(value):
    plain = f"{value:f}"
    wide = plain.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)} | {ord("."): "．"})
    assert number(plain) == number(wide) == number(f"{value:,f}") == Fraction(value)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_one_chinese_sentence(text):
    try:
        value = number(text)
    except ValueError as error:
        assert str(error).endswith("。")
    else:
        assert isinstance(value, Rational)
