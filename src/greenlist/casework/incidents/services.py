"""An incident from its first report to its end (C-55, C-56): recorded, told again, graded by a person, reported, closed.

Late is told, never refused: a report that comes late is still owed. What hangs on it at the list: consequence_services.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from greenlist.casework.directory.models import Site
from greenlist.casework.directory.telling_services import tell_bureau, tell_province
from greenlist.casework.files.models import StoredFile
from greenlist.casework.incidents.models import CLOSED, Incident, IncidentProposal, IncidentReport, Level
from greenlist.casework.incidents.permissions import check_may_decide, check_may_record, check_may_tell
from greenlist.casework.incidents.selectors import (
    OPEN_PROPOSAL,
    clause_of,
    due_after,
    is_to_be_reported,
    level_name,
    listed_entries,
    newest_report,
    was_grave,
)
from greenlist.casework.incidents.telling import Told, assessed
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.oversight.selectors import alive
from greenlist.casework.register.event_services import hold
from greenlist.casework.register.services import enter_adverse_record
from greenlist.casework.verification.services import check_each
from greenlist.rulebook.incidents import is_grave, level_tables

FIRST_YEAR = 2000  # before any list; an earlier one is mistyped


@dataclass(frozen=True)
class Happening:
    """What happened where and when, when this office learnt of it, and from whom. A unit's own report is known when it comes in."""

    kind: str
    happened_on: date
    known_at: datetime
    source: str


def record_incident(site: Site, what: Happening, told: Told, *, actor: Actor, file: StoredFile | None = None) -> Incident:
    """Record an incident with its first report (初报). The register knows of it at once, and what the unit has under way is checked again.

    What the province records itself, with proof, counts as reported to it. Raises Refused with everything that is wrong.
    """
    known_at = check_record(site, what, told, actor=actor)
    with transaction.atomic():
        Site.objects.select_for_update(no_key=True).get(pk=site.pk)  # a further report of another, which only names the site, need not wait
        same = Incident.objects.filter(site=site, kind=what.kind, happened_on=what.happened_on).exclude(state__in=CLOSED)
        if known := _held_open(same.first()):
            if actor.may("read_own"):  # an office knew before: the unit's word is a further report of it
                _add_report(known, told, file, actor)
                return known
            raise WrongState(
                "这家单位当日的同类事故已经记录过。", then="新的情况请在那一件里续报。", clause=clause_of_kind(what.kind), code="already"
            )
        made = Incident.objects.create(
            site=site, unit=site.unit, kind=what.kind, happened_on=what.happened_on, known_at=known_at, due_at=due_after(known_at),
            source=what.source.strip(), recorded_by=actor.signature, recorded_at=now(), changed_at=now(), is_demo=settings.DEMO,
        )  # fmt: skip
        line = record("record_incident", actor=actor, subject=made, clause=clause_of(made), detail={"known_at": known_at.isoformat()})
        tell_bureau("incident", made.unit, entry=line, actor=actor, values={"name": site.name}, about_id=made.pk)
        _add_report(made, told, file, actor)
        if actor.may("read_province") and file is not None:
            report_incident(made, actor=actor)
    return made


def check_record(site: Site, what: Happening, told: Told, *, actor: Actor) -> datetime:
    """Would it be recorded? Asked before a proof is stored. Returns from when the office knows: of a unit's own report, from now."""
    check_may_record(site, actor)
    known_at = now() if actor.may("read_own") else what.known_at
    _refuse_wrong(what, known_at, told)
    return known_at


def add_report(incident: Incident, told: Told, *, actor: Actor, file: StoredFile | None = None) -> IncidentReport:
    """续报: what is known now. A level that a person decided on an earlier report has to be decided anew."""
    with transaction.atomic():
        hold(incident)
        check_may_tell(incident, actor)
        _refuse("续报没有存入。", told.problems(incident.kind), incident.kind)
        return _add_report(incident, told, file, actor)


def decide_level(incident: Incident, *, level: str, reason: str, actor: Actor) -> Incident:
    """A person decides the level on the newest report. Where the table does not say the same with certainty a reason is asked for."""
    reason = reason.strip()
    check_plain(reason)
    with transaction.atomic():
        hold(incident)
        check_may_decide(incident, actor)
        newest = newest_report(incident)
        problems = too_long(Incident, level_reason=reason)
        if level not in Level.values:
            problems.append("请选择等级。")
        elif (level, True) != (newest.table_level, newest.is_certain) and not reason:
            problems.append(f"按表是“{newest.table_words}”，认定为“{level_name(incident.kind, level)}”请写明理由。")
        _refuse("等级没有认定。", problems, incident.kind)
        stands = (incident.level, incident.level_reason, incident.level_report, incident.level_by)
        if stands == (level, reason, newest.number, actor.signature):
            return incident  # a second press
        incident.level, incident.level_reason, incident.level_report = level, reason, newest.number
        incident.level_by, incident.changed_at = actor.signature, now()
        incident.save(update_fields=["level", "level_reason", "level_report", "level_by", "changed_at"])
        detail = {"level": level, "table": newest.table_words, "report": newest.number}
        record("decide_incident_level", actor=actor, subject=incident, reason=reason, clause=clause_of(incident), detail=detail)
        _tell_register(incident, newest, actor)
        _propose(incident, actor)
    return incident


