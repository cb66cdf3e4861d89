"""C-43 工商注销: struck off the register, and not restored, on the day of the check.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.history import AdverseHistory
from tests.clauses.asking import agrees, ask, cases, clear, found


@pytest.mark.parametrize("case", cases("C-43"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-43", case)


def test_nothing_looked_up_is_unknown_and_says_where_to_look():
    finding = ask("C-43", AdverseHistory())
    assert (finding.verdict, finding.fact) == ("unknown", "尚未查核")
    assert "公示系统" in finding.settle_by


@pytest.mark.parametrize(("day", "verdict"), [(date(2024, 2, 27), "met"), (date(2024, 2, 26), "unknown"), (date(2024, 5, 27), "met")])
def test_a_look_up_counts_for_ninety_days(day, verdict):
    assert ask("C-43", clear(day)).verdict == verdict


def test_struck_off_is_found_however_long_ago_and_restored_is_not():
    assert ask("C-43", found(date(2015, 1, 1))).verdict == "not_met"
    assert ask("C-43", found(date(2024, 5, 27))).verdict == "not_met"
    assert ask("C-43", found(date(2024, 5, 28))).verdict == "met"
    assert ask("C-43", found(date(2022, 3, 1), date(2022, 6, 1))).verdict == "met"


def test_struck_off_without_a_date_is_not_taken_for_nothing():
    finding = ask("C-43", AdverseHistory(answer="found", statement="已注销", looked_up_on=date(2024, 5, 20)))
    assert (finding.verdict, finding.fact) == ("not_met", "已注销（未登记日期，按发现处理）")
