"""Builds the facts of each notion from the register and the recorded facts. Nothing else makes facts for a rule."""

from datetime import date
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.register.selectors import adverse_records
from greenlist.casework.verification.models import Answer, RecordedFact
from greenlist.casework.verification.selectors import newest_fact
from greenlist.rulebook.eligibility.facts import StopInterval, StoppedProduction
from greenlist.rulebook.eligibility.windows import lookback


def stopped_production(application: Application, checked_on: date, lookback_years: int) -> StoppedProduction:
    """Stops in the register; complete when the newest recorded fact says 未发现 and was looked up inside the window."""
    records = adverse_records(application.site_id, "stopped_production")
    fact = newest_fact(application, "C-44")
    intervals = tuple(StopInterval(r.from_on, r.until_on, _proof(r.source, r.page)) for r in records)
    return StoppedProduction(intervals, _is_complete(fact, checked_on, lookback_years), _evidence(fact))


FACTS: dict[str, Any] = {"stopped_production": stopped_production}


def _is_complete(fact: RecordedFact | None, checked_on: date, years: int) -> bool:
    if fact is None or fact.answer == Answer.UNKNOWN:
        return False
    first, last = lookback(checked_on, years)
    return first <= fact.looked_up_on <= last


def _evidence(fact: RecordedFact | None) -> tuple[str, ...]:
    return (_proof(fact.source, fact.page),) if fact else ()


def _proof(source: str, page: int | None) -> str:
    return f"{source}，第{page}页" if page else source
