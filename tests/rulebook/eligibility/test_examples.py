"""The boundary cases shown on the public clause page: each is what the rule says today."""

import pytest

from greenlist.rulebook.eligibility.examples import FOLDER, examples
from greenlist.rulebook.eligibility.registry import rule_names
from greenlist.rulebook.notices import notice, round_parameters

BOUND = [c for c in notice("jx-2024-20").clauses if c.binding]
CASES = [pytest.param(c, case, id=f"{c.id}-{case.situation}") for c in BOUND for case in examples(c.binding.rule, c.id)]


@pytest.mark.parametrize(("clause", "case"), CASES)
def test_the_page_says_what_the_rule_says(clause, case):
    given = clause.binding.given(round_parameters("jx-2024-20").values())
    assert case.finding(clause.binding.rule, clause.id, given).verdict == case.expected
    assert case.situation
    assert case.explanation


@pytest.mark.parametrize("rule", sorted(rule_names()))
def test_every_rule_shows_a_pass_a_fail_and_an_unknown(rule):
    assert {case.expected for case in examples(rule)} >= {"met", "not_met", "unknown"}


def test_every_file_of_examples_belongs_to_a_rule():
    assert {f.stem for f in FOLDER.glob("*.yaml")} == rule_names()
    assert examples("nothing") == ()
