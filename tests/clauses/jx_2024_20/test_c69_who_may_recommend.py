"""C-69 各设区市工信局，赣江新区经发局: twelve offices and no other.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import RecommendingOffice
from greenlist.rulebook.notices import round_parameters
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-69"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-69", case)


def test_the_eleven_cities_and_the_new_district_and_no_county():
    offices = tuple(u.code for u in round_parameters("jx-2024-20").units)
    assert len(offices) == 12
    assert {ask("C-69", RecommendingOffice(code, offices)).verdict for code in offices} == {"met"}
    assert ask("C-69", RecommendingOffice("360481", offices)).verdict == "not_met"
