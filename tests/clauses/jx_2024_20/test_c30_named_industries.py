"""C-30 优先推荐汽车、机械、电子、纺织、通信制造等行业: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraph below adds the edge.
"""

import pytest

from greenlist.rulebook.eligibility.priorities import ChainPriority
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-30"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-30", case)


def test_the_industries_are_a_parameter_of_the_round():
    assert ask("C-30", ChainPriority(industry="3011"), chain_industries=["301"]).verdict == "met"
