"""C-18 工业重点领域优先推荐能效水平达到国家有关部门发布的标杆水平的工厂: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.energy import EnergyLevel
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-18"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-18", case)


def test_a_negative_process_energy_compares_the_right_way():
    converter = {"is_key_field": True, "product": "转炉", "unit": "kgce/t", "reference": "-30", "source": "演示"}
    assert [ask("C-18", EnergyLevel(value=value, **converter)).verdict for value in ("-31", "-30", "-29")] == ["met", "met", "not_met"]


def test_what_was_declared_and_the_source_are_told():
    found = ask("C-18", EnergyLevel(True, True, "水泥熟料", "99.5", "kgce/t", "100", "发改产业〔2023〕723号"))
    assert found.fact == "水泥熟料 99.5 kgce/t，达到 100 kgce/t（发改产业〔2023〕723号）"
