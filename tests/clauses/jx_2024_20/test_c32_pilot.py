"""C-32 汽车产品生产者责任延伸试点企业: a priority, it ranks and never bars.

The examples are those of the public clause page; the paragraph below adds the edge.
"""

import pytest

from greenlist.rulebook.eligibility.priorities import ChainPriority
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-32"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-32", case)


def test_a_document_decides_whatever_else_was_said():
    assert ask("C-32", ChainPriority(pilot_document="演文〔2021〕演1号", is_no_pilot=True)).verdict == "met"
