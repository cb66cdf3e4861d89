"""A value beside last year's, exact at the ends of the range."""

from fractions import Fraction

import pytest

from greenlist.rulebook.yearly.changes import expected, is_unexpected

THIRTY = Fraction(30)


@pytest.mark.parametrize(
    ("value", "last_year", "odd"),
    [("130", "100", False), ("130.01", "100", True), ("70", "100", False), ("69.99", "100", True), ("0.39", "0.3", False), ("0.391", "0.3", True),
     ("-70", "-100", False), ("-69", "-100", True), ("5", "0", True), ("0", "0", False), ("0", "4", True)],
)  # fmt: skip
def test_a_value_outside_the_range_warns(value, last_year, odd):
    assert is_unexpected(Fraction(value), Fraction(last_year), THIRTY) is odd


def test_the_range_is_exact_and_there_is_none_around_nothing():
    found = expected(Fraction("1284.6"), THIRTY)
    assert (found.low, found.high) == (Fraction("899.22"), Fraction("1669.98"))
    assert expected(Fraction(0), THIRTY) is None
