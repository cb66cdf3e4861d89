"""C-31 供应商中绿色工厂数量众多的龙头企业: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraph below adds the edge.
"""

import pytest

from greenlist.rulebook.eligibility.priorities import ChainPriority
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-31"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-31", case)


def test_how_many_are_many_is_a_parameter_of_the_round():
    assert ask("C-31", ChainPriority(suppliers=3), chain_suppliers=3).verdict == "met"
