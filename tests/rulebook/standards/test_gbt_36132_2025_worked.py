"""GB/T 36132—2025 by hand: one factory from its figures to its total, the edges of the line, limits of cement, steel and none.

Formulas: annex B; points: annex C, table C.1; the straight line between base and lead: chapter 5. Every step is written out.
"""

from datetime import date
from fractions import Fraction

import pytest

from greenlist.engines.scoring import compile_plan, form_of, load_standard, read_application, score
from greenlist.engines.scoring.authoring.cases import run_tests
from greenlist.engines.scoring.compiling import NotInForce
from greenlist.rulebook.standards import standard_file

SOURCE = load_standard(standard_file("gbt-36132", "2025"))
IN_MAY, IN_NOVEMBER = (compile_plan(SOURCE, day) for day in (date(2026, 5, 27), date(2026, 11, 1)))
CEMENT, CONVERTER = "GB 16780 水泥 单位产品综合能耗", "GB 21256 转炉工序"
SMALL_FURNACE, LARGE_FURNACE = "GB 21256 电弧炉工序 容量<50t", "GB 21256 电弧炉工序 容量≥70t"
GATES = dict.fromkeys(("4.2a", "4.2b", "4.2c"), "met")
ASKED = """\
  scrap_percent: {label: 转炉废钢比, unit: "%", clause: GB 21256—2025, confidence: VERIFIED-SECONDARY}
  steel_kind_addition: {label: 转炉按钢种的修正, unit: kgce/t, clause: GB 21256—2025, confidence: VERIFIED-SECONDARY}
  hot_metal_addition: {label: 电弧炉按热装铁水的修正, unit: kgce/t, clause: GB 21256—2025, confidence: VERIFIED-SECONDARY}
"""


@pytest.fixture(scope="module")
def steel(tmp_path_factory):
    """The same standard as one for steel would have it: it also asks what the corrections of steel need."""
    text = standard_file("gbt-36132", "2025").read_text(encoding="utf-8")
    file = tmp_path_factory.mktemp("steel") / "2025.yaml"
    file.write_text(text.replace("\ninputs:\n", f"\ninputs:\n{ASKED}"), encoding="utf-8")
    return compile_plan(load_standard(file), date(2026, 11, 1))


def result(inputs, items=None, plan=IN_MAY):
    return score(plan, read_application(plan, {"inputs": inputs, "items": {**GATES, **(items or {})}}))


def energy(plan=IN_MAY, **inputs):
    """The points of E1 of a factory that counts by product."""
    return result({"by_product": "是", **inputs}, plan=plan).items["E1"]


