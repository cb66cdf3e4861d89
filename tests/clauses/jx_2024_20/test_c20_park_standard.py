"""C-20 参照《绿色工业园区评价要求》: one for all parks.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.declared import StandardUsed
from greenlist.rulebook.standards import applicable
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-20"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-20", case)


DAY = date(2024, 5, 22)


def in_force(industry, used):
    known = applicable("park", industry, DAY)
    return StandardUsed(used, tuple((a.number, a.clause, a.is_held) for a in known), known[0].why)


@pytest.mark.parametrize("industry", ["", "2614", "3011"])
def test_a_park_of_any_industry_is_judged_by_the_same_requirements(industry):
    (known,) = applicable("park", industry, DAY)
    assert ask("C-20", in_force(industry, known.number)).verdict == "met"
    assert ask("C-20", in_force(industry, "GB/T 36132—2018")).verdict == "not_met"


def test_a_factory_is_not_judged_by_them():
    assert ask("C-20", StandardUsed("GB/T 36132—2018", (("GB/T 36132—2018", "C-17", True),))).verdict == "not_applicable"
