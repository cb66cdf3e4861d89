"""C-08 于2024年5月27日前: the 27th counts to 24:00; an extension of the office's own takes its place.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility.declared import HandingIn
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-08"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-08", case)


@pytest.mark.parametrize(("day", "verdict"), [(date(2024, 5, 26), "met"), (date(2024, 5, 27), "met"), (date(2024, 5, 28), "not_met")])
def test_the_last_day_is_inside(day, verdict):
    assert ask("C-08", HandingIn(date(2024, 5, 27)), on=day).verdict == verdict


def test_whether_the_day_itself_counts_is_a_parameter_of_the_round():
    assert ask("C-08", HandingIn(date(2024, 5, 27)), deadline_inclusive=False).verdict == "not_met"
    assert ask("C-08", HandingIn(date(2024, 5, 28)), deadline_inclusive=False).verdict == "met"


def test_an_extension_counts_to_its_own_last_day():
    facts = HandingIn(date(2024, 5, 27), date(2024, 5, 30))
    assert [ask("C-08", facts, on=date(2024, 5, d)).verdict for d in (28, 30, 31)] == ["met", "met", "not_met"]
    assert ask("C-08", facts, on=date(2024, 5, 31)).fact == "报送截止时间（2024年5月30日24:00）已过，以服务器时间为准。"
