"""C-53 失信被执行人: on the list on the day of the check; whether removed entries count is a parameter.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.history import AdverseHistory
from tests.clauses.asking import agrees, ask, cases, clear, found


@pytest.mark.parametrize("case", cases("C-53"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-53", case)


def test_nothing_looked_up_is_unknown_and_says_where_to_look():
    finding = ask("C-53", AdverseHistory())
    assert (finding.verdict, finding.fact) == ("unknown", "尚未查核")
    assert "执行信息公开网" in finding.settle_by


@pytest.mark.parametrize(("day", "verdict"), [(date(2024, 2, 27), "met"), (date(2024, 2, 26), "unknown"), (date(2024, 5, 27), "met")])
def test_a_look_up_counts_for_ninety_days(day, verdict):
    assert ask("C-53", clear(day)).verdict == verdict


@pytest.mark.parametrize(
    ("until", "verdict"), [(None, "not_met"), (date(2024, 5, 28), "not_met"), (date(2024, 5, 27), "met"), (date(2023, 5, 1), "met")]
)
def test_removed_by_the_day_of_the_check_is_no_bar(until, verdict):
    assert ask("C-53", found(date(2022, 3, 1), until)).verdict == verdict


def test_an_entry_of_long_ago_that_still_stands_is_found():
    assert ask("C-53", found(date(2015, 1, 1))).verdict == "not_met"


def test_the_round_may_count_entries_removed_inside_the_look_back():
    removed, long_ago = found(date(2020, 1, 1), date(2022, 1, 1)), found(date(2018, 1, 1), date(2021, 5, 26))
    assert ask("C-53", removed, debtor_removed_counts=True).verdict == "not_met"
    assert ask("C-53", long_ago, debtor_removed_counts=True).verdict == "met"
