"""C-67 推荐申报国家级或省级（可同时填报）: one or both, never none.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import LevelsChosen
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-67"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-67", case)


@pytest.mark.parametrize(
    ("national", "provincial", "verdict"),
    [
        (True, True, "met"),
        (True, False, "met"),
        (False, True, "met"),
        (False, False, "not_met"),
        (None, False, "unknown"),
        (None, True, "met"),
    ],
)
def test_one_level_is_enough_and_none_is_not(national, provincial, verdict):
    assert ask("C-67", LevelsChosen(national, provincial)).verdict == verdict


def test_both_are_told_in_words():
    assert ask("C-67", LevelsChosen(national=True, provincial=True)).fact == "国家级＋省级"
