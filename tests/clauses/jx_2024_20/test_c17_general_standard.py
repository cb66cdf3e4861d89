"""C-17 其他行业依据《绿色工厂评价通则》（GB/T 36132）: only where no industry standard is in force.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.declared import StandardUsed
from greenlist.rulebook.standards import applicable
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-17"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-17", case)


DAY = date(2024, 5, 22)


def in_force(industry, used):
    known = applicable("factory", industry, DAY)
    return StandardUsed(used, tuple((a.number, a.clause, a.is_held) for a in known), known[0].why)


def test_without_an_industry_standard_the_general_one_is_used():
    assert ask("C-17", in_force("0000", "GB/T 36132—2018")).verdict == "met"
    assert ask("C-17", in_force("0000", "GB/T 36132—2025")).verdict == "not_met"


def test_where_an_industry_standard_is_in_force_this_clause_does_not_speak():
    assert ask("C-17", in_force("3011", "GB/T 36132—2018")).verdict == "not_applicable"