def test_a_ceramics_factory_by_output_value():
    """一个按单位产值计算的工厂：五个一级指标逐项算到总分。"""
    figures = {
        "by_product": "否", "counts_waste_gas": "否", "output_value": "20000", "output_value[-1]": "18000", "output_value[-2]": "12000",
        "energy": "3000", "value_energy_advanced": "0.1", "value_energy_average": "0.2",
        "carbon": "9000", "value_carbon_advanced": "0.4", "value_carbon_average": "0.5",
        "renewable_energy": "450", "renewable_advanced": "20", "renewable_average": "10",
        "material": "5000", "value_material_advanced": "0.3", "value_material_average": "0.4",
        "water": "50000", "value_water_advanced": "2", "value_water_average": "4",
        "water_reused": "200000", "water_reuse_advanced": "90", "water_reuse_average": "70",
        "solid_waste": "950", "solid_waste_stored_before": "50", "solid_waste_used": "850", "solid_waste_advanced": "95",
        "solid_waste_average": "75",
        "investment": "300", "investment[-1]": "100", "investment[-2]": "100", "investment_advanced": "1.5", "investment_average": "0.5",
        "pollutant": "400", "value_pollutant_advanced": "0.01", "value_pollutant_average": "0.03",
        "land_area": "50000", "land_output_advanced": "0.5", "land_output_average": "0.3",
    }  # fmt: skip
    found = result(figures, {"E4": "6", "P1": "4.8", "G1": "8", "G2": "4"})
    by_hand = {
        # B.2: 3000 / 20000 = 0.15 tce/万元; (0.15 − 0.2) / (0.1 − 0.2) = 1/2; 8 × 1/2
        "E1": 8 * (Fraction("0.15") - Fraction("0.2")) / (Fraction("0.1") - Fraction("0.2")),
        # B.4: 9000 / 20000 = 0.45 tCO₂/万元; (0.45 − 0.5) / (0.4 − 0.5) = 1/2; 8 × 1/2
        "E2": Fraction(4),
        # B.5: 450 / 3000 = 15 %; (15 − 10) / (20 − 10) = 1/2; 8 × 1/2
        "E3": Fraction(4),
        # table C.1 item 4: lead 8 of 12; 6 × 6/8
        "E4": Fraction("4.5"),
        # B.7: 5000 / 20000 = 0.25, better than 0.3: full
        "R1": Fraction(8),
        # B.9: 50000 / 20000 = 2.5 m³/万元; (2.5 − 4) / (2 − 4) = 3/4; 8 × 3/4
        "R2": Fraction(6),
        # B.10: 200000 / (50000 + 200000) = 80 %; (80 − 70) / (90 − 70) = 1/2; 8 × 1/2
        "R3": Fraction(4),
        # B.11: 850 / (950 + 50) = 85 %; (85 − 75) / (95 − 75) = 1/2; 6 × 1/2
        "R4": Fraction(3),
        "P1": Fraction("4.8"),
        # three years: (300 + 100 + 100) / (20000 + 18000 + 12000) = 1 %; (1 − 0.5) / (1.5 − 0.5) = 1/2; 4 × 1/2
        "P2": Fraction(2),
        # B.21: 400 / 20000 = 0.02 kg/万元; (0.02 − 0.03) / (0.01 − 0.03) = 1/2; 6 × 1/2
        "P3": Fraction(3),
        "G1": Fraction(8),
        "G2": Fraction(4),
        # B.26: 20000 / 50000 = 0.4 万元/m²; (0.4 − 0.3) / (0.5 − 0.3) = 1/2; 8 × 1/2
        "L1": Fraction(4),
    }
    assert {name: item.points for name, item in found.items.items()} == by_hand
    # 能源 4 + 4 + 4 + 4.5 = 16.5；资源 8 + 6 + 4 + 3 = 21；生产 4.8 + 2 + 3 = 9.8；产品 8 + 4 = 12；用地 4
    assert [group.weighted for group in found.groups] == [Fraction("16.5"), 21, Fraction("9.8"), 12, 4]
    # 16.5 + 21 + 9.8 + 12 + 4 = 63.3
    assert (found.shown, found.verdict) == ("63.30", "qualified")


def test_three_gates_fourteen_indicators_and_the_weights_of_table_c1():
    assert [gate["id"] for gate, _ in IN_MAY.gates] == ["4.2a", "4.2b", "4.2c"]
    points = {group.id: [str(item.points) for item in group.items] for group in IN_MAY.groups}
    assert points == {"E": ["8", "8", "8", "6"], "R": ["8", "8", "8", "6"], "P": ["6", "4", "6"], "G": ["8", "8"], "L": ["8"]}
    assert [sum(item.points for item in group.items) for group in IN_MAY.groups] == [30, 30, 16, 16, 8]
    assert IN_MAY.items["E4"].full_at == 8
    assert len(SOURCE.standard.groups[0].items[3].checklist) == 12
    assert IN_MAY.gates[0][0]["look_back"] == {"years": 3, "from": "2023-05-27", "to": "2026-05-27"}


@pytest.mark.parametrize(
    ("share", "points"),
    # lead 20 %, base 10 %: at the lead and beyond 8; base 0; worse 0; 12.5 % gives 8 × (12.5 − 10) / (20 − 10) = 2
    [("20", "8"), ("35", "8"), ("10", "0"), ("9.99", "0"), ("12.5", "2")],
)
def test_the_line_between_base_and_lead(share, points):
    found = result({"energy": "100", "renewable_energy": share, "renewable_advanced": "20", "renewable_average": "10"})
    assert found.items["E3"].points == Fraction(points)


@pytest.mark.parametrize(
    ("kgce", "points"),
    [
        ("74.5", "8"),  # level 1 at 70 % of clinker: 80 − 5 × 1.10
        ("81.25", "0"),  # level 2: 87 − 5 × 1.15
        ("76.1875", "6"),  # (76.1875 − 81.25) / (74.5 − 81.25) = −5.0625 / −6.75 = 3/4; 8 × 3/4
        ("90", "0"),
    ],
)
def test_cement_with_70_percent_of_clinker_takes_its_limits(kgce, points):
    """GB 16780—2021 表1, 5.3; 1,000 t, so that tce and kgce/t are the same number."""
    assert energy(product=CEMENT, clinker_percent="70", product_energy=kgce, product_output="1000").points == Fraction(points)


