"""Builds the facts of each notion from the register and the recorded facts. Nothing else makes facts for a rule."""

from copy import copy
from datetime import date, timedelta
from typing import Any

from django.db.models import prefetch_related_objects

from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.selectors import cap_usage, open_engagement
from greenlist.casework.register.models import AdverseRecord
from greenlist.casework.register.selectors import adverse_records, is_complete, removals_of
from greenlist.casework.rounds.selectors import region_of
from greenlist.casework.verification.declared import CONDITIONS
from greenlist.casework.verification.models import Answer, RecordedFact
from greenlist.rulebook.eligibility.facts import EvaluatorBan, EvaluatorCap, StopInterval, StoppedProduction
from greenlist.rulebook.eligibility.history import AdverseHistory, DatedRecord
from greenlist.rulebook.eligibility.windows import lookback
from greenlist.rulebook.notices import Clause

Values = dict[str, Any]


def facts_for(application: Application, clause: Clause, checked_on: date, values: Values) -> Any:
    """The facts that the rule of a clause asks for. Raises ValueError for a clause that is bound to no rule."""
    return FACTS[clause.bound.rule](application, clause, checked_on, values)


def with_records(application: Application) -> Application:
    """A copy with its facts and its site's records read ahead: a whole checklist asks for them once, not once a clause.

    A copy, so that what was read does not outlive the checklist.
    """
    read, read.site = copy(application), copy(application.site)
    read._prefetched_objects_cache, read.site._prefetched_objects_cache = {}, {}
    prefetch_related_objects([read], "facts", "site__adverse_records")
    return read


def newest_fact(application: Application, clause: str) -> RecordedFact | None:
    """The newest recorded fact about one clause; it alone counts."""
    own = [fact for fact in application.facts.all() if fact.clause == clause]
    return max(own, key=lambda fact: (fact.recorded_at, fact.pk), default=None)


def stopped_production(application: Application, clause: Clause, checked_on: date, values: Values) -> StoppedProduction:
    """Stops in the register; complete when the newest recorded fact has an answer and was looked up not too long ago."""
    records = adverse_records(application.site, "stopped_production")
    fact = newest_fact(application, clause.id)
    intervals = tuple(StopInterval(r.from_on, r.until_on, _proof(r.source, r.page)) for r in records)
    return StoppedProduction(intervals, _is_fresh(fact, checked_on, int(values["lookup_days"])), _evidence(fact))


def adverse_history(application: Application, clause: Clause, checked_on: date, values: Values) -> AdverseHistory:
    """The register's records of the clause's kind, the newest look-up, and whether the register is declared complete."""
    kind, fact = clause.bound.kind, newest_fact(application, clause.id)
    rows = adverse_records(application.site, kind)
    first, last = lookback(checked_on, int(values["lookback_years"]))
    return AdverseHistory(
        records=(*(_record(r) for r in rows), *(_removals(application) if kind == "removal" else ())),
        answer=fact.answer if fact else "",
        statement=fact.statement if fact else "",
        looked_up_on=fact.looked_up_on if fact else None,
        is_dated=fact is not None and any((r.statement, r.source) == (fact.statement, fact.source) for r in rows),
        is_covered=is_complete(kind, region=region_of(application.round), from_year=first.year, until_year=last.year),
        evidence=_evidence(fact),
    )


def evaluator_cap(application: Application, clause: Clause, checked_on: date, values: Values) -> EvaluatorCap:
    """National projects under the cap of the body's legal representative this year; outside ones as declared."""
    del clause, checked_on, values
    engaged = open_engagement(application.number)
    slot = engaged.slots.filter(released_at=None).select_related("representative").first() if engaged else None
    if slot is None:
        return EvaluatorCap(application.mode == Application.Mode.THIRD_PARTY and application.wants_national, 0, None)
    usage = cap_usage(slot.representative, year=slot.year, limit=0)
    proof = f"法定代表人{slot.representative.name}，{slot.year}年第{slot.position}项"
    return EvaluatorCap(True, len(usage.slots), usage.outside, (proof,))


def evaluator_ban(application: Application, clause: Clause, checked_on: date, values: Values) -> EvaluatorBan:
    """All bans of the body that evaluated."""
    del clause, checked_on, values
    engaged = open_engagement(application.number)
    if engaged is None:
        return EvaluatorBan(application.mode == Application.Mode.THIRD_PARTY, False, ())
    bans = list(engaged.evaluator.bans.order_by("decided_on"))
    return EvaluatorBan(True, True, tuple((b.decided_on, b.until_on) for b in bans), tuple(b.document for b in bans))


FACTS: dict[str, Any] = {
    "stopped_production": stopped_production,
    "deregistered": adverse_history,
    "on_list_in_force": adverse_history,
    "event_in_window": adverse_history,
    "evaluator_cap": evaluator_cap,
    "evaluator_ban": evaluator_ban,
    **CONDITIONS,
}


def _is_fresh(fact: RecordedFact | None, checked_on: date, lookup_days: int) -> bool:
    if fact is None or fact.answer == Answer.UNKNOWN:
        return False
    return checked_on - timedelta(days=lookup_days) <= fact.looked_up_on <= checked_on


def _record(row: AdverseRecord) -> DatedRecord:
    return DatedRecord(row.from_on, row.until_on, row.statement, _proof(row.source, row.page))


def _removals(application: Application) -> list[DatedRecord]:
    """Removals the register itself holds."""
    return [
        DatedRecord(e.removed_on, None, f"{e.year}年{e.get_level_display()}名单移出：{e.removal_reason}", e.document)
        for e in removals_of(application.site)
        if e.removed_on
    ]


def _evidence(fact: RecordedFact | None) -> tuple[str, ...]:
    return (_proof(fact.source, fact.page),) if fact else ()


def _proof(source: str, page: int | None) -> str:
    return f"{source}，第{page}页" if page else source
