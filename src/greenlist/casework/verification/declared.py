"""Builds the facts of the conditions from the application, its filing and the register."""

from datetime import date
from typing import Any

from greenlist.casework.filings.selectors import declared_verdict, plan_of
from greenlist.casework.register.models import ON_LIST, Category, Level, ListEntry
from greenlist.casework.register.selectors import is_complete
from greenlist.casework.rounds.selectors import region_of, waiver_of
from greenlist.casework.verification.parks import park_declared
from greenlist.casework.verification.reading import Reading
from greenlist.rulebook.eligibility.declared import (
    CategoryChosen,
    ChainEnterprise,
    EarlierListing,
    EvaluationMode,
    LevelsChosen,
    ProvincialStanding,
    ReportHandedIn,
    StandardUsed,
)
from greenlist.rulebook.notices import Clause, round_parameters
from greenlist.rulebook.standards import applicable


def category_offered(read: Reading, clause: Clause, checked_on: date) -> CategoryChosen:
    """The category and those of the round."""
    return CategoryChosen(read.application.category, round_parameters(read.notice).categories)


def evaluation_mode(read: Reading, clause: Clause, checked_on: date) -> EvaluationMode:
    """How it was evaluated and by whom."""
    return EvaluationMode(read.application.mode, read.application.third_party)


def standard_applies(read: Reading, clause: Clause, checked_on: date) -> StandardUsed:
    """The standard of the filing's plan, and those in force for category and industry on its reference date."""
    application, filing = read.application, read.application.filing
    known = applicable(application.category, application.site.industry, filing.reference_on)
    return StandardUsed(plan_of(filing).number, tuple((a.number, a.clause, a.is_held) for a in known), known[0].why if known else "")


def levels_chosen(read: Reading, clause: Clause, checked_on: date) -> LevelsChosen:
    """The levels ticked."""
    return LevelsChosen(read.application.wants_national, read.application.wants_provincial)


def applied_anew(read: Reading, clause: Clause, checked_on: date) -> EarlierListing:
    """The newest provincial entry that stands, and whether the report was stored in this round."""
    application = read.application
    entry = _standing(read.entries, application.category, Level.PROVINCIAL)
    report = application.report
    is_new = report.uploaded_at.date() >= application.round.opens_on if report else None
    return EarlierListing(_told(entry), application.wants_national, is_new)


def already_provincial(read: Reading, clause: Clause, checked_on: date) -> ProvincialStanding:
    """The newest provincial entry of its category that stands."""
    application = read.application
    entry = _standing(read.entries, application.category, Level.PROVINCIAL)
    return ProvincialStanding(application.wants_national, _told(entry), _is_complete(read, application.category, Level.PROVINCIAL))


def report_of_a_passing_unit(read: Reading, clause: Clause, checked_on: date) -> ReportHandedIn:
    """The report attached, and what the newest version's score says of the unit."""
    report, verdict = read.application.report, declared_verdict(read.version)
    if report is None:
        return ReportHandedIn()
    is_unfilled = bool(read.version and read.version.is_unfilled)
    return ReportHandedIn(report.name, report.pages or 0, bool(report.has_text), "" if verdict == "incomplete" else verdict, is_unfilled)


def chain_is_green_factory(read: Reading, clause: Clause, checked_on: date) -> ChainEnterprise:
    """Does the enterprise stand on a list of green factories?"""
    application = read.application
    if application.category != Category.SUPPLY_CHAIN:
        return ChainEnterprise(is_chain=False)
    entry = _standing(read.entries, Category.FACTORY)
    waiver = waiver_of(application.round, clause.id, application.site.organisation.credit_code or "")
    complete = _is_complete(read, Category.FACTORY)
    return ChainEnterprise(listed=_told(entry), is_complete=complete, waiver=waiver.reason if waiver else "")


CONDITIONS: dict[str, Any] = {
    "category_offered": category_offered,
    "evaluation_mode": evaluation_mode,
    "standard_applies": standard_applies,
    "levels_chosen": levels_chosen,
    "applied_anew": applied_anew,
    "already_provincial": already_provincial,
    "report_of_a_passing_unit": report_of_a_passing_unit,
    "park_main_function": park_declared,
    "park_industry_share": park_declared,
    "park_boundary": park_declared,
    "park_one_body": park_declared,
    "park_level": park_declared,
    "chain_is_green_factory": chain_is_green_factory,
}


def _standing(entries: list[ListEntry], category: str, level: str = "") -> ListEntry | None:
    """The newest row of a category, and of a level where one is named, that stands on a list."""
    return next((e for e in entries if e.state in ON_LIST and e.category == category and level in {"", e.level}), None)


def _is_complete(read: Reading, category: str, level: str = "") -> bool:
    """Are the lists of the three years before the round declared complete for this category?"""
    round_ = read.application.round
    years = {"from_year": round_.year - 3, "until_year": round_.year - 1}
    return is_complete(read.coverages, "published_list", region=region_of(round_), category=category, level=level, **years)


def _told(entry: ListEntry | None) -> str:
    return f"{entry.year}年{entry.get_level_display()}" if entry else ""
