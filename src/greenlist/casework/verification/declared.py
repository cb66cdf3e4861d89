"""Builds the facts of the conditions from the application, its filing and the register."""

from datetime import date
from typing import Any

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.filings.selectors import declared_result, plan_of
from greenlist.casework.register.models import Category, Level, ListEntry
from greenlist.casework.register.selectors import is_complete, standing_entries
from greenlist.casework.rounds.selectors import region_of, waiver_of
from greenlist.rulebook.eligibility.declared import (
    CategoryChosen,
    ChainEnterprise,
    EarlierListing,
    EvaluationMode,
    LevelsChosen,
    ReportHandedIn,
    StandardUsed,
)
from greenlist.rulebook.notices import Clause, round_parameters
from greenlist.rulebook.standards import applicable

Values = dict[str, Any]


def category_offered(application: Application, clause: Clause, checked_on: date, values: Values) -> CategoryChosen:
    """The category and those of the round."""
    return CategoryChosen(application.category, round_parameters(application.round.notice).categories)


def evaluation_mode(application: Application, clause: Clause, checked_on: date, values: Values) -> EvaluationMode:
    """How it was evaluated and by whom."""
    return EvaluationMode(application.mode, application.third_party)


def standard_applies(application: Application, clause: Clause, checked_on: date, values: Values) -> StandardUsed:
    """The standard of the filing's plan, and those in force for category and industry on its reference date."""
    filing = application.filing
    known = applicable(application.category, application.site.industry, filing.reference_on)
    return StandardUsed(plan_of(filing).number, tuple((a.number, a.clause, a.is_held) for a in known), known[0].why if known else "")


def levels_chosen(application: Application, clause: Clause, checked_on: date, values: Values) -> LevelsChosen:
    """The levels ticked."""
    return LevelsChosen(application.wants_national, application.wants_provincial)


def applied_anew(application: Application, clause: Clause, checked_on: date, values: Values) -> EarlierListing:
    """The newest provincial entry that stands, and whether the report was stored in this round."""
    entry = standing_entries(application.site, level=Level.PROVINCIAL).filter(category=application.category).first()
    report = application.report
    is_new = report.uploaded_at.date() >= application.round.opens_on if report else None
    return EarlierListing(_told(entry), application.wants_national, is_new)


def report_of_a_passing_unit(application: Application, clause: Clause, checked_on: date, values: Values) -> ReportHandedIn:
    """The report attached, and what the newest version's score says of the unit."""
    report, version = application.report, latest_version(application)
    result = declared_result(version)
    verdict = result.verdict if result else ""
    if report is None:
        return ReportHandedIn()
    return ReportHandedIn(report.name, report.pages or 0, bool(report.has_text), "" if verdict == "incomplete" else verdict)


def chain_is_green_factory(application: Application, clause: Clause, checked_on: date, values: Values) -> ChainEnterprise:
    """Does the enterprise stand on a list of green factories?"""
    if application.category != Category.SUPPLY_CHAIN:
        return ChainEnterprise(is_chain=False)
    entry = standing_entries(application.site).filter(category=Category.FACTORY).first()
    year = application.round.year
    waiver = waiver_of(application.round, clause.id, application.site.organisation.credit_code or "")
    complete = is_complete(
        "published_list", region=region_of(application.round), from_year=year - 3, until_year=year - 1, category=Category.FACTORY
    )
    return ChainEnterprise(listed=_told(entry), is_complete=complete, waiver=waiver.reason if waiver else "")


CONDITIONS: dict[str, Any] = {
    "category_offered": category_offered,
    "evaluation_mode": evaluation_mode,
    "standard_applies": standard_applies,
    "levels_chosen": levels_chosen,
    "applied_anew": applied_anew,
    "report_of_a_passing_unit": report_of_a_passing_unit,
    "chain_is_green_factory": chain_is_green_factory,
}


def _told(entry: ListEntry | None) -> str:
    return f"{entry.year}年{entry.get_level_display()}" if entry else ""
