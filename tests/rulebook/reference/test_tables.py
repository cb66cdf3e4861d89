"""Reference tables for standards: what holds on a day, with its corrections as formulas, and nothing that was not read."""

from datetime import date
from fractions import Fraction

import pytest

from greenlist.engines.scoring.expr import formula
from greenlist.rulebook.reference.energy import LEVELS, READ, Conditions, limit_on, limits
from greenlist.rulebook.reference.tables import names, reference_table
from greenlist.rulebook.reference.units import unit
from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

IN_2024, IN_2026 = date(2024, 5, 27), date(2026, 11, 1)
CEMENT, CLINKER = "GB 16780 水泥 单位产品综合能耗", "GB 16780 水泥熟料 单位产品综合能耗"


def value(code, column, on=IN_2026, **given):
    text = reference_table("energy-limits", on).rows[code].values[column]
    return formula(text).evaluate({name: Fraction(number) for name, number in given.items()})


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("on", [date(2020, 1, 1), IN_2024, IN_2026])
def test_every_row_has_a_known_unit_readable_formulas_and_a_word_for_its_sureness(name, on):
    table = reference_table(name, on)
    for row in table.rows.values():
        assert unit(row.unit).factor > 0
        assert row.confidence in CONFIDENCE_WORDS
        assert set(row.values) == set(table.columns)
        assert all(row.values.values()) or row.why
        for text in filter(None, row.values.values()):
            assert set(formula(text).names) <= set(table.inputs)


def test_only_one_edition_of_a_standard_holds_on_a_day():
    for on in (IN_2024, IN_2026, date(2027, 6, 1)):
        rows = reference_table("energy-limits", on).rows
        in_force = {row.standard: row for row in sorted(limits(), key=lambda r: r.in_force_from) if row.in_force_from <= on}
        assert {row.source.split(" 表")[0] for row in rows.values()} == {row.number for row in in_force.values()}
    assert len(reference_table("energy-limits", date(2027, 6, 1)).rows) == 421


def test_a_value_is_there_where_it_was_read_and_its_correction_is_held():
    rows = reference_table("energy-limits", IN_2024).rows
    for held in limits():
        code = f"{held.standard} {held.product}"
        if rows.get(code) and held.in_force_from <= IN_2024 and held.confidence in READ and not held.correction:
            assert rows[code].values == {level: getattr(held, level) or None for level in LEVELS}


@pytest.mark.parametrize("code", [CEMENT, CLINKER])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("altitude", ["500", "1500", "2500"])
def test_the_formulas_of_cement_say_what_the_lookup_of_limits_says(code, level, altitude):
    given = {"clinker_percent": "70", "altitude_m": altitude, "pressure_pa": "75000"}
    same = limit_on("GB 16780", code[9:], level, IN_2024, Conditions(Fraction(70), Fraction(altitude), Fraction(75000)))
    assert value(code, level, IN_2024, **given) == same.value


def test_cement_with_70_percent_of_clinker():
    """GB 16780—2021 表1 and 5.3: 80 − 5 × 1.10 = 74.5; 87 − 5 × 1.15 = 81.25; 94 − 5 × 1.20 = 88."""
    assert [value(CEMENT, level, clinker_percent="70", altitude_m="0") for level in LEVELS] == [
        80 - 5 * Fraction("1.10"),
        87 - 5 * Fraction("1.15"),
        94 - 5 * Fraction("1.20"),
    ]


def test_the_limits_of_a_converter_are_negative_and_rise_with_the_scrap():
    """GB 21256—2025: −30, −28, −12 kgce/t; 0.23 for each percent of scrap: −30 + 10 × 0.23 = −27.7."""
    no_scrap = {"scrap_percent": "0", "steel_kind_addition": "0"}
    assert [value("GB 21256 转炉工序", level, **no_scrap) for level in LEVELS] == [-30, -28, -12]
    assert value("GB 21256 转炉工序", "advanced", scrap_percent="10", steel_kind_addition="0") == Fraction("-27.7")


def test_sinter_and_blast_furnace_are_corrected_by_their_ore():
    """烧结 43 + 0.15 × 10 + 0.2 × 20 + 1.2 × 5 = 54.5; 高炉 361 + 3.61 × min(5, 62 − 58) = 375.44, at 50 % no more than 5 points."""
    ore = {"rare_earth_ore_percent": "10", "vanadium_ore_percent": "20", "nickel_ore_percent": "5"}
    assert value("GB 21256 烧结工序", "advanced", **ore) == Fraction("54.5")
    furnace = "GB 21256 高炉工序"
    assert value(furnace, "advanced", ore_grade_percent="58", ore_kind_addition="0") == 361 + 4 * Fraction("3.61")
    assert value(furnace, "advanced", ore_grade_percent="50", ore_kind_addition="0") == 361 + 5 * Fraction("3.61")
    assert value(furnace, "advanced", ore_grade_percent="65", ore_kind_addition="9") == 370


def test_a_small_electric_furnace_has_no_second_level():
    row = reference_table("energy-limits", IN_2026).rows["GB 21256 电弧炉工序 容量<50t"]
    assert (row.values["advanced"], row.values["access"]) == ("61 + hot_metal_addition", None)
    assert row.why == "GB 21256-2025 没有规定2级（准入值）"


def test_an_edition_that_has_not_begun_is_not_there():
    assert "GB 21256 转炉工序" not in reference_table("energy-limits", IN_2024).rows


def test_what_was_not_read_is_kept_beside_and_not_used():
    rows = reference_table("energy-benchmarks", IN_2024).rows
    assert {code for code, row in rows.items() if all(row.values.values())} == {
        "3011 水泥熟料 水泥熟料",
        "3140 铁合金 硅铁",
        "3140 铁合金 锰硅合金",
    }
    refinery = rows["2511 炼油 炼油"]
    assert (refinery.values["benchmark"], refinery.printed["benchmark"], refinery.confidence) == (None, "7.5", "RECALLED")
    assert refinery.why == "数值凭记忆录入，没有核对官方文件"
    assert reference_table("energy-benchmarks", date(2023, 7, 3)).rows == {}
    tungsten = next(row for code, row in reference_table("energy-limits", IN_2026).rows.items() if code.startswith("GB 29145"))
    assert (set(tungsten.values.values()), tungsten.confidence, tungsten.why) == ({None}, "GUESS", "数值取自征求意见稿")


def test_a_table_that_is_not_held_is_an_error():
    with pytest.raises(KeyError):
        reference_table("water-quota", IN_2024)
