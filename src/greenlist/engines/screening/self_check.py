"""What a unit can answer about itself, and the facts its answers make. An answer is no proof: the office looks everything up.

`answers` is what a form sends: text by field. A clause is answered by its id (`no`, `yes`, `unsure` or nothing) with the days
`<id>-from` and `<id>-until`; the rest by `category`, `industry`, `mode`, `third_party`, `national`, `provincial`, `listed`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenlist.rulebook.eligibility.declared import (
    CategoryChosen,
    ChainEnterprise,
    EarlierListing,
    EvaluationMode,
    EvaluatorConditions,
    LevelsChosen,
    StandardUsed,
)
from greenlist.rulebook.eligibility.facts import EvaluatorBan, EvaluatorCap, StopInterval, StoppedProduction
from greenlist.rulebook.eligibility.findings import Finding
from greenlist.rulebook.eligibility.history import AdverseHistory, DatedRecord
from greenlist.rulebook.eligibility.registry import evaluate
from greenlist.rulebook.notices import Clause, Notice
from greenlist.rulebook.standards import applicable

Answers = Mapping[str, str]
YES, NO, UNSURE = "yes", "no", "unsure"
ADVERSE = ("deregistered", "stopped_production", "on_list_in_force", "event_in_window")
SAID = "自填"


@dataclass(frozen=True)
class Answered:
    """A clause, what its rule says to the answers, and what the unit answered (`yes`, `no`, `unsure`, '' for a condition)."""

    clause: Clause
    finding: Finding
    answer: str = ""


def asked(notice: Notice) -> list[Clause]:
    """The exclusions of a notice that a unit is asked about, in order."""
    return [clause for clause in notice.clauses if clause.binding and clause.binding.rule in ADVERSE]


def problems(notice: Notice, answers: Answers) -> list[str]:
    """Everything in the answers that cannot be read, in words; empty when all can."""
    told = []
    for clause in asked(notice):
        start, end = answers.get(f"{clause.id}-from", "").strip(), answers.get(f"{clause.id}-until", "").strip()
        unread = [text for text in (start, end) if text and _day(text) is None]
        told += [f"{question(clause)}：“{text}”不是日期，请写成 2024-05-27" for text in unread]
        first, last = _day(start), _day(end)
        if first and last and last < first:
            told.append(f"{question(clause)}：结束日期早于开始日期")
    return told


def question(clause: Clause) -> str:
    """What is asked about, in the clause's own words where it has some."""
    return dict(clause.bound.about).get("what", clause.quote)


def self_checked(notice: Notice, values: dict[str, Any], offered: tuple[str, ...], answers: Answers, on: date) -> list[Answered]:
    """Every rule that a unit's own answers can be put to, on this day, with the round's parameters and the categories it offers.

    Nothing is kept. Days that cannot be read count as not said.
    """
    found = []
    for clause in notice.clauses:
        if clause.binding is None or clause.binding.rule not in FACTS:
            continue
        facts = FACTS[clause.binding.rule](clause, answers, offered, on)
        finding = evaluate(clause.binding.rule, facts, clause=clause.id, parameters=clause.binding.given(values), checked_on=on)
        answer = answers.get(clause.id, "") or UNSURE if clause.binding.rule in ADVERSE else ""
        found.append(Answered(clause, finding, answer))
    return found


def _history(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> AdverseHistory:
    del offered
    answer, start = answers.get(clause.id, ""), _day(answers.get(f"{clause.id}-from", ""))
    if answer == YES and start:
        record = DatedRecord(start, _day(answers.get(f"{clause.id}-until", "")), f"{SAID}：有", SAID)
        return AdverseHistory((record,), "found", f"{SAID}：有", on, is_dated=True)
    if answer == YES:
        return AdverseHistory((), "found", f"{SAID}：有", on)
    return AdverseHistory((), "not_found", f"{SAID}：没有", on) if answer == NO else AdverseHistory()


def _stops(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> StoppedProduction:
    del offered, on
    answer, start = answers.get(clause.id, ""), _day(answers.get(f"{clause.id}-from", ""))
    if answer == YES and start:
        return StoppedProduction((StopInterval(start, _day(answers.get(f"{clause.id}-until", "")), SAID),), records_complete=True)
    return StoppedProduction((), records_complete=answer == NO)


def _category(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> CategoryChosen:
    del clause, on
    return CategoryChosen(answers.get("category", ""), offered)


def _mode(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> EvaluationMode:
    del clause, offered, on
    return EvaluationMode(answers.get("mode", ""), answers.get("third_party", "").strip())


def _standard(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> StandardUsed:
    """The standards in force for what was answered; the form would be filled against the first."""
    del clause, offered
    known = applicable(answers.get("category", ""), answers.get("industry", "").strip(), on)
    return StandardUsed(known[0].number, tuple((a.number, a.clause, a.is_held) for a in known), known[0].why) if known else StandardUsed()


def _levels(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> LevelsChosen:
    del clause, offered, on
    return LevelsChosen("national" in answers, "provincial" in answers)


def _listed(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> EarlierListing:
    del clause, offered, on
    return EarlierListing(f"{SAID}省级名单" if answers.get("listed") == YES else "", "national" in answers)


def _chain(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> ChainEnterprise:
    del clause, offered, on
    said = answers.get("is_factory", "")
    return ChainEnterprise(answers.get("category") == "supply_chain", SAID if said == YES else "", is_complete=said == NO)


def _cap(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> EvaluatorCap:
    del clause, offered, on
    return EvaluatorCap(answers.get("mode") == "third_party" and "national" in answers, 0, None)


def _ban(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> EvaluatorBan:
    del clause, offered, on
    return EvaluatorBan(answers.get("mode") == "third_party", is_known=False, bans=())


def _conditions(clause: Clause, answers: Answers, offered: tuple[str, ...], on: date) -> EvaluatorConditions:
    del clause, offered, on
    return EvaluatorConditions(answers.get("mode") == "third_party")


FACTS: dict[str, Callable[[Clause, Answers, tuple[str, ...], date], Any]] = {
    "deregistered": _history,
    "stopped_production": _stops,
    "on_list_in_force": _history,
    "event_in_window": _history,
    "category_offered": _category,
    "evaluation_mode": _mode,
    "standard_applies": _standard,
    "levels_chosen": _levels,
    "applied_anew": _listed,
    "chain_is_green_factory": _chain,
    "evaluator_cap": _cap,
    "evaluator_ban": _ban,
    "evaluator_conditions": _conditions,
}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
