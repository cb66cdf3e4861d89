"""Accidents at listed units in a year (演示数据): one stays at the city, one is grave, told up to the ministry and decided for the list."""

from datetime import timedelta
from functools import partial

from greenlist.casework.incidents.consequence_services import (
    decline_consequence,
    lift_suspension,
    remove_for_incident,
    suspend_for_incident,
)
from greenlist.casework.incidents.models import Incident
from greenlist.casework.incidents.services import (
    Happening,
    close_at_city,
    close_incident,
    decide_level,
    record_incident,
    report_incident,
    report_to_ministry,
)
from greenlist.casework.incidents.telling import Told
from greenlist.casework.journal.clock import now, today
from greenlist.casework.register.models import ListEntry
from greenlist.rehearsal import acts
from greenlist.rehearsal.county_zip import plain_page
from greenlist.rehearsal.life import standing
from greenlist.rehearsal.playing import Year, at

KIND = "production_accident"
LESSER, GRAVE = "1", "10"  # deaths
OUTCOMES = ("removed", "lifted", "declined")  # of the years in turn


def write_incidents(year: Year, of: int) -> None:
    """Two accidents in September; what the grave one means for the list is decided in November, in each year another way."""
    year.script.add(at(9, 8, year=of), partial(_lesser, year))
    year.script.add(at(9, 10, year=of), partial(_grave, year, of))


def _record(year: Year, entry: ListEntry, deaths: str) -> Incident:
    officer = year.cast.bureaus[entry.site.unit]
    letter = acts.upload(plain_page(f"{entry.site.name}：事故来函（演示）"), "应急管理局来函.pdf", officer)
    what = Happening(KIND, today() - timedelta(days=1), now(), "应急管理局来函（演示）")
    told = Told("检修时发生，已停产（演示）", {"deaths": deaths, "injured": "0", "loss": "0"}, (), True)
    return record_incident(entry.site, what, told, actor=officer, file=letter)


def _lesser(year: Year) -> None:
    for entry in standing(year, count=1):
        made, officer = _record(year, entry, LESSER), year.cast.bureaus[entry.site.unit]
        decide_level(made, level="level_ordinary", reason="", actor=officer)
        close_at_city(made, outcome="已整改，应急管理局已验收", actor=officer)


def _grave(year: Year, of: int) -> None:
    for entry in standing(year, count=1):
        made, officer, province = _record(year, entry, GRAVE), year.cast.bureaus[entry.site.unit], year.cast.province
        report_incident(made, actor=officer)
        decide_level(made, level="level_major", reason="", actor=province)
        report_to_ministry(made, on=today(), document=f"演工信函〔{of}〕演41号", actor=province)
        outcome = OUTCOMES[of % len(OUTCOMES)]
        if outcome != "declined":
            suspend_for_incident(made.proposal, document=f"演工信函〔{of}〕演42号", actor=province)
        year.script.add(at(11, 18, year=of), partial(_settle, year, made, outcome, of))


def _settle(year: Year, incident: Incident, outcome: str, of: int) -> None:
    """Removed from every list, restored, or the list as it was; then the incident is closed."""
    incident.refresh_from_db()
    proposal, province = incident.proposal, year.cast.province
    proposal.refresh_from_db()
    if outcome == "removed":
        remove_for_incident(proposal, document=f"演工信函〔{of}〕演51号", ministry_document=f"演工信部函〔{of}〕演9号", actor=province)
    elif outcome == "lifted":
        lift_suspension(proposal, reason="查明非单位责任（演示）", actor=province)
    else:
        decline_consequence(proposal, reason="事故发生在外包施工区域，不属本单位（演示）", actor=province)
    close_incident(incident, outcome="调查结束（演示）", actor=province)
