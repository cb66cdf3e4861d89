"""C-29 其他行业依据《绿色供应链管理企业评价要求》: where no industry index is in force.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.declared import StandardUsed
from greenlist.rulebook.standards import applicable
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-29"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-29", case)


DAY = date(2024, 5, 22)


def in_force(industry, used):
    known = applicable("supply_chain", industry, DAY)
    return StandardUsed(used, tuple((a.number, a.clause, a.is_held) for a in known), known[0].why)


def test_an_industry_without_an_index_uses_the_general_requirements():
    assert ask("C-29", in_force("1711", "工信部节〔2024〕13号附件")).verdict == "met"
    assert ask("C-29", in_force("1711", "GB/T 36132—2018")).verdict == "not_met"


def test_an_industry_with_an_index_is_left_to_it():
    assert ask("C-29", in_force("3611", "工信部节〔2024〕13号附件")).verdict == "not_applicable"
