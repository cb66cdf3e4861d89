"""C-60 三年内不予采信: a body found to have cheated is not believed for three years from the decision.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility import registry
from greenlist.rulebook.eligibility.examples import examples
from greenlist.rulebook.eligibility.facts import EvaluatorBan
from greenlist.rulebook.notices import notice, round_parameters

CLAUSE = notice("jx-2024-20").clause("C-60")
PARAMETERS = {key: round_parameters("jx-2024-20").parameter(key).value for key in CLAUSE.binding.parameters}
BAN = (date(2024, 5, 27), date(2027, 5, 27))


def answer(checked_on, *bans, is_third_party=True, is_known=True):
    facts = EvaluatorBan(is_third_party, is_known, bans)
    return registry.evaluate("evaluator_ban", facts, clause="C-60", parameters=PARAMETERS, checked_on=checked_on)


@pytest.mark.parametrize("case", examples("evaluator_ban"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert case.finding("evaluator_ban", "C-60", PARAMETERS).verdict == case.expected


@pytest.mark.parametrize(
    ("day", "verdict"),
    [(date(2024, 5, 26), "met"), (date(2024, 5, 27), "not_met"), (date(2027, 5, 26), "not_met"), (date(2027, 5, 27), "met")],
)
def test_the_ban_holds_from_the_day_of_the_decision_to_the_day_before_it_ends(day, verdict):
    assert answer(day, BAN).verdict == verdict


def test_a_body_nobody_knows_is_unknown_and_a_self_evaluation_has_no_body():
    assert answer(BAN[0], is_known=False).verdict == "unknown"
    assert answer(BAN[0], is_third_party=False, is_known=False).verdict == "not_applicable"


def test_the_finding_says_since_when_and_what_would_pass():
    finding = answer(date(2025, 1, 1), BAN)
    assert (finding.fact, finding.threshold) == ("省厅于2024-05-27决定不予采信", "查实弄虚作假或故意隐瞒的，3年内不予采信")
    assert "改为自我评价" in finding.would_pass
