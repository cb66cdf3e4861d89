"""C-45 列入经营异常名单且未被移出: entered and not removed by the day of the check.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.history import AdverseHistory, DatedRecord
from tests.clauses.asking import agrees, ask, cases, clear, found


@pytest.mark.parametrize("case", cases("C-45"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-45", case)


def test_nothing_looked_up_is_unknown_and_says_where_to_look():
    finding = ask("C-45", AdverseHistory())
    assert (finding.verdict, finding.fact) == ("unknown", "尚未查核")
    assert "公示系统" in finding.settle_by


@pytest.mark.parametrize(("day", "verdict"), [(date(2024, 2, 27), "met"), (date(2024, 2, 26), "unknown"), (date(2024, 5, 27), "met")])
def test_a_look_up_counts_for_ninety_days(day, verdict):
    assert ask("C-45", clear(day)).verdict == verdict


@pytest.mark.parametrize(
    ("until", "verdict"), [(None, "not_met"), (date(2024, 5, 28), "not_met"), (date(2024, 5, 27), "met"), (date(2023, 5, 1), "met")]
)
def test_removed_by_the_day_of_the_check_is_no_bar(until, verdict):
    assert ask("C-45", found(date(2022, 3, 1), until)).verdict == verdict


def test_an_entry_of_long_ago_that_still_stands_is_found():
    assert ask("C-45", found(date(2015, 1, 1))).verdict == "not_met"


def test_of_two_entries_one_that_stands_is_enough():
    ended, stands = DatedRecord(date(2022, 1, 1), date(2022, 6, 1), "甲"), DatedRecord(date(2023, 1, 1), None, "乙")
    finding = ask("C-45", AdverseHistory((ended, stands), "found", "两条", date(2024, 5, 20), is_dated=True))
    assert (finding.verdict, finding.fact) == ("not_met", "乙（2023-01-01起）")
