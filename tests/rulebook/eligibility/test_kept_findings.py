"""Whole findings, word for word: verdict, fact, window, what would pass and what would settle it, of every boundary case."""

import dataclasses
from datetime import date

import pytest

from greenlist.rulebook.eligibility.confirming import Confirmable
from greenlist.rulebook.eligibility.contradictions import Contradiction, Judged
from greenlist.rulebook.eligibility.examples import Example, examples
from greenlist.rulebook.eligibility.facts import FACTS, EvaluatorBan, EvaluatorCap, StopInterval
from greenlist.rulebook.eligibility.findings import Finding
from greenlist.rulebook.eligibility.history import AdverseHistory, DatedRecord
from greenlist.rulebook.eligibility.registry import registered, rule_names
from tests.rulebook.eligibility.keeping import FOLDER, kept, said

OTHERS = [Confirmable, StopInterval, DatedRecord, Finding, Example, Judged, Contradiction, type(registered("applied_anew"))]
FACT_CLASSES = sorted(set(FACTS.values()), key=lambda facts: facts.__name__)


@pytest.mark.parametrize("rule", sorted(rule_names()))
def test_a_rule_says_of_its_boundary_cases_what_it_said_before(rule):
    assert said(rule) == kept(rule)


def test_no_kept_file_is_left_over():
    assert {file.stem for file in FOLDER.glob("*.yaml")} == rule_names()


@pytest.mark.parametrize("rule", sorted(rule_names()))
def test_facts_come_back_from_storage_as_they_were(rule):
    for case in examples(rule):
        content = case.facts.as_content()
        assert set(content) == {field.name for field in dataclasses.fields(case.facts)}
        assert type(case.facts).from_content(content) == case.facts
        assert not any(isinstance(value, date | tuple) for value in content.values())


@pytest.mark.parametrize("rule", sorted(rule_names()))
def test_what_storage_has_besides_is_left_alone(rule):
    facts = examples(rule)[0].facts
    assert type(facts).from_content(facts.as_content() | {"of a later version": "x"}) == facts


@pytest.mark.parametrize("made", [*FACT_CLASSES, *OTHERS])
def test_facts_and_findings_cannot_be_changed(made):
    one = made.__new__(made)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(one, dataclasses.fields(made)[0].name, "x")


def empty(made: type) -> dict[str, object]:
    """What its fields are when nothing is said; nothing for a class whose fields must be said."""
    return vars(made()) if all(f.default is not dataclasses.MISSING for f in dataclasses.fields(made)) else {}


def test_facts_of_which_nothing_is_said_are_unknown_or_no():
    """Nothing that is left out may count as a yes: the few that are yes say only what kind of unit or paper it is."""
    said_yes = {
        (made.__name__, name) for made in FACT_CLASSES for name, value in empty(made).items() if value not in ("", None, False, 0, ())
    }
    assert said_yes == {("ReportHandedIn", "has_text"), ("ChainEnterprise", "is_chain"), ("EnergyLevel", "is_factory"), ("ParkFactories", "is_park"),
                        ("ChainIndustry", "is_chain"), ("ChainSuppliers", "is_chain"), ("ChainPilot", "is_chain")}  # fmt: skip


def test_proofs_are_stored_and_read_with_the_facts():
    bans = ((date(2022, 6, 1), date(2025, 6, 1)),)
    history = AdverseHistory((DatedRecord(date(2024, 1, 1), date(2024, 2, 1), "甲", "第3行"),), evidence=("截图",))
    for facts in (EvaluatorCap(True, 3, 4, ("登记",)), EvaluatorBan(True, True, bans, ("决定",)), history):
        assert type(facts).from_content(facts.as_content()) == facts


def test_of_a_history_what_is_left_out_is_empty():
    assert AdverseHistory.from_content({}) == AdverseHistory()
    read = AdverseHistory.from_content({"records": [{"from_on": "2024-01-01"}]})
    assert read.records == (DatedRecord(date(2024, 1, 1), None, ""),) == (DatedRecord(date(2024, 1, 1), None, "", ""),)
    assert Confirmable().ground == ""
