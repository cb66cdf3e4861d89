"""Builds the facts of each notion from the register and the recorded facts. Nothing else makes facts for a rule."""

from datetime import date, timedelta
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.selectors import cap_usage, newest_capability
from greenlist.casework.register.models import AdverseRecord, ListEntry, ProposedHit
from greenlist.casework.register.selectors import is_complete, of_kind
from greenlist.casework.rounds.selectors import parameter, region_of
from greenlist.casework.verification.declared import CONDITIONS
from greenlist.casework.verification.energy import energy_level
from greenlist.casework.verification.models import Answer, RecordedFact
from greenlist.casework.verification.priorities import PRIORITIES
from greenlist.casework.verification.reading import Reading
from greenlist.rulebook.eligibility.declared import EvaluatorConditions
from greenlist.rulebook.eligibility.facts import EvaluatorBan, EvaluatorCap, StopInterval, StoppedProduction
from greenlist.rulebook.eligibility.history import AdverseHistory, DatedRecord
from greenlist.rulebook.eligibility.windows import lookback
from greenlist.rulebook.notices import Clause


def facts_for(read: Reading, clause: Clause, checked_on: date) -> Any:
    """The facts that the rule of a clause asks for. Raises ValueError for a clause that is bound to no rule."""
    return FACTS[clause.bound.rule](read, clause, checked_on)


def stopped_production(read: Reading, clause: Clause, checked_on: date) -> StoppedProduction:
    """Stops in the register; complete when the newest recorded fact has an answer and was looked up not too long ago."""
    records, fact = of_kind(read.records, "stopped_production"), read.facts.get(clause.id)
    intervals = tuple(StopInterval(r.from_on, r.until_on, _proof(r.source, r.page)) for r in records)
    return StoppedProduction(intervals, _is_fresh(fact, checked_on, int(read.values["lookup_days"])), _evidence(fact))


def adverse_history(read: Reading, clause: Clause, checked_on: date) -> AdverseHistory:
    """The register's records of the clause's kind, the newest look-up, and whether the register is declared complete."""
    kind, fact = clause.bound.kind, read.facts.get(clause.id)
    rows = of_kind(read.records, kind)
    first, last = lookback(checked_on, int(read.values["lookback_years"]))
    return AdverseHistory(
        records=(*(_record(r) for r in rows), *(_removals(read.entries) if kind == "removal" else ())),
        answer=fact.answer if fact else "",
        statement=fact.statement if fact else "",
        looked_up_on=fact.looked_up_on if fact else None,
        is_dated=fact is not None and any((r.statement, r.source) == (fact.statement, fact.source) for r in rows),
        is_covered=is_complete(read.coverages, kind, region=region_of(read.application.round), from_year=first.year, until_year=last.year),
        evidence=_evidence(fact),
        proposed=tuple(_record(hit) for hit in read.hits if hit.kind == kind),
    )


def evaluator_cap(read: Reading, clause: Clause, checked_on: date) -> EvaluatorCap:
    """National projects under the cap of the body's legal representative this year; outside ones as declared."""
    del clause, checked_on
    application, engaged = read.application, read.engagement
    slot = engaged.slots.filter(released_at=None).select_related("representative").first() if engaged else None
    if slot is None:
        return EvaluatorCap(application.mode == Application.Mode.THIRD_PARTY and application.wants_national, 0, None)
    counts_related = bool(parameter(application.round, "cap_counts_related"))
    usage = cap_usage(slot.representative, year=slot.year, limit=0, counts_related=counts_related)
    proof = f"法定代表人{slot.representative.name}，{slot.year}年第{slot.position}项"
    return EvaluatorCap(True, len(usage.slots), usage.outside, (proof,), usage.declared)


def evaluator_ban(read: Reading, clause: Clause, checked_on: date) -> EvaluatorBan:
    """All bans of the body that evaluated."""
    del clause, checked_on
    application, engaged = read.application, read.engagement
    if engaged is None:
        return EvaluatorBan(application.mode == Application.Mode.THIRD_PARTY, False, ())
    bans = list(engaged.evaluator.bans.order_by("decided_on", "id"))
    return EvaluatorBan(True, True, tuple((b.decided_on, b.until_on) for b in bans), tuple(b.document for b in bans))


def evaluator_conditions(read: Reading, clause: Clause, checked_on: date) -> EvaluatorConditions:
    """What the body that evaluated declared of itself last."""
    del clause, checked_on
    engaged = read.engagement
    if read.application.mode != Application.Mode.THIRD_PARTY or engaged is None:
        return EvaluatorConditions(read.application.mode == Application.Mode.THIRD_PARTY)
    told = newest_capability(engaged.evaluator)
    if told is None:
        return EvaluatorConditions(is_third_party=True)
    years = tuple(int(each["year"]) for each in told.experience)
    return EvaluatorConditions(True, True, told.is_legal_person, told.full_time, told.senior, years)


FACTS: dict[str, Any] = {
    "stopped_production": stopped_production,
    "deregistered": adverse_history,
    "on_list_in_force": adverse_history,
    "event_in_window": adverse_history,
    "evaluator_cap": evaluator_cap,
    "evaluator_ban": evaluator_ban,
    "evaluator_conditions": evaluator_conditions,
    "energy_benchmark": energy_level,
    "energy_advanced_value": energy_level,
    **PRIORITIES,
    **CONDITIONS,
}


def _is_fresh(fact: RecordedFact | None, checked_on: date, lookup_days: int) -> bool:
    if fact is None or fact.answer == Answer.UNKNOWN:
        return False
    return checked_on - timedelta(days=lookup_days) <= fact.looked_up_on <= checked_on


def _record(row: AdverseRecord | ProposedHit) -> DatedRecord:
    tie = f"（{row.printed_name}，{row.words}）" if isinstance(row, ProposedHit) and row.is_tied else ""
    return DatedRecord(row.from_on, row.until_on, f"{tie}{row.statement}", _proof(row.source, getattr(row, "page", None)))


def _removals(entries: list[ListEntry]) -> list[DatedRecord]:
    """Removals the register itself holds."""
    return [
        DatedRecord(e.removed_on, None, f"{e.year}年{e.get_level_display()}名单移出：{e.removal_reason}", e.document)
        for e in sorted((e for e in entries if e.removed_on), key=lambda e: (e.removed_on, e.pk))
    ]


def _evidence(fact: RecordedFact | None) -> tuple[str, ...]:
    return (_proof(fact.source, fact.page),) if fact else ()


def _proof(source: str, page: int | None) -> str:
    return f"{source}，第{page}页" if page else source
