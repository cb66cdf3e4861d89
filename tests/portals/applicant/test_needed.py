"""The value there is and the value needed: never a value that reads as enough and is not, never one to reach that is short of the line."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.engines.scoring.explaining.backwards import Needed, safe
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import fraction, shown
from greenlist.portals.applicant.views.needed import has_now, wanted

FIGURES = st.fractions(min_value=Fraction(1, 10**6), max_value=10**7)


def needing(value, *, is_higher=True, unit="%"):
    value = Rational(value)
    return Needed("综合利用率", value, safe(value, is_higher), unit, is_higher)


@pytest.mark.parametrize(("text", "needed", "said"), [
    ("73.3077", needing(75), "73.3%"),
    ("11.7751", needing(15), "11.77%"),
    ("2.3835", needing(3), "2.383%"),
    ("1382.7254", needing(1500, unit="元/m3"), "1,382.72\u00a0元/m³"),
    ("0.1337", needing("0.12", is_higher=False, unit="kg/产品"), "0.1337\u00a0kg/产品"),
    ("0.18863", needing("0.12", is_higher=False, unit="tce/产品"), "0.1887\u00a0tce/产品"),
    ("79.9999", needing(80), "79.99%"),
    ("80", needing(80), "80%"),
    ("65", needing(100), "65%"),
    ("0", needing(3), "0%"),
    ("-3.14159", needing(3, unit="万元"), "−3.142\u00a0万元"),
    ("否", needing(3, unit=""), "否"),
])  # fmt: skip
def test_the_value_there_is_has_the_decimals_of_the_needed_one_and_is_never_rounded_up_to_it(text, needed, said):
    assert has_now(text, needed) == said


def test_where_shortening_would_read_as_the_needed_value_every_decimal_stays():
    assert has_now("80.0004", needing(80)) == "80.0004%"
    assert has_now("79.9996", needing(80, is_higher=False)) == "79.9996%"


def test_the_needed_value_is_written_with_commas_and_signs_and_none_is_nothing():
    assert wanted(needing(1500, unit="元/m3")) == "不低于 1,500 元/m³"
    assert wanted(needing("33.3333333")) == "不低于 33.34%"
    assert wanted(needing("33.3333333", is_higher=False)) == "不高于 33.33%"
    assert wanted(None) == ""


@given(FIGURES, FIGURES, st.booleans())
def test_what_falls_short_is_shown_short_and_what_is_told_to_reach_suffices(has, line, is_higher):
    needed = needing(line, is_higher=is_higher, unit="")
    told = fraction(needed.shown)
    assert told >= line if is_higher else told <= line
    text = shown(Rational(has.numerator, has.denominator), 4)  # as the engine shows a value
    said = fraction(has_now(text, needed).replace(",", ""))
    exact = fraction(text)
    assert said <= exact if is_higher else said >= exact
    if (exact < line) if is_higher else (exact > line):
        assert (said < line) if is_higher else (said > line)
    assert exact == 0 or abs(said - exact) <= max(abs(exact), 1) / 100
