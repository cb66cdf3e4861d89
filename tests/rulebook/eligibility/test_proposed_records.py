"""A list names a unit of a like name, and nobody has said whether it is this one: unknown, never barred, and only where it would bar."""

from dataclasses import replace
from datetime import date

import pytest

from greenlist.rulebook.eligibility.history import AdverseHistory, DatedRecord
from tests.clauses.asking import DAY, ask, clear, found

RECORD = DatedRecord(date(2024, 1, 5), None, "列入失信被执行人名单", "失信被执行人名单，第3行")


@pytest.mark.parametrize("clause", ["C-43", "C-45", "C-46", "C-49", "C-52", "C-53"])
def test_an_open_proposal_makes_a_clear_look_up_unknown(clause):
    finding = ask(clause, replace(clear(), proposed=(RECORD,)))
    assert finding.verdict == "unknown"
    assert "还没有认定是否同一家：列入失信被执行人名单（2024-01-05起）" in finding.fact
    assert finding.settle_by == "请在“名单比对”中认定是同一家还是另一家"
    assert "失信被执行人名单，第3行" in finding.evidence


def test_what_would_not_bar_does_not_ask():
    ended, long_ago = replace(RECORD, until_on=date(2024, 2, 1)), replace(RECORD, from_on=date(2019, 1, 1))
    assert ask("C-53", replace(clear(), proposed=(ended,))).verdict == "met"
    assert ask("C-49", replace(clear(), proposed=(long_ago,))).verdict == "met"


def test_what_is_found_is_found_whatever_is_proposed_beside_it():
    assert ask("C-53", replace(found(date(2024, 1, 1)), proposed=(RECORD,))).verdict == "not_met"


def test_facts_with_a_proposal_can_be_stored_and_read():
    facts = AdverseHistory(answer="not_found", statement="没有记录", looked_up_on=DAY, proposed=(RECORD,))
    assert AdverseHistory.from_content(facts.as_content()) == facts
    assert AdverseHistory.from_content({"records": []}).proposed == ()
