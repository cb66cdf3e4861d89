"""C-33 原则上申报绿色供应链管理企业应为绿色工厂: else only with a waiver of the province.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import ChainEnterprise
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-33"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-33", case)


def test_a_listed_factory_passes_and_one_that_is_not_waits_for_a_waiver():
    assert ask("C-33", ChainEnterprise(listed="2021年国家级")).verdict == "met"
    assert ask("C-33", ChainEnterprise(is_complete=True)).verdict == "not_met"
    assert ask("C-33", ChainEnterprise(is_complete=True, waiver="演示理由")).fact == "省厅豁免：演示理由"


def test_a_list_that_is_not_complete_leaves_it_open():
    assert ask("C-33", ChainEnterprise()).verdict == "unknown"
