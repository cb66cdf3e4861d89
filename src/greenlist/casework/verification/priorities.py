"""What a park or a chain enterprise declares for the priorities, what an officer made of it, and which priorities units hold."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from greenlist.casework.filings.selectors import Body, version_content
from greenlist.casework.journal.contents import load
from greenlist.casework.register.models import Category
from greenlist.casework.verification.checklist import all_priorities
from greenlist.casework.verification.models import Finding, Judgement
from greenlist.casework.verification.reading import Reading
from greenlist.engines.scoring.application import number
from greenlist.rulebook.eligibility.confirming import Confirmable
from greenlist.rulebook.eligibility.priorities import ChainIndustry, ChainPilot, ChainSuppliers, ParkFactories
from greenlist.rulebook.notices import Clause

Declared = TypeVar("Declared", bound=Confirmable)


def as_checked(read: Reading, clause: Clause, declared: Declared) -> Declared:
    """The same with what an officer made of it: of this very declaration, so that another figure (or another reference) asks anew."""
    judged = read.checks.get(clause.id)
    if judged is None or type(declared).from_content(load(judged.finding.content_digest)["facts"]) != declared:
        return declared
    return replace(declared, is_confirmed=judged.outcome == Judgement.Outcome.MET, ground=judged.reason)


def park_factories(read: Reading, clause: Clause, checked_on: date) -> ParkFactories:
    """The two figures of a park's form."""
    del checked_on
    if read.application.category != Category.PARK:
        return ParkFactories(is_park=False)
    body = _body(read)
    return as_checked(read, clause, ParkFactories(True, _whole(body, "park_factories"), _whole(body, "park_firms")))


def chain_industry(read: Reading, clause: Clause, checked_on: date) -> ChainIndustry:
    """The class of a chain enterprise's site."""
    del clause, checked_on
    if read.application.category != Category.SUPPLY_CHAIN:
        return ChainIndustry(is_chain=False)
    return ChainIndustry(True, read.application.site.industry)


def chain_suppliers(read: Reading, clause: Clause, checked_on: date) -> ChainSuppliers:
    """How many green suppliers a chain enterprise's form names."""
    del checked_on
    if read.application.category != Category.SUPPLY_CHAIN:
        return ChainSuppliers(is_chain=False)
    return as_checked(read, clause, ChainSuppliers(True, _whole(_body(read), "chain_suppliers")))


def chain_pilot(read: Reading, clause: Clause, checked_on: date) -> ChainPilot:
    """What a chain enterprise's form says of the pilot."""
    del checked_on
    if read.application.category != Category.SUPPLY_CHAIN:
        return ChainPilot(is_chain=False)
    body = _body(read)
    said, document = _text(body, "chain_pilot"), _text(body, "chain_pilot_document")
    return as_checked(read, clause, ChainPilot(True, document if said == "是" else "", said == "不是"))


PRIORITIES: dict[str, Any] = {
    "park_green_factories": park_factories,
    "chain_named_industry": chain_industry,
    "chain_green_suppliers": chain_suppliers,
    "epr_pilot": chain_pilot,
}


def held_priorities(newest: Iterable[Finding]) -> dict[Any, tuple[str, ...]]:
    """{application id: the clauses of the priorities it holds}, among the newest findings of some applications."""
    held: dict[Any, tuple[str, ...]] = {}
    for finding in newest:
        if finding.clause in all_priorities() and finding.verdict == Finding.Verdict.MET:
            held[finding.application_id] = tuple(sorted((*held.get(finding.application_id, ()), finding.clause)))
    return held


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
