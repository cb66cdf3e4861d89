"""The platform's general form of 2025 by hand: three products weighted by their energy, brackets, what does not apply.

Rows and points: an unofficial copy, read cell by cell; lead and base numbers there are a guess, and marked so.
"""

from datetime import date
from fractions import Fraction

import pytest

from greenlist.engines.scoring import compile_plan, load_standard, read_application, score
from greenlist.engines.scoring.authoring.cases import run_tests
from greenlist.rulebook.standards import standard_file

SOURCE = load_standard(standard_file("miit-general", "2025"))
PLAN = compile_plan(SOURCE, date(2025, 10, 20))
CEMENT, CLINKER, INGOT = "GB 16780 水泥 单位产品综合能耗", "GB 16780 水泥熟料 单位产品综合能耗", "GB 21346 电解铝 铝锭综合单耗"


def result(**content):
    return score(PLAN, read_application(PLAN, content))


def energy(*products):
    """The result of E1 of a factory with a limit and these products."""
    return result(inputs={"has_energy_limit": "是"}, rows={"products": list(products)}).items["E1"]


def test_twenty_rows_and_their_points():
    points = {group.id: [int(item.points) for item in group.items] for group in PLAN.groups}
    assert points == {"E": [11, 11, 8, 4], "R": [4, 4, 6, 4, 4], "P": [6, 4, 4, 4, 4], "G": [4, 4, 6], "L": [4, 2, 2]}
    assert [sum(row) for row in points.values()] == [34, 22, 22, 14, 8]


def test_three_products_weighted_by_their_energy():
    """水泥（熟料75%）、熟料、铝锭，权重是各自的综合能耗。"""
    found = energy(
        {"product": CEMENT, "product_energy": "8000", "product_output": "100000", "clinker_percent": "75"},
        {"product": CLINKER, "product_energy": "5175", "product_output": "50000"},
        {"product": INGOT, "product_energy": "1700", "product_output": "1000"},
    )
    cement = Fraction(1)  # 8000 / 100000 t = 80 kgce/t: level 1
    clinker = (Fraction("103.5") - 107) / (100 - 107)  # 5175 / 50000 = 103.5; (103.5 − 107) / (100 − 107) = 1/2
    ingot = Fraction(0)  # 1700 / 1000 t = 1700 kgce/t, worse than level 2, 1680
    # (1 × 8000 + 1/2 × 5175 + 0 × 1700) / (8000 + 5175 + 1700) = 10587.5 / 14875 = 0.71176…; 11 × that = 7.8294…
    by_hand = 11 * (cement * 8000 + clinker * 5175 + ingot * 1700) / (8000 + 5175 + 1700)
    assert (found.points, clinker) == (by_hand, Fraction(1, 2))
    assert round(found.points, 4) == Fraction("7.8294")


def test_two_products_and_an_empty_third_row():
    """(1 × 8000 + 1/2 × 2070) / 10070 × 11 = 9.8694."""
    found = energy(
        {"product": CEMENT, "product_energy": "8000", "product_output": "100000", "clinker_percent": "75"},
        {"product": CLINKER, "product_energy": "2070", "product_output": "20000"},
    )
    assert found.points == 11 * Fraction(9035, 10070)


def test_a_product_filled_in_by_half_is_a_gap_and_no_smaller_sum():
    half = energy(
        {"product": CEMENT, "product_energy": "8000", "product_output": "100000", "clinker_percent": "75"}, {"product_energy": "9000"}
    )
    assert (half.status, half.points) == ("missing", 0)


