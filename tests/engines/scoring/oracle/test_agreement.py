"""The engine and the oracle on made-up standards over the whole language: everything that is published is the same."""

from fractions import Fraction
from random import Random

import pytest

from greenlist.engines.scoring import ApplicationProblems, Plan, read_application
from tests.engines.scoring.oracle.agreement import differences, planned
from tests.engines.scoring.oracle.making import DAY, application, rule, standard
from tests.engines.scoring.oracle.scorer import answer

RUNS = 150


def made(number):
    """(content, plan, an application, the pass line) of one run, the same in every run."""
    dice = Random(number)
    content = standard(dice)
    return content, planned(content), application(content, dice), dice.choice((None, "4.5", "10", "60"))


@pytest.mark.parametrize("part", range(4))
def test_everything_that_is_published_is_what_the_oracle_says(part):
    for number in range(part, RUNS, 4):
        content, plan, filled, line = made(number)
        assert differences(plan, content, filled, line=line) == [], number


def test_a_stored_plan_scores_as_the_compiled_one():
    for number in range(30):
        content, plan, filled, line = made(number)
        stored = Plan.from_content(plan.as_content())
        assert differences(stored, content, filled, line=line) == [], number
        assert stored.digest == plan.digest


def test_a_figure_below_its_minimum_or_no_code_of_its_choice_is_refused():
    content, plan, _, _ = made(1)
    for name, text in (
        ("a", "-1"),
        ("y[-1]", "-0.5"),
        ("product", "p9"),
        ("flag", "3"),
        ("p_energy#2", "-2"),
        ("p_energy#4", "1"),
        ("y[-3]", "1"),
    ):
        with pytest.raises(ApplicationProblems):
            read_application(plan, {"inputs": {name: text}})
    assert read_application(plan, {"inputs": {"n": "-1"}}).inputs == {"n": Fraction(-1)}


def test_the_made_up_standards_meet_every_kind_of_rule_and_every_end():
    rules = [rule(Random(number)) for number in range(120)]
    assert {one["kind"] for one in rules} == {"pos", "neg", "linear", "steps", "points", "yes_no"}
    assert {key for one in rules for key in one} >= {"over", "when_zero", "when_negative", "compare", "cap", "floor", "lead", "base"}
    ends = [answer(content, DAY, filled) for content, _, filled, _ in map(made, range(60))]
    assert {end.verdict for end in ends} == {"qualified", "not_qualified", "incomplete"}
    assert {status for end in ends for status, _ in end.items.values()} == {
        "met", "not_met", "scored", "missing", "doubtful", "not_applicable",
    }  # fmt: skip
