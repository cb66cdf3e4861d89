"""C-52 列入工业节能监察整改名单且未按要求完成整改: done by the day of the check is no bar.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.history import AdverseHistory
from tests.clauses.asking import agrees, ask, cases, clear, found


@pytest.mark.parametrize("case", cases("C-52"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-52", case)


def test_nothing_looked_up_is_unknown_and_says_where_to_look():
    finding = ask("C-52", AdverseHistory())
    assert (finding.verdict, finding.fact) == ("unknown", "尚未查核")
    assert "整改名单" in finding.settle_by


@pytest.mark.parametrize(("day", "verdict"), [(date(2024, 2, 27), "met"), (date(2024, 2, 26), "unknown"), (date(2024, 5, 27), "met")])
def test_a_look_up_counts_for_ninety_days(day, verdict):
    assert ask("C-52", clear(day)).verdict == verdict


@pytest.mark.parametrize(
    ("until", "verdict"), [(None, "not_met"), (date(2024, 5, 28), "not_met"), (date(2024, 5, 27), "met"), (date(2023, 5, 1), "met")]
)
def test_rectified_by_the_day_of_the_check_is_no_bar(until, verdict):
    assert ask("C-52", found(date(2022, 3, 1), until)).verdict == verdict


def test_an_entry_of_long_ago_that_still_stands_is_found():
    assert ask("C-52", found(date(2015, 1, 1))).verdict == "not_met"


def test_the_threshold_names_the_list_and_the_rectification():
    assert ask("C-52", found(date(2022, 3, 1))).threshold == "列入工业节能监察整改名单，查核日未移出（或未完成整改）"