def report_incident(incident: Incident, *, actor: Actor) -> None:
    """The bureau reports to the province, with proof. Late is kept as late."""
    with transaction.atomic():
        hold(incident)
        has_proof = incident.reports.exclude(file=None).exists()
        guards = {"proof_given": "" if has_proof else "请先续报并附证明材料（部门来函、单位报告或现场照片）。"}
        fields = {"reported_by": actor.signature, "reported_at": now(), "changed_at": now()}
        line = change(incident, "report_incident", actor=actor, guards=guards, fields=fields, clause=clause_of(incident))
        told = {"name": incident.site.name, "office": actor.organisation_name}
        tell_province("incident_reported", entry=line, actor=actor, values=told, about_id=incident.pk)


def close_at_city(incident: Incident, *, outcome: str, actor: Actor) -> None:
    """The bureau keeps an incident of a lesser level. Refused (C-55, C-56) when it is grave, or nobody can say yet that it is not."""
    with transaction.atomic():
        hold(incident)
        newest, told = newest_report(incident), ""
        if is_to_be_reported(incident, newest):
            before = "" if is_grave(newest.table_level) or not was_grave(incident) else "，此前的报告达到重大"
            told = f"按表是“{newest.table_words}”{before}{_decided(incident)}"
            told += "：重大（Ⅱ级）及以上的要及时上报，还不能排除的也要上报，不能在市级办结。"
        guards = {"level_settled": _unsettled(incident), "not_grave": told, "outcome_given": _lacks(outcome)}
        change(incident, "close_at_city", actor=actor, guards=guards, reason=outcome.strip(), clause=clause_of(incident),
               fields={"outcome": outcome.strip(), "closed_by": actor.signature, "changed_at": now()})  # fmt: skip


def report_to_ministry(incident: Incident, *, on: date | None, document: str, actor: Actor) -> None:
    """The province has told the ministry of a grave incident: the day and the number of the paper."""
    document = document.strip()
    check_plain(document)
    with transaction.atomic():
        hold(incident)
        late = "" if on and incident.happened_on <= on <= today() else "请填写上报的日期，不早于事故发生、不晚于今天。"
        wordy = too_long(Incident, ministry_document=document)
        guards = {
            "is_grave": "" if is_grave(incident.level) else "只有认定为重大（Ⅱ级）及以上的上报工信部；请先认定等级。",
            "day_fits": late,
            "document_given": wordy[0] if wordy else "" if document else "请填写上报文件的文号。",
        }
        fields = {"ministry_on": on, "ministry_document": document, "changed_at": now()}
        change(incident, "report_to_ministry", actor=actor, guards=guards, reason=document, fields=fields, clause=clause_of(incident))


def close_incident(incident: Incident, *, outcome: str, actor: Actor) -> None:
    """The province closes. A grave one only after the ministry was told and what is proposed for the list was decided."""
    with transaction.atomic():
        hold(incident)
        untold = is_grave(incident.level) and incident.state == "incident_reported"
        is_open = IncidentProposal.objects.filter(incident=incident, state__in=OPEN_PROPOSAL).exists()
        guards = {
            "level_settled": _unsettled(incident),
            "ministry_told": "还没有登记上报工信部的日期和文号。" if untold else "",
            "consequence_settled": "名单上的处理建议还没有决定，或暂停后还没有移出或恢复。" if is_open else "",
            "outcome_given": _lacks(outcome),
        }
        change(incident, "close_incident", actor=actor, guards=guards, reason=outcome.strip(), clause=clause_of(incident),
               fields={"outcome": outcome.strip(), "closed_by": actor.signature, "changed_at": now()})  # fmt: skip


def clause_of_kind(kind: str) -> str:
    """The clause that asks for reports of this kind."""
    return level_tables()[kind].clause


def _held_open(known: Incident | None) -> Incident | None:
    """Locked like in every further report; None when it was closed meanwhile."""
    if known is None:
        return None
    hold(known)
    return None if known.state in CLOSED else known


