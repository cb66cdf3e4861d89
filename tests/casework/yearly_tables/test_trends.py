"""The figures of a unit over the years, and their drawing."""

from fractions import Fraction
from random import Random

from greenlist.casework.yearly_tables.trends import trend_of
from greenlist.portals.shared.sparkline import spark
from greenlist.rehearsal.yearly import file_filled


def test_the_first_version_tells_two_years_and_benchmarks_stay_out(year):
    site = year.province.unit.site
    assert trend_of(site, "factory").years == ()
    made = file_filled(year.tables[0], year.province.unit.engineer, Random(1))
    found = trend_of(site, "factory")
    assert (found.years, found.scores) == ((2022, 2023), ("", made.score))
    assert found.lines and all(len(line.values) == 2 and any(line.exact) for line in found.lines)
    assert [line.label for line in found.lines if "平均值" in line.label or "限额" in line.label] == []
    assert trend_of(site, "park").years == ()


def test_the_yearly_table_tells_its_year_though_an_application_came_later(year):
    site = year.province.unit.site
    made = file_filled(year.tables[0], year.province.unit.engineer, Random(1))
    case = year.province.application_at("submitted")
    assert case.site == site and case.filing.data_year == made.filing.data_year
    assert case.filing.versions.get().score != made.score
    assert trend_of(site, "factory").scores[-1] == made.score


def test_a_line_breaks_where_a_year_is_missing_and_one_year_is_no_line():
    assert spark([Fraction(1), None]) is None
    drawn = spark([Fraction(1), Fraction(3), None, Fraction(2)])
    assert (drawn.runs, drawn.points) == (("5,22 55,5",), ((5, 22), (55, 5), (155, 14)))
    assert spark([Fraction(2), Fraction(2)]).points == ((5, 5), (155, 5))
