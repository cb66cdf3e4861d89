"""The applications of one round put to the rules of another notice: clause by clause, who would change, and why. Nothing is stored.

Only what a unit is asked is compared; what an office hands in (letter, package, deadline) is not. Judgements of persons stand
outside: a unit that changes is one for whom the rule answers otherwise, whatever a person made of the answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.verification.facts import FACTS, facts_for
from greenlist.casework.verification.reading import Reading, readings
from greenlist.rulebook.eligibility.findings import Finding, Verdict
from greenlist.rulebook.eligibility.registry import evaluate
from greenlist.rulebook.notices import Clause, Notice, notice, round_parameters

MEMBERS = ("site__organisation", "filing", "report", "round")


@dataclass(frozen=True)
class Change:
    """One application for which a clause answers otherwise; None: that notice does not ask this clause."""

    application: Application
    before: Finding | None
    after: Finding | None


@dataclass
class ClauseReplay:
    """One clause under both notices: how many applications it was put to, how many answer the same, and those that change."""

    clause: str
    before: Clause | None
    after: Clause | None
    same: int = 0
    changes: list[Change] = field(default_factory=list)


def replay(applications: Iterable[Application], notice_id: str, on: date) -> list[ClauseReplay]:
    """Applications (best with `MEMBERS` selected) under the parameters of their own round and under another notice, on one day.

    KeyError for a notice that is not held.
    """
    other, found = notice(notice_id), {}
    values = round_parameters(notice_id).values()
    for read in readings(applications):
        own = notice(read.notice)
        before = dict(_answers(read, own, read.values, on))
        after = dict(_answers(_under(read, notice_id, values), other, values, on))
        for clause in sorted(before.keys() | after.keys()):
            line = found.setdefault(clause, ClauseReplay(clause, _clause(own, clause), _clause(other, clause)))
            if _word(before.get(clause)) == _word(after.get(clause)):
                line.same += 1
            else:
                line.changes.append(Change(read.application, before.get(clause), after.get(clause)))
    return [found[clause] for clause in sorted(found)]


def bars(finding: Finding | None) -> bool:
    """Would this answer keep the unit out?"""
    return finding is not None and finding.verdict is Verdict.NOT_MET


def _under(read: Reading, notice_id: str, values: dict[str, Any]) -> Reading:
    """The same reading, with another notice's categories and parameters; what was read from the tables stays read."""
    made = Reading(read.application, read)
    made.__dict__.update(read.__dict__)
    made.notice, made.values = notice_id, values
    return made


def _answers(read: Reading, text: Notice, values: dict[str, Any], on: date) -> Iterator[tuple[str, Finding]]:
    for clause in text.clauses:
        if clause.binding and clause.binding.rule in FACTS:
            facts = facts_for(read, clause, on)
            given = clause.binding.given(values)
            yield clause.id, evaluate(clause.binding.rule, facts, clause=clause.id, parameters=given, checked_on=on)


def _clause(text: Notice, clause_id: str) -> Clause | None:
    return text.clause(clause_id) if text.has_clause(clause_id) else None


def _word(finding: Finding | None) -> str:
    """A clause that is not asked says as much as one that does not apply."""
    return str(finding.verdict) if finding else str(Verdict.NOT_APPLICABLE)
