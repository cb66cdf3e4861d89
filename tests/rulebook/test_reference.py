"""Reference data: credit codes, regions, industries, units, holidays, published lists."""

from datetime import date
from fractions import Fraction

import pytest

from greenlist.rulebook.reference import holidays, industries, published_lists, regions, units
from greenlist.rulebook.reference.credit_code import check_credit_code, is_demo_code, make_demo_code

GOOD = ["913600007363561816", "91360000X12430120H", "91360500716575125F", "91110000600037341L", "91350100M000100Y43"]


@pytest.mark.parametrize("code", GOOD)
def test_a_good_code_passes(code):
    assert check_credit_code(code) == (code, [])


def test_full_width_lower_case_and_spaces_are_put_right():
    assert check_credit_code("９１３６００００ x12430120h ") == ("91360000X12430120H", [])


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91360000158269886P", "末位应为“L”"),
        ("91350100M000100Y4Z", "第18位“Z”不是代码用字"),
        ("9136000073635618", "应为18位，现在是16位"),
    ],
)
def test_a_wrong_code_is_told_where_and_what(code, sentence):
    assert sentence in check_credit_code(code)[1][0]


@pytest.mark.parametrize("serial", [1, 12, 999, 123456])
def test_invented_codes_are_valid_and_of_the_unassigned_division(serial):
    code = make_demo_code(serial)
    assert check_credit_code(code) == (code, [])
    assert is_demo_code(code)


def test_eleven_cities_and_the_new_area():
    assert len(regions.cities()) == 12
    assert len([d for d in regions.divisions().values() if d.kind in {"市辖区", "县级市", "县"}]) == 100
    assert regions.division("360404").name == "柴桑区"
    assert {c.code for c in regions.counties("GJXQ")} == {"360112", "360425", "360482"}


def test_the_industry_tree():
    assert len(industries.industries()) == 1971
    assert industries.industry_name("3011") == "3011 水泥制造"
    assert [i.code for i in industries.path("3011")] == ["C", "30", "301", "3011"]


def test_units_convert_exactly_and_refuse_another_dimension():
    assert units.convert(Fraction(1), "万元", "元") == 10000
    assert units.convert(Fraction("1248.6"), "tce", "kgce") == 1248600
    assert units.convert(Fraction(3), "kgce/t", "tce/t") == Fraction(3, 1000)
    with pytest.raises(ValueError, match="cannot become"):
        units.convert(Fraction(1), "tce", "元")
    with pytest.raises(units.UnknownUnit):
        units.unit("桶")


def test_working_days_know_holidays_and_moved_days():
    assert holidays.working_days_after(date(2024, 4, 30), 1) == date(2024, 5, 6)
    assert holidays.is_working_day(date(2024, 5, 11))
    assert holidays.working_days_before(date(2024, 5, 27), 2) == date(2024, 5, 23)
    with pytest.raises(holidays.YearNotHeld):
        holidays.is_working_day(date(2030, 1, 1))


def test_every_published_row_is_kept():
    rows = list(published_lists.published_rows())
    assert len(rows) == 2482
    assert {r.category for r in rows} == {"factory", "park", "supply_chain"}
    assert all(r.name for r in rows)
