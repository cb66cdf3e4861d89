"""How a spec asks the rule of its clause: with the binding of the notice and the round's own parameters."""

from datetime import date

from greenlist.rulebook.eligibility import registry
from greenlist.rulebook.eligibility.examples import Example, examples
from greenlist.rulebook.eligibility.findings import Finding
from greenlist.rulebook.eligibility.history import AdverseHistory, DatedRecord
from greenlist.rulebook.notices import notice, round_parameters

NOTICE = "jx-2024-20"
DAY = date(2024, 5, 27)


def ask(clause_id: str, facts: object, *, on: date = DAY, under: str = NOTICE, **changed: object) -> Finding:
    """The rule's answer for these facts on a day, under a notice; `changed` overrides parameters of the round."""
    binding = notice(under).clause(clause_id).bound
    given = binding.given(round_parameters(under).values()) | changed
    return registry.evaluate(binding.rule, facts, clause=clause_id, parameters=given, checked_on=on)


def cases(clause_id: str) -> tuple[Example, ...]:
    """The boundary cases that the public page of the clause shows."""
    return examples(notice(NOTICE).clause(clause_id).bound.rule, clause_id)


def agrees(clause_id: str, case: Example) -> bool:
    """Is the case what the page says?"""
    return ask(clause_id, case.facts, on=case.checked_on).verdict == case.expected


def found(from_on: date, until_on: date | None = None, *, looked_up_on: date = DAY) -> AdverseHistory:
    """One dated record, looked up on the day."""
    return AdverseHistory((DatedRecord(from_on, until_on, "有一条"),), "found", "有一条", looked_up_on, is_dated=True)


def clear(looked_up_on: date = DAY) -> AdverseHistory:
    """A look-up that found nothing."""
    return AdverseHistory((), "not_found", "没有记录", looked_up_on)
