"""C-36 总计不得超过15项: one legal representative, at most 15 national projects a year, all categories, this province and others.

The examples are those of the public clause page; the paragraphs below add the edges.
"""

from datetime import date

import pytest

from greenlist.rulebook.eligibility import registry
from greenlist.rulebook.eligibility.examples import examples
from greenlist.rulebook.eligibility.facts import EvaluatorCap
from greenlist.rulebook.notices import notice, round_parameters

CLAUSE = notice("jx-2024-20").clause("C-36")
PARAMETERS = {key: round_parameters("jx-2024-20").parameter(key).value for key in CLAUSE.binding.parameters}


def answer(here, outside, *, is_counted=True, **changed):
    facts = EvaluatorCap(is_counted, here, outside)
    return registry.evaluate("evaluator_cap", facts, clause="C-36", parameters={**PARAMETERS, **changed}, checked_on=date(2024, 5, 27))


@pytest.mark.parametrize("case", examples("evaluator_cap"), ids=lambda case: case.situation)
def test_the_boundary_cases_of_the_clause_page(case):
    assert case.finding("evaluator_cap", "C-36", PARAMETERS).verdict == case.expected


@pytest.mark.parametrize(("here", "outside", "verdict"), [(15, 0, "met"), (16, 0, "not_met"), (1, 14, "met"), (1, 15, "not_met")])
def test_the_fifteenth_passes_and_the_sixteenth_does_not_wherever_they_are(here, outside, verdict):
    assert answer(here, outside).verdict == verdict


def test_what_was_not_declared_is_unknown_and_says_who_can_settle_it():
    finding = answer(14, None)
    assert (finding.verdict, finding.fact) == ("unknown", "本省14＋外省未知，上限15")
    assert finding.settle_by == "请第三方机构申明本年度在外省开展的国家级项目数"


def test_what_some_declared_counts_while_others_declared_nothing():
    facts = EvaluatorCap(True, 14, None, declared=2)
    finding = registry.evaluate("evaluator_cap", facts, clause="C-36", parameters=PARAMETERS, checked_on=date(2024, 5, 27))
    assert (finding.verdict, finding.fact) == ("not_met", "本省14＋外省申明2、其余未知，上限15")


def test_a_provincial_or_self_evaluated_project_is_not_counted():
    assert answer(0, None, is_counted=False).verdict == "not_applicable"


def test_the_cap_is_a_parameter_of_the_round():
    assert answer(11, 0, cap_projects=10).verdict == "not_met"
