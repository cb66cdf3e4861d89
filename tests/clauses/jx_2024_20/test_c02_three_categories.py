"""C-02 包括绿色工厂、绿色园区、绿色供应链管理企业: no category but the three of the round.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import CategoryChosen
from greenlist.rulebook.notices import round_parameters
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-02"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-02", case)


def test_the_three_of_this_round_and_no_other():
    offered = round_parameters("jx-2024-20").categories
    assert [ask("C-02", CategoryChosen(c, offered)).verdict for c in ("factory", "park", "supply_chain", "product")] == [
        "met", "met", "met", "not_met",
    ]  # fmt: skip


def test_the_finding_names_the_categories_in_words():
    assert ask("C-02", CategoryChosen("product", ("factory", "park"))).threshold == "类别为绿色工厂、绿色园区之一"