def _add_report(incident: Incident, told: Told, file: StoredFile | None, actor: Actor) -> IncidentReport:
    """The caller holds the incident. A second press of the same finds the first one's report."""
    facts = told.facts(incident.kind)
    found = assessed(incident.kind, facts)
    before = incident.reports.select_related("file").order_by("-number").first()
    if before and _is_same(before, told, facts, file, actor):
        return before
    made = IncidentReport.objects.create(
        incident=incident, number=incident.reports.count() + 1, account=told.account.strip(), facts=facts, file=file, organisation_id=actor.organisation_id,
        table_level=found.level, is_certain=found.is_certain, table_words=found.words, because="；".join(found.because)[:300],
        entered_by=actor.signature, entered_at=now(),
    )  # fmt: skip
    incident.changed_at = now()
    incident.save(update_fields=["changed_at"])
    detail = {"number": made.number, "table": found.words}
    line = record("add_incident_report", actor=actor, subject=incident, clause=clause_of(incident), detail=detail)
    if before and (before.table_level, before.is_certain) != (made.table_level, made.is_certain):
        _tell_changed(incident, line, actor)
    _tell_register(incident, made, actor)
    _propose(incident, actor)
    return made


def _is_same(before: IncidentReport, told: Told, facts: dict[str, Any], file: StoredFile | None, actor: Actor) -> bool:
    digests = [one.digest if one else "" for one in (before.file, file)]
    said = (before.account, before.facts, before.entered_by, before.organisation_id)
    return said == (told.account.strip(), facts, actor.signature, actor.organisation_id) and digests[0] == digests[1]


def _tell_changed(incident: Incident, line: JournalEntry, actor: Actor) -> None:
    """The table now says something else: the bureau is told, and the province once it was reported."""
    told: dict[str, Any] = {"entry": line, "actor": actor, "values": {"name": incident.site.name}, "about_id": incident.pk}
    tell_bureau("incident_changed", incident.unit, **told)
    if incident.state != "incident_recorded":
        tell_province("incident_changed", **told)


def _tell_register(incident: Incident, newest: IncidentReport, actor: Actor) -> None:
    """The fact as it stands now; the register's newest row of one day counts. Whatever the unit has under way is checked again."""
    table = level_tables()[incident.kind]
    level = f"认定为{level_name(incident.kind, incident.level)}" if incident.level else f"按表{newest.table_words}，等级待认定"
    statement = f"{incident.happened_on:%Y年%-m月%-d日}发生{table.label}，{level}"
    enter_adverse_record(incident.site, kind=table.recorded_as, from_on=incident.happened_on, until_on=None, statement=statement,
                         source=f"事故报告：{incident.source}", file=newest.file, actor=actor)  # fmt: skip
    check_each(list(alive({incident.site.organisation_id})), stage="watch", actor=actor)


def _propose(incident: Incident, actor: Actor) -> None:
    """Propose, once, what 暂行办法第十八条 says follows for a unit on the list."""
    newest = newest_report(incident)
    if not (is_grave(incident.level) or is_grave(newest.table_level)):
        return
    if not listed_entries(incident.site).exists() or IncidentProposal.objects.filter(incident=incident).exists():
        return
    made = IncidentProposal.objects.create(incident=incident, proposed_at=now())
    record(
        "propose_consequence",
        actor=actor,
        subject=made,
        clause=clause_of(incident),
        detail={"table": newest.table_words, "level": incident.level},
    )


def _refuse_wrong(what: Happening, known_at: datetime, told: Told) -> None:
    if what.kind not in Incident.Kind.values:
        raise Refused("事故没有记录。", items=["请选择种类。"], then="改好后再记录；填过的还在。", clause="C-55")
    check_plain(what.source)
    problems = [*told.problems(what.kind), *too_long(Incident, source=what.source.strip())]
    problems += [] if what.source.strip() else ["请写明信息来源，例如：单位报告、应急管理局来函及文号。"]
    if what.happened_on > today():
        problems.append(f"发生日期{what.happened_on:%Y-%m-%d}还没有到。")
    elif what.happened_on.year < FIRST_YEAR:
        problems.append(f"发生日期{what.happened_on.isoformat()}不对，请填写{FIRST_YEAR}年以后的日期。")
    elif known_at > now() or known_at.date() < what.happened_on:
        problems.append("知悉时间应在事故发生当日或之后，且不晚于现在。")
    _refuse("事故没有记录。", problems, what.kind)


def _refuse(what: str, problems: list[str], kind: str) -> None:
    if problems:
        raise Refused(what, items=problems, then="改好后再办；填过的还在。", clause=clause_of_kind(kind))


def _unsettled(incident: Incident) -> str:
    if not incident.level:
        return "还没有认定等级。"
    return "" if incident.level_report == newest_report(incident).number else "续报之后还没有重新认定等级。"


def _decided(incident: Incident) -> str:
    return f"，认定为“{level_name(incident.kind, incident.level)}”" if incident.level else ""


def _lacks(outcome: str) -> str:
    check_plain(outcome)
    wordy = too_long(Incident, outcome=outcome.strip())
    return wordy[0] if wordy else "" if outcome.strip() else "请写明办结情况。"
