"""The one door to the rules: by name, with version, parameters and facts kept in the finding."""

import json
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from greenlist.rulebook.eligibility.facts import FACTS, StopInterval, StoppedProduction
from greenlist.rulebook.eligibility.findings import WORDS, Finding, Verdict, word
from greenlist.rulebook.eligibility.registry import evaluate, registered, rule, rule_names
from greenlist.rulebook.notices import notice, notice_ids

PARAMETERS = {"lookback_years": 3, "stop_months": 12, "stop_months_inclusive": True}
STOP = StoppedProduction((StopInterval(date(2022, 1, 1), date(2022, 12, 31), "电费单"),), True, ("逐月用电量表",))


def finding(facts=STOP, **changed) -> Finding:
    return evaluate("stopped_production", facts, clause="C-44", parameters={**PARAMETERS, **changed}, checked_on=date(2024, 5, 27))


def test_a_finding_carries_what_it_was_made_of():
    found = finding()
    assert (found.clause, found.rule, found.rule_version) == ("C-44", "stopped_production", registered("stopped_production").version)
    assert found.facts == STOP.as_content()
    assert found.parameters == PARAMETERS
    assert found.evidence == ("电费单", "逐月用电量表")
    assert found.window == ("2021-05-27", "2024-05-27")


def test_a_finding_can_be_stored_as_json_and_replayed_from_it():
    found = finding()
    stored = json.loads(json.dumps(found.as_content(), ensure_ascii=False))
    again = evaluate(
        stored["rule"], FACTS[stored["rule"]].from_content(stored["facts"]), clause=stored["clause"], parameters=stored["parameters"],
        checked_on=date.fromisoformat(stored["window"][1]),
    )  # fmt: skip
    assert again == found
    assert stored["verdict"] == "not_met"


def test_a_finding_cannot_be_changed_and_later_changes_of_parameters_do_not_reach_it():
    parameters = dict(PARAMETERS)
    found = evaluate("stopped_production", STOP, clause="C-44", parameters=parameters, checked_on=date(2024, 5, 27))
    parameters["stop_months"] = 99
    assert found.parameters == PARAMETERS
    with pytest.raises(FrozenInstanceError):
        found.verdict = Verdict.MET


def test_an_unknown_rule_is_told_with_those_there_are():
    with pytest.raises(KeyError, match="no rule 'halted'; there are: .*stopped_production"):
        registered("halted")


def test_a_name_can_be_taken_only_once():
    with pytest.raises(ValueError, match="'stopped_production' is registered twice"):
        rule("stopped_production", version=2)(lambda facts, parameters, checked_on: None)
    assert registered("stopped_production").version == 1


def test_every_rule_has_its_facts_and_is_bound_by_a_clause():
    assert set(FACTS) == rule_names()
    assert rule_names() == {c.binding.rule for held in notice_ids() for c in notice(held).clauses if c.binding}


@pytest.mark.parametrize(
    ("verdict", "turned"), [("met", "not_met"), ("not_met", "met"), ("unknown", "unknown"), ("not_applicable", "not_applicable")]
)
def test_turning_a_verdict_round_leaves_an_unknown_unknown(verdict, turned):
    assert Verdict(verdict).inverted() == turned


def test_the_words_of_an_exclusion_a_condition_and_a_priority():
    assert [word("exclusion", v) for v in Verdict] == ["未发现", "发现", "待核实", "不适用"]
    assert [word("condition", v) for v in Verdict] == ["符合", "不符合", "待核实", "不适用"]
    assert [word("priority", v) for v in Verdict] == ["优先", "不优先", "待核实", "不适用"]
    assert {kind: set(words) for kind, words in WORDS.items()} == dict.fromkeys(("exclusion", "condition", "priority"), set(Verdict))