def test_a_product_that_is_not_chosen_has_no_limits_of_its_own_only_where_the_unit_says_so():
    """90 t for 1,000 t: 0.09; (0.09 − 0.1) / (0.08 − 0.1) = 1/2; 11 × 1/2."""
    cited = {"product_energy": "90", "product_output": "1000", "product_advanced": "0.08", "product_access": "0.1"}
    assert energy({**cited, "product": "没有适用的能耗限额"}).points == Fraction("5.5")
    unchosen = energy(cited)
    assert (unchosen.status, unchosen.points) == ("missing", 0)
    assert unchosen.note == "单位产品综合能耗：还没有选“产品1：产品”；没有的请选“没有适用的能耗限额”"
    second = energy({**cited, "product": "none"}, {**cited, "product": ""})
    assert (second.status, second.note[:18]) == ("missing", "单位产品综合能耗：还没有选“产品2：")


@pytest.mark.parametrize(
    ("tce", "lead"),
    [("10000", "4.31"), ("9999.9", "11.9"), ("5000", "11.9"), ("4999", "7.93"), ("3000", "7.93"), ("2999.9", "33.03"), ("1", "33.03")],
)
def test_the_lead_value_of_renewable_energy_goes_by_the_energy_of_the_year(tce, lead):
    """Half of the lead value gives half of 8 points; the base value is 0."""
    half = Fraction(lead) / 2 * Fraction(tce) / 100
    digits = format(float(half), ".9f")
    found = result(inputs={"energy": tce, "renewable_energy": digits}).items["E3"]
    assert found.points == 8 * (Fraction(digits) / Fraction(tce) * 100) / Fraction(lead)
    assert round(found.points, 6) == 4


def test_without_a_limit_the_energy_of_an_output_value_counts():
    """2000 tce = 2,000,000 kgce on 10,000 万元: 200 kgce/万元; (200 − 300) / (100 − 300) = 1/2; 11 × 1/2 = 5.5."""
    inputs = {"has_energy_limit": "否", "energy": "2000", "output_value": "10000"}
    cited = {"value_energy_advanced": "100", "value_energy_average": "300"}
    assert result(inputs=inputs | cited).items["E1"].points == Fraction("5.5")
    assert result(inputs=inputs).items["E1"].status == "missing"


def test_three_years_of_projects_and_investment():
    """(4 + 4 + 3) / 3 = 3.666…; (3.6667 − 3.6) / (3.67 − 3.6) = 20/21; 4 × 20/21. (30 + 70 + 60) / 30000 = 0.5333… %: 10/21."""
    years = {
        "projects": {"years": {"2024": "4", "2023": "4", "2022": "3"}},
        "investment": {"years": {"2024": "30", "2023": "70", "2022": "60"}},
    }
    output = {"output_value": {"years": {"2024": "10000", "2023": "10000", "2022": "10000"}}}
    found = result(inputs=years | output).items
    assert found["P2"].points == 4 * (Fraction(11, 3) - Fraction("3.6")) / (Fraction("3.67") - Fraction("3.6")) == 4 * Fraction(20, 21)
    assert found["P3"].points == 4 * (Fraction(160, 300) - Fraction("0.5")) / (Fraction("0.57") - Fraction("0.5")) == 4 * Fraction(10, 21)


def test_what_does_not_apply_gives_its_points_to_the_rest_of_its_class():
    """P4 does not apply: of 22 points 18 are asked; 6 + 4 got of them count 10 × 22/18 = 12.22."""
    inputs = {"techniques": "5", "projects": "4", "projects[-1]": "4", "projects[-2]": "4"}
    found = result(inputs=inputs, not_applicable={"P4": "没有工业废水排放（演示）"})
    clean = next(group for group in found.groups if group.id == "P")
    assert clean.weighted == 10 * Fraction(22, 18)


def test_what_is_not_known_to_be_official_is_never_called_so():
    assert {item.scoring_confidence for item in PLAN.items.values()} == {"GUESS"}
    assert {item.points_confidence for item in PLAN.items.values()} == {"VERIFIED-UNOFFICIAL"}
    assert {c["id"] for c in PLAN.conventions} >= {"attribution", "bonus", "not_applicable", "top_products"}
    assert not any(group.bonus for group in PLAN.groups), "the bonus items of another province are not ours"


def test_its_own_tests_hold():
    assert run_tests(SOURCE)[0] == []
