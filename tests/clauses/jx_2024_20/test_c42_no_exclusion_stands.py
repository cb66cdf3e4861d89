"""C-42 对近三年有下列情况的，不得申报: one that stands is enough, one that is open leaves it open; the look-back is a parameter.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import ExclusionsStanding
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-42"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-42", case)


def test_what_was_found_outweighs_what_is_open():
    finding = ask("C-42", ExclusionsStanding(("质量事故",), ("工商注销",), 11))
    assert (finding.verdict, finding.fact) == ("not_met", "发现1项：质量事故")


def test_the_look_back_includes_both_days_and_is_a_parameter_of_the_round():
    assert ask("C-42", ExclusionsStanding(asked=11)).window == ("2021-05-27", "2024-05-27")
    assert ask("C-42", ExclusionsStanding(asked=11), lookback_years=2).window == ("2022-05-27", "2024-05-27")
