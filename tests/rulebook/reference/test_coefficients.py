"""Coefficients of GB/T 2589: each against its heating value, none taken that is not there."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from greenlist.rulebook.reference.coefficients import BY_YEAR, coefficient, coefficient_rows, coefficients, editions, in_force, used
from greenlist.rulebook.reference.tables import COEFFICIENTS, reference_table
from greenlist.rulebook.reference.units import unit
from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

E2020 = coefficients("gbt-2589", "2020")
ROWS = [(edition, row) for edition in editions() for row in edition.rows.values()]
LAST_DIGIT = Fraction(1, 10**4)


@pytest.mark.parametrize(("edition", "row"), ROWS, ids=[f"{e.edition} {r.name}" for e, r in ROWS])
def test_a_row_is_whole_and_agrees_with_its_heating_value(edition, row):
    """value = heating value / 29307.6 kJ, to the last of its four digits; the ends of a range as well."""
    assert unit(row.unit).factor > 0
    assert row.confidence in CONFIDENCE_WORDS and row.clause
    assert [row.value is not None, row.range is not None, row.is_by_year].count(True) == 1
    if row.ncv:
        printed = row.range or (row.value, row.value)
        for heat, value in zip(row.ncv, printed, strict=True):
            assert abs(heat / edition.standard_coal_kj - value) < LAST_DIGIT


def test_diesel_electricity_and_heat():
    """柴油 42705 / 29307.6 = 1.4571; 1 kWh = 3600 kJ, 3600 / 29307.6 = 0.1228…, printed 0.1229; 1 MJ = 1000 / 29307.6 = 0.03412."""
    assert used("gbt-2589/2020#柴油").value == Fraction("1.4571")
    assert abs(Fraction(42705) / Fraction("29307.6") - Fraction("1.4571")) < LAST_DIGIT
    assert coefficient("gbt-2589/2020#电力（当量值）").value == Fraction("0.1229")
    assert abs(Fraction(3600) / Fraction("29307.6") - Fraction("0.1229")) < LAST_DIGIT
    assert round(1000 / Fraction("29307.6"), 5) == coefficient("gbt-2589/2020#热力（当量值）").value == Fraction("0.03412")


def test_a_measured_heating_value_comes_before_the_value_of_the_standard():
    """原煤 measured 23,000 kJ/kg: 23000 / 29307.6 = 0.7848 instead of 0.7143."""
    assert used("gbt-2589/2020#原煤").value == Fraction("0.7143")
    measured = used("gbt-2589/2020#原煤", measured_ncv=Fraction(23000))
    assert (measured.value, measured.source) == (Fraction(23000) / Fraction("29307.6"), "实测低位发热量")
    assert used("gbt-2589/2020#新水", measured_ncv=Fraction(1)).value == Fraction("0.2571"), "water has no heating value"


def test_natural_gas_is_a_range_and_asks_for_the_value_used_and_its_source():
    gas = "gbt-2589/2020#天然气"
    assert (used(gas).value, used(gas).why) == (None, "标准给出的是范围 1.1000～1.3300，须写明取用的值和出处")
    assert used(gas, told=Fraction("1.2143")).why == "填写了系数，没有写明出处"
    assert used(gas, told=Fraction("1.2143"), told_source="  ").value is None
    assert used(gas, told=Fraction("1.4"), told_source="供气合同").why == "填写的系数不在标准给出的 1.1000～1.3300 之内"
    told = used(gas, told=Fraction("1.2143"), told_source="供气合同")
    assert (told.value, told.source, told.why) == (Fraction("1.2143"), "供气合同", "")
    assert used(gas, told=Fraction("1.3300"), told_source="附录A 上限").value == Fraction("1.33")


def test_the_equivalent_value_of_electricity_is_of_its_year_and_is_not_held():
    power = "gbt-2589/2020#电力（等价值）"
    assert (used(power).value, used(power).why) == (None, "电力（等价值）每年不同，没有录入，须写明取用的值和出处")
    assert used(power, told=Fraction("0.3015"), told_source="某年统计公报").value == Fraction("0.3015")


def test_low_pressure_steam_stands_in_the_edition_of_2008_only():
    assert used("gbt-2589/2008#蒸汽（低压）").value == Fraction("128.6")
    assert "蒸汽（低压）" not in E2020.rows
    assert [in_force("gbt-2589", on).edition for on in (date(2021, 3, 31), date(2021, 4, 1))] == ["2008", "2020"]


def test_what_is_not_held_is_an_error():
    for reference in ("gbt-2589/2020#桦木", "gbt-2589/1990#原煤", "nothing/1#原煤", "原煤"):
        with pytest.raises(KeyError):
            coefficient(reference)
    with pytest.raises(KeyError):
        in_force("gbt-2589", date(2000, 1, 1))


def test_every_coefficient_and_heating_value_is_counted_with_its_sureness_also_where_there_is_none():
    assert E2020.sureness.total() == 2 * len(E2020.rows)
    assert coefficients("gbt-2589", "2008").sureness == {"VERIFIED-SECONDARY": 2}
    assert set(E2020.sureness) <= set(CONFIDENCE_WORDS)


def with_rows(name, **said):
    """Every row held, the one of a name in the edition of 2020 as it is said."""
    return tuple(replace(row, **said) if (row.edition, row.name) == ("2020", name) else row for row in coefficient_rows())


def test_every_reader_takes_the_rows_that_somebody_has_checked():
    rows = with_rows("柴油", value="1.5", ncv="43961.4", confidence="VERIFIED")
    diesel = "gbt-2589/2020#柴油"
    assert (used(diesel, rows=rows).value, used(diesel).value) == (Fraction("1.5"), Fraction("1.4571"))
    assert (coefficient(diesel, rows).confidence, coefficient(diesel, rows).ncv) == ("VERIFIED", (Fraction("43961.4"),) * 2)
    assert in_force("gbt-2589", date(2024, 5, 27), rows).sureness["VERIFIED"] == 2
    assert [len(edition.rows) for edition in editions(rows)] == [1, 42] == [len(edition.rows) for edition in editions()]
    table = reference_table(COEFFICIENTS, date(2024, 5, 27), rows)
    assert (table.rows[diesel].values, table.rows[diesel].confidence) == ({"value": "1.5"}, "VERIFIED")
    assert reference_table(COEFFICIENTS, date(2024, 5, 27), ()).rows == {} == coefficients("gbt-2589", "2020", ()).rows


@pytest.mark.parametrize(
    ("value", "why", "wanted"),
    [
        ("1.4～1.5", "没有单一的值（1.4～1.5）", "标准给出的是范围 1.4000～1.5000，须写明取用的值和出处"),
        (BY_YEAR, "没有单一的值（按年度取值）", "柴油每年不同，没有录入，须写明取用的值和出处"),
        ("", "没有单一的值", "标准没有给出柴油的系数，须写明取用的值和出处"),
    ],
)
def test_a_row_without_one_number_gives_none_and_says_why(value, why, wanted):
    rows, diesel = with_rows("柴油", value=value), "gbt-2589/2020#柴油"
    row = reference_table(COEFFICIENTS, date(2024, 5, 27), rows).rows[diesel]
    assert (row.values, row.why, row.printed.get("value", "")) == ({"value": None}, why, value)
    assert (used(diesel, rows=rows).value, used(diesel, rows=rows).why) == (None, wanted)
    assert coefficients("gbt-2589", "2020", rows).sureness.total() == E2020.sureness.total()


def test_a_row_is_text_as_it_stands_in_the_file():
    rows = {row.reference: row for row in coefficient_rows()}
    gas, power = rows["gbt-2589/2020#天然气"], rows["gbt-2589/2020#电力（等价值）"]
    assert (gas.value, gas.ncv, gas.single) == ("1.1000～1.3300", "32238～38979", "")
    assert (power.value, power.ncv, power.basis) == (BY_YEAR, "", "等价值")
    assert rows["gbt-2589/2020#洗精煤"].single == "0.9000"
