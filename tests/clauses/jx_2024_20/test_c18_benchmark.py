"""C-18 工业重点领域优先推荐能效水平达到国家有关部门发布的标杆水平的工厂: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.energy import EnergyLevel
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-18"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-18", case)


CLINKER = {"is_key_field": True, "product": "水泥熟料", "unit": "kgce/t", "reference": "100", "source": "发改产业〔2023〕723号"}
STEEL = {
    "is_key_field": True,
    "product": "转炉",
    "unit": "kgce/t",
    "reference": "-30",
    "source": "演示",
    "is_confirmed": True,
    "ground": "报表",
}


def told(**facts):
    found = ask("C-18", EnergyLevel(**facts))
    return found.verdict, found.fact, found.settle_by


def test_a_negative_process_energy_compares_the_right_way():
    assert [ask("C-18", EnergyLevel(value=value, **STEEL)).verdict for value in ("-31", "-30", "-29")] == ["met", "met", "not_met"]


def test_a_declared_figure_that_reaches_the_level_waits_for_an_officer():
    reached = "水泥熟料 99.5 kgce/t，达到 100 kgce/t（发改产业〔2023〕723号）"
    assert told(value="99.5", **CLINKER) == ("unknown", f"填报{reached}，待推荐单位核对", "请对照能源统计报表和评价报告核对产品和数值")
    assert told(value="99.5", is_confirmed=True, ground="与报表一致", **CLINKER) == ("met", f"{reached}；核对相符：与报表一致", "")
    assert told(value="99.5", is_confirmed=False, ground="报表为103", **CLINKER) == ("not_met", f"填报{reached}；核对不符：报表为103", "")


def test_a_declared_figure_above_the_level_is_no_whatever_anybody_made_of_it():
    missed = "填报水泥熟料 100.1 kgce/t，未达到 100 kgce/t（发改产业〔2023〕723号）"
    for said in (None, True, False):
        assert told(value="100.1", is_confirmed=said, **CLINKER) == ("not_met", missed, "")


def test_a_level_that_nobody_has_read_is_open_with_the_reason_until_an_officer_read_it_himself():
    coke = {"is_key_field": True, "product": "顶装焦炉", "value": "105", "unit": "kgce/t", "why": "数值凭记忆录入，没有核对官方文件"}
    declared = "顶装焦炉 105 kgce/t；数值凭记忆录入，没有核对官方文件"
    assert told(**coke) == ("unknown", f"填报{declared}，待推荐单位核对", "请读官方文本核对，理由写明读到的数值")
    assert told(**coke, is_confirmed=True, ground="已读官方表，标杆110") == ("met", f"{declared}；核对相符：已读官方表，标杆110", "")
    assert told(**coke, is_confirmed=False, ground="官方表为100") == ("not_met", f"填报{declared}；核对不符：官方表为100", "")


def test_nothing_declared_is_open_until_the_unit_declares():
    for facts in ({}, {"product": "水泥熟料"}, {"value": "99"}):
        assert told(is_key_field=True, **facts) == ("unknown", "没有填报单位产品能耗", "请申报单位在基本信息里填报")


def test_it_is_asked_of_factories_of_the_key_fields_only():
    assert told(is_factory=False) == ("not_applicable", "不是绿色工厂", "")
    assert told() == ("not_applicable", "不属有标杆水平的重点领域", "")


def test_what_would_pass_is_told():
    found = ask("C-18", EnergyLevel(value="100.1", **CLINKER))
    assert (found.threshold, found.would_pass) == ("不高于标杆水平", "单位产品能耗降到标杆水平")
