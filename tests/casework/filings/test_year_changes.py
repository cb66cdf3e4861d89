"""A declared figure beside last year's: exact change, largest first, benchmarks left out."""

from fractions import Fraction

from greenlist.casework.filings.forms import Row
from greenlist.casework.filings.selectors import year_change, year_changes

ENERGY = Row("energy", "quantity", "综合能源消费量", "7.1", True, unit="tce")


def test_the_change_is_exact_and_in_percent():
    found = year_change(ENERGY, {"value": "98.6", "last_year": "100"})
    assert (found.label, found.unit, found.percent) == ("综合能源消费量", "tce", Fraction(-14, 10))


def test_a_year_missing_or_unreadable_gives_no_comparison():
    assert year_change(ENERGY, {"value": "98.6"}) is None
    assert year_change(ENERGY, {"value": "约一百", "last_year": "100"}) is None


def test_from_nothing_to_something_has_no_percentage():
    assert year_change(ENERGY, {"value": "5", "last_year": "0"}).percent is None


def test_the_largest_change_comes_first_and_benchmarks_stay_out(province):
    case = province.application_at("submitted")
    found = year_changes(case.filing.versions.get())
    sizes = [abs(c.percent) for c in found if c.percent is not None]
    assert sizes == sorted(sizes, reverse=True)
    assert [c.label for c in found if "行业平均值" in c.label] == []
