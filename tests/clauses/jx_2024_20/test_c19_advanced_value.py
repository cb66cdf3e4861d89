"""C-19 其他行业优先推荐达到相应国家能源消耗限额标准先进值或1级水平的工厂: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.energy import EnergyLevel
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-19"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-19", case)


GIVEN = {"product": "水泥 单位产品综合能耗", "unit": "kgce/t", "reference": "85.5", "source": "GB 16780-2021 表1"}


def answer(value, **said):
    found = ask("C-19", EnergyLevel(value=value, **GIVEN, **said))
    return found.verdict, found.fact


def test_decimals_are_exact():
    assert [answer(value, is_confirmed=True)[0] for value in ("85.5", "85.50000000000000001")] == ["met", "not_met"]


def test_a_declared_figure_that_reaches_it_waits_for_an_officer():
    reached = "水泥 单位产品综合能耗 85 kgce/t，达到 85.5 kgce/t（GB 16780-2021 表1）"
    assert answer("85") == ("unknown", f"填报{reached}，待推荐单位核对")
    assert answer("85", is_confirmed=True, ground="与报表一致") == ("met", f"{reached}；核对相符：与报表一致")
    assert answer("85", is_confirmed=False, ground="报表为88") == ("not_met", f"填报{reached}；核对不符：报表为88")


def test_what_a_figure_that_misses_it_does_reach_is_told():
    missed = "填报水泥 单位产品综合能耗 86 kgce/t，未达到 85.5 kgce/t（GB 16780-2021 表1）"
    assert answer("86") == ("not_met", missed)
    assert answer("86", lower="达到2级（准入值） 92.75 kgce/t") == ("not_met", f"{missed}；达到2级（准入值） 92.75 kgce/t")


def test_it_is_asked_of_factories_outside_the_key_fields_only():
    asked = [ask("C-19", EnergyLevel(**facts)) for facts in ({"is_factory": False}, {"is_key_field": True}, {})]
    assert [(f.verdict, f.fact) for f in asked] == [
        ("not_applicable", "不是绿色工厂"), ("not_applicable", "属重点领域，看标杆水平"), ("unknown", "没有填报单位产品能耗"),
    ]  # fmt: skip
    assert {f.threshold for f in asked} == {"不高于限额标准先进值或1级"}
