"""GB/T 36132—2018 by hand: one block with its weight, what an unmet required item costs, and the steps of chapter 10."""

from datetime import date
from fractions import Fraction

from greenlist.engines.scoring import compile_plan, load_standard, read_application, score
from greenlist.rulebook.standards import standard_file

PLAN = compile_plan(load_standard(standard_file("gbt-36132", "2018")), date(2024, 5, 27))
BLOCK = {group.id: group for group in PLAN.groups}


def result(inputs=None, items=None, absent=None):
    return score(PLAN, read_application(PLAN, {"inputs": inputs or {}, "items": items or {}, "not_applicable": absent or {}}))


def weighted(found, block):
    return next(group.weighted for group in found.groups if group.id == block)


def test_the_management_systems_count_fifteen_points():
    """管理体系 15：三项必选各20分、四项可选各10分，合计100。必选都符合、只通过一项认证的一半：60 + 5 = 65；65 × 15/100 = 9.75。"""
    items = {"6.1-1": "met", "6.2-1": "met", "6.3-1": "met", "6.1-2": "5", "6.2-2": "0", "6.3-2": "0", "6.4-1": "0"}
    assert weighted(result(items=items), "6") == (60 + 5) * Fraction(15, 100) == Fraction("9.75")


def test_one_required_item_that_is_not_met_costs_the_required_part_of_its_block_only():
    """6.2-1 不符合：必选60分全部为0，可选 10 + 10 照计：20 × 15/100 = 3；结论不符合。"""
    items = {"6.1-1": "met", "6.2-1": "not_met", "6.3-1": "met", "6.1-2": "10", "6.2-2": "10", "6.3-2": "0", "6.4-1": "0"}
    found = result(items=items)
    assert weighted(found, "6") == 20 * Fraction(15, 100)
    assert found.verdict == "not_qualified"


def test_products_without_energy_labels_share_out_their_points():
    """产品 10：8.4-1（20）、8.4-2（4.5）不适用，其余75.5分中得到60 − 20 = 40分必选：40 × 100/75.5 × 10/100 = 5.298。"""
    items = {item.id: "met" if item.kind == "required" else "0" for item in BLOCK["8"].items if not item.id.startswith("8.4")}
    found = result(items=items, absent={"8.4-1": "不生产用能产品（演示）", "8.4-2": "不生产用能产品（演示）"})
    assert weighted(found, "8") == 40 * 100 / Fraction("75.5") * Fraction(10, 100)
    assert round(weighted(found, "8"), 3) == Fraction("5.298")


def test_the_floor_area_ratio_and_its_steps():
    """A.1：(90000 + 30000) / 100000 = 1.2，控制指标1.0的1.2倍：10.1-1 符合，10.1-4 得4.5的一半；2倍得满分，1.19倍不得分。"""
    land = {"land_area": "100000", "structure_area": "30000", "far_control": "1.0"}
    for building, points in (("90000", "2.25"), ("170000", "4.5"), ("89000", "0")):
        found = result(land | {"building_area": building}).items
        assert (found["10.1-1"].status, found["10.1-4"].points) == ("met", Fraction(points))
    assert result(land | {"building_area": "69999"}).items["10.1-1"].status == "not_met"


def test_output_of_the_land_and_solid_waste():
    """A.4：36000万元 / (100000 m² ÷ 10000) = 3600 万元/hm²，是当地3000的1.2倍；A.10：730 / (900 + 100) = 73%。"""
    found = result({"output_value": "36000", "land_area": "100000", "land_output_average": "3000",
                    "solid_waste": "900", "solid_waste_stored_before": "100", "solid_waste_used": "730"}).items  # fmt: skip
    assert (found["10.1-3"].status, found["10.1-6"].points) == ("met", Fraction("4.5") / 2)
    assert (found["10.4-2"].status, found["10.4-4"].points) == ("met", Fraction("4.4") / 2)
