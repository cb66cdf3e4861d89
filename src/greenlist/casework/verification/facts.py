"""Builds the facts of each notion from the register and the recorded facts. Nothing else makes facts for a rule."""

from datetime import date
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.selectors import cap_usage, open_engagement
from greenlist.casework.register.selectors import adverse_records
from greenlist.casework.verification.models import Answer, RecordedFact
from greenlist.rulebook.eligibility.facts import EvaluatorBan, EvaluatorCap, StopInterval, StoppedProduction
from greenlist.rulebook.eligibility.windows import lookback


def newest_fact(application: Application, clause: str) -> RecordedFact | None:
    """The newest recorded fact about one clause; it alone counts."""
    return application.facts.filter(clause=clause).select_related("file").order_by("-recorded_at", "-id").first()


def stopped_production(application: Application, checked_on: date, lookback_years: int) -> StoppedProduction:
    """Stops in the register; complete when the newest recorded fact says 未发现 and was looked up inside the window."""
    records = adverse_records(application.site_id, "stopped_production")
    fact = newest_fact(application, "C-44")
    intervals = tuple(StopInterval(r.from_on, r.until_on, _proof(r.source, r.page)) for r in records)
    return StoppedProduction(intervals, _is_complete(fact, checked_on, lookback_years), _evidence(fact))


def evaluator_cap(application: Application, checked_on: date, lookback_years: int) -> EvaluatorCap:
    """National projects under the cap of the body's legal representative this year; outside ones as declared."""
    del checked_on, lookback_years
    engaged = open_engagement(application.number)
    slot = engaged.slots.filter(released_at=None).select_related("representative").first() if engaged else None
    if slot is None:
        return EvaluatorCap(application.mode == Application.Mode.THIRD_PARTY and application.wants_national, 0, None)
    usage = cap_usage(slot.representative, year=slot.year, limit=0)
    proof = f"法定代表人{slot.representative.name}，{slot.year}年第{slot.position}项"
    return EvaluatorCap(True, len(usage.slots), usage.outside, (proof,))


def evaluator_ban(application: Application, checked_on: date, lookback_years: int) -> EvaluatorBan:
    """All bans of the body that evaluated."""
    del checked_on, lookback_years
    engaged = open_engagement(application.number)
    if engaged is None:
        return EvaluatorBan(application.mode == Application.Mode.THIRD_PARTY, False, ())
    bans = list(engaged.evaluator.bans.order_by("decided_on"))
    return EvaluatorBan(True, True, tuple((b.decided_on, b.until_on) for b in bans), tuple(b.document for b in bans))


FACTS: dict[str, Any] = {
    "stopped_production": stopped_production,
    "evaluator_cap": evaluator_cap,
    "evaluator_ban": evaluator_ban,
}


def _is_complete(fact: RecordedFact | None, checked_on: date, years: int) -> bool:
    if fact is None or fact.answer == Answer.UNKNOWN:
        return False
    first, last = lookback(checked_on, years)
    return first <= fact.looked_up_on <= last


def _evidence(fact: RecordedFact | None) -> tuple[str, ...]:
    return (_proof(fact.source, fact.page),) if fact else ()


def _proof(source: str, page: int | None) -> str:
    return f"{source}，第{page}页" if page else source
