"""C-19 其他行业优先推荐达到相应国家能源消耗限额标准先进值或1级水平的工厂: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.energy import EnergyLevel
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-19"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-19", case)


def test_decimals_are_exact():
    given = {"product": "水泥 单位产品综合能耗", "unit": "kgce/t", "reference": "85.5", "source": "GB 16780-2021 表1"}
    assert [ask("C-19", EnergyLevel(value=value, **given)).verdict for value in ("85.5", "85.50000000000000001")] == ["met", "not_met"]
