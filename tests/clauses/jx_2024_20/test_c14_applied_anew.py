"""C-14 已列入省级…如需申报国家级…应重新申报: a listed unit brings a report of this round.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

import pytest

from greenlist.rulebook.eligibility.declared import EarlierListing
from tests.clauses.asking import agrees, ask, cases


@pytest.mark.parametrize("case", cases("C-14"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert agrees("C-14", case)


@pytest.mark.parametrize(("is_new", "verdict"), [(True, "met"), (False, "not_met"), (None, "unknown")])
def test_an_old_report_is_no_new_application(is_new, verdict):
    assert ask("C-14", EarlierListing("2022年省级", wants_national=True, is_report_new=is_new)).verdict == verdict


def test_a_unit_that_stays_provincial_or_was_never_listed_is_not_asked():
    assert ask("C-14", EarlierListing("2022年省级")).verdict == "met"
    assert ask("C-14", EarlierListing(wants_national=True)).verdict == "not_applicable"