def test_the_negative_limits_of_a_converter(steel):
    """GB 21256—2025, in force from 2026-07-01: level 1 −30, level 2 −28 kgce/t. −29.5: (−29.5 + 28) / (−30 + 28) = 3/4."""
    asked = {"product": CONVERTER, "product_output": "1000", "scrap_percent": "0", "steel_kind_addition": "0"}
    for kgce, points in (("-30", 8), ("-31", 8), ("-29.5", 6), ("-28", 0), ("-10", 0), ("5", 0)):
        assert energy(steel, **asked, product_energy=kgce).points == points
    # scrap of 10 %: −30 + 0.23 × 10 = −27.7 and −28 + 2.3 = −25.7; −26.7 lies in the middle
    assert energy(steel, **{**asked, "scrap_percent": "10"}, product_energy="-26.7").points == 4


def test_a_limit_whose_correction_is_not_asked_is_cited():
    """The general form does not ask for the scrap: the corrected −27.7 and −25.7 kgce/t are given, in tce/t."""
    asked = {"product": CONVERTER, "product_output": "1000", "product_energy": "-26.7"}
    assert energy(IN_NOVEMBER, **asked).status == "missing"
    assert energy(IN_NOVEMBER, **asked, unit_energy_advanced="-0.0277", unit_energy_average="-0.0257").points == 4


def test_an_electric_furnace_without_a_second_level_takes_the_average_that_is_cited(steel):
    """GB 21256—2025: 61 / — / 86 below 50 t, 61 / 64 / 72 from 70 t on."""
    asked = {"product_energy": "62.5", "product_output": "1000", "hot_metal_addition": "0"}
    # (62.5 − 64) / (61 − 64) = 1/2
    assert energy(steel, product=LARGE_FURNACE, **asked).points == 4
    small = energy(steel, product=SMALL_FURNACE, **asked)
    assert (small.status, small.points) == ("missing", 0)
    # the cited average 0.066 tce/t is 66 kgce/t: (62.5 − 66) / (61 − 66) = 0.7; 8 × 0.7
    assert energy(steel, product=SMALL_FURNACE, **asked, unit_energy_average="0.066").points == Fraction("5.6")


def test_a_factory_without_a_limit_says_so_before_the_average_that_it_cites_counts():
    """200 t of coal for 1,000 pieces: 0.2 tce; (0.2 − 0.3) / (0.1 − 0.3) = 1/2; 8 × 1/2. Not chosen, or in doubt between two: unknown."""
    cited = {"product_energy": "200", "product_output": "1000", "unit_energy_advanced": "0.1", "unit_energy_average": "0.3"}
    assert energy(**cited, product="没有适用的能耗限额").points == 4
    unchosen = energy(**cited)
    assert (unchosen.status, unchosen.points) == ("missing", 0)
    assert unchosen.note == "单位产品综合能耗：还没有选“有强制性能耗限额的主要产品”；没有的请选“没有适用的能耗限额”"
    for which in (CEMENT, "none"):
        in_doubt = energy(**cited, product={"value": which, "doubtful": True})
        assert (in_doubt.status, in_doubt.note.partition("“")[2]) == ("missing", "有强制性能耗限额的主要产品”存疑，弄清之前不能取值")
    # cement has limits, and what corrects them is not told: nor does the average count
    without = energy(**cited, product=CEMENT)
    assert (without.status, without.note) == ("missing", "单位产品综合能耗：还没有填“水泥中熟料比例（产品是水泥的填）”")


def test_before_its_day_the_limit_of_a_standard_is_not_offered():
    assert CONVERTER in IN_NOVEMBER.choices["product"]
    assert CONVERTER not in IN_MAY.choices["product"]


def test_what_the_standard_leaves_open_is_told_as_ours():
    sure = {c.id: c.confidence for c in SOURCE.standard.conventions}
    assert {name for name, word in sure.items() if word == "GUESS"} == {
        "linear",
        "at_base",
        "by_product",
        "corrected_limit",
        "pollutant",
        "judged",
    }
    assert "pass_line" not in SOURCE.standard.total
    assert all(c.why and c.clause for c in SOURCE.standard.conventions)


def test_nobody_takes_it_for_current_past_the_day_to_which_it_was_looked_at():
    assert compile_plan(SOURCE, date(2026, 12, 31))
    for day in (date(2025, 12, 30), date(2027, 1, 1)):
        with pytest.raises(NotInForce):
            compile_plan(SOURCE, day)


def test_its_own_tests_hold():
    assert run_tests(SOURCE)[0] == []


def test_no_form_asks_for_what_the_standard_does_not_name():
    for plan in (IN_MAY, IN_NOVEMBER):
        rows = {row.id for section in form_of(plan).sections for row in section.rows}
        assert rows >= set(plan.inputs)
        assert "scrap_percent" not in rows
    assert {row["values"]["advanced"] for code, row in IN_NOVEMBER.content["tables"]["limits"]["rows"].items() if code == CONVERTER} == {
        None
    }
