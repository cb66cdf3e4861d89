"""C-47 质量事故 within the last three years.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.history import AdverseHistory
from tests.clauses.asking import agrees, ask, cases, clear, found


@pytest.mark.parametrize("case", cases("C-47"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-47", case)


def test_nothing_looked_up_is_unknown_and_says_where_to_look():
    finding = ask("C-47", AdverseHistory())
    assert (finding.verdict, finding.fact) == ("unknown", "尚未查核")
    assert "市场监管" in finding.settle_by


@pytest.mark.parametrize(("day", "verdict"), [(date(2024, 2, 27), "met"), (date(2024, 2, 26), "unknown"), (date(2024, 5, 27), "met")])
def test_a_look_up_counts_for_ninety_days(day, verdict):
    assert ask("C-47", clear(day)).verdict == verdict


@pytest.mark.parametrize(
    ("day", "verdict"),
    [(date(2021, 5, 26), "met"), (date(2021, 5, 27), "not_met"), (date(2024, 5, 27), "not_met"), (date(2024, 5, 28), "met")],
)
def test_the_look_back_includes_its_first_and_its_last_day(day, verdict):
    assert ask("C-47", found(day)).verdict == verdict


def test_the_finding_says_what_when_and_over_which_years():
    finding = ask("C-47", found(date(2023, 8, 1)))
    assert (finding.fact, finding.threshold) == ("有一条（2023-08-01起）", "近三年内有质量事故")
    assert finding.window == ("2021-05-27", "2024-05-27")


def test_how_far_back_is_looked_is_a_parameter_of_the_round():
    assert ask("C-47", found(date(2020, 6, 1)), lookback_years=4).verdict == "not_met"
