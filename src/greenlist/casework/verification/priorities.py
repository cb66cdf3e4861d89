"""What a park or a chain enterprise declares for the priorities, and which priorities units hold by their newest finding."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.selectors import Body, version_content
from greenlist.casework.register.models import Category
from greenlist.casework.verification.checklist import all_priorities
from greenlist.casework.verification.models import Finding
from greenlist.casework.verification.reading import Reading
from greenlist.engines.scoring.application import number
from greenlist.rulebook.eligibility.priorities import ChainPriority, ParkFactories
from greenlist.rulebook.notices import Clause


def park_factories(read: Reading, clause: Clause, checked_on: date) -> ParkFactories:
    """The two figures of a park's form."""
    del clause, checked_on
    if read.application.category != Category.PARK:
        return ParkFactories(is_park=False)
    body = _body(read)
    return ParkFactories(True, _whole(body, "park_factories"), _whole(body, "park_firms"))


def chain_priority(read: Reading, clause: Clause, checked_on: date) -> ChainPriority:
    """What a chain enterprise's form says, and its class."""
    del clause, checked_on
    if read.application.category != Category.SUPPLY_CHAIN:
        return ChainPriority(is_chain=False)
    body = _body(read)
    said, document = _text(body, "chain_pilot"), _text(body, "chain_pilot_document")
    industry = read.application.site.industry
    return ChainPriority(True, industry, _whole(body, "chain_suppliers"), document if said == "是" else "", said == "不是")


PRIORITIES: dict[str, Any] = {
    "park_green_factories": park_factories,
    "chain_named_industry": chain_priority,
    "chain_green_suppliers": chain_priority,
    "epr_pilot": chain_priority,
}


def held_priorities(applications: Iterable[Any]) -> dict[Any, tuple[str, ...]]:
    """{application id: the clauses of the priorities it holds}, by the newest finding of each, in one query."""
    ids = list(applications)
    rows = Finding.objects.filter(application__in=ids, clause__in=all_priorities()).order_by("computed_at", "id")
    newest = {(application, clause): verdict for application, clause, verdict in rows.values_list("application_id", "clause", "verdict")}
    held: dict[Any, tuple[str, ...]] = {}
    for (application, clause), verdict in newest.items():
        if verdict == Finding.Verdict.MET:
            held[application] = tuple(sorted((*held.get(application, ()), clause)))
    return held


def priorities_of(application: Application) -> list[Finding]:
    """The newest finding of every priority that this unit holds, in the order of the clauses."""
    rows = application.findings.filter(clause__in=all_priorities()).order_by("computed_at", "id")
    newest = {finding.clause: finding for finding in rows}
    return [newest[clause] for clause in sorted(newest) if newest[clause].verdict == Finding.Verdict.MET]


def _body(read: Reading) -> Body:
    return version_content(read.version)["sections"].get("unit", {}) if read.version else {}


def _text(body: Body, row: str) -> str:
    return body.get(row, {}).get("value", "").strip()


def _whole(body: Body, row: str) -> int | None:
    """A whole number as typed; None for nothing or what is none."""
    try:
        value = number(_text(body, row)) if _text(body, row) else None
    except ValueError:
        return None
    return int(value) if value is not None and value.denominator == 1 and value >= 0 else None
