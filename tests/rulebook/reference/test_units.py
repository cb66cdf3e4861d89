"""Units: exact both ways, compound ones as quotients, another dimension refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.rulebook.reference.units import ALIASES, UnknownUnit, convert, kindred, plain_digits, unit
from greenlist.rulebook.reference.units import _table as table


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("1", "万元", "元", "10000"),
        ("1", "亿元", "万元", "10000"),
        ("1", "t", "kg", "1000"),
        ("1", "万t", "t", "10000"),
        ("1", "kg", "g", "1000"),
        ("1", "hm²", "m²", "10000"),
        ("1", "km²", "hm²", "100"),
        ("1", "万m³", "m³", "10000"),
        ("1", "万kWh", "kWh", "10000"),
        ("1", "kWh", "MJ", "3.6"),
        ("1", "GJ", "MJ", "1000"),
        ("1", "GJ", "kWh", "2500/9"),
        ("1248.6", "tce", "kgce", "1248600"),
        ("1", "tCO₂e", "kgCO₂e", "1000"),
        ("1", "万件", "件", "10000"),
        ("50", "%", "1", "1/2"),
        ("0.5", "1", "%", "50"),
        ("3", "kgce/t", "tce/t", "3/1000"),
        ("3", "kgce/t", "kgce/kg", "3/1000"),
        ("0.2", "tce/万元", "kgce/元", "0.02"),
        ("100", "万元/hm²", "元/m²", "100"),
        ("300", "gce/kWh", "kgce/kWh", "0.3"),
        ("2", "kL", "m³", "2"),
        ("7.5", "kgoe/(t·能量因数)", "kgoe/t·能量因数", "7.5"),
        ("2", "t/kg", "1", "2000"),
    ],
)
def test_conversions_are_exact_both_ways(value, source, target, expected):
    assert convert(Fraction(value), source, target) == Fraction(expected)
    assert convert(Fraction(expected), target, source) == Fraction(value)


SYMBOLS = sorted(table())


@given(st.fractions(max_denominator=10**6), st.sampled_from(SYMBOLS), st.sampled_from(SYMBOLS))
def test_there_and_back_is_the_same_or_both_ways_are_refused(value, one, other):
    if unit(one).dimension == unit(other).dimension:
        assert convert(convert(value, one, other), other, one) == value
    else:
        for source, target in ((one, other), (other, one)):
            with pytest.raises(ValueError, match="cannot become"):
                convert(value, source, target)


@given(st.sampled_from(SYMBOLS), st.sampled_from(SYMBOLS), st.sampled_from(SYMBOLS))
def test_a_way_round_over_a_third_unit_is_the_straight_way(a, b, c):
    if unit(a).dimension == unit(b).dimension == unit(c).dimension:
        assert convert(convert(Fraction(7), a, b), b, c) == convert(Fraction(7), a, c)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_unit_is_itself_and_above_zero(symbol):
    assert convert(Fraction(5, 7), symbol, symbol) == Fraction(5, 7)
    assert unit(symbol).factor > 0


def test_every_dimension_has_a_base_unit():
    dimensions = {unit(s).dimension for s in SYMBOLS}
    assert {unit(s).dimension for s in SYMBOLS if unit(s).factor == 1} == dimensions


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [
        ("m2", "m²"),
        ("hm2", "hm²"),
        ("万 m³", "万m³"),
        ("万m3", "万m³"),
        ("tCO2e", "tCO₂e"),
        ("", "1"),
        (" t ", "t"),
        ("kgce / t", "kgce/t"),
        ("t\u00a0", "t"),
    ],
)
def test_other_ways_to_write_a_unit(typed, symbol):
    assert unit(typed) == unit(symbol)


def test_every_alias_leads_to_a_unit_of_the_table():
    assert set(ALIASES.values()) <= set(table())


@pytest.mark.parametrize("symbol", ["桶", "T", "KG", "吨标煤", "kgce/桶", "桶/t", "a/b/c", "t//kg", "kWh/t/a", "/桶"])
def test_a_unit_that_is_not_in_the_table_is_refused_by_name(symbol):
    with pytest.raises(UnknownUnit, match="is not in the table of units"):
        unit(symbol)


@pytest.mark.parametrize(
    ("source", "target"), [("tce", "元"), ("tce/t", "t/tce"), ("m²", "m³"), ("kWh", "tce"), ("t", "tce"), ("万元/t", "t")]
)
def test_another_dimension_is_refused_with_both_named(source, target):
    with pytest.raises(ValueError) as found:
        convert(Fraction(1), source, target)
    assert str(found.value) == f"{source} ({unit(source).dimension}) cannot become {target} ({unit(target).dimension})"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("１，２８４．６", "1284.6"),
        ("1,284", "1284"),
        ("12 345", "12345"),
        ("−5", "-5"),
        ("－5", "-5"),
        ("\u30005\u00a0", "5"),
        ("5吨", "5吨"),
        ("5\n", "5"),
        ("\r\n5 000\t", "5000"),
        ("1\n2", "1\n2"),
        ("1\r2", "1\r2"),
        ("1\u20282", "1\u20282"),
        ("abc", "abc"),
        ("", ""),
    ],
)
def test_typography_of_numbers_is_put_right_and_nothing_else(typed, plain):
    assert plain_digits(typed) == plain


def test_kindred_units_are_the_others_of_the_same_kind():
    assert kindred("tce") == ["kgce"]
    assert "kg/产品" in kindred("t/产品")
    assert "t/产品" not in kindred("t/产品")
    with pytest.raises(UnknownUnit):
        kindred("石")
