"""What a grave incident means for the list (暂行办法第十八条): proposed, and decided by the province — suspended, removed, restored, or nothing."""

from datetime import date
from typing import Any

from django.db import transaction

from greenlist.casework.incidents.models import Incident, IncidentProposal
from greenlist.casework.incidents.selectors import clause_of, level_name, listed_entries, newest_report, open_grave_of
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.oversight.removal_services import remove_from_list, restore_to_list
from greenlist.casework.register.event_services import Ground, hold, suspend_listing
from greenlist.casework.register.models import Level as ListLevel
from greenlist.casework.register.models import ListEntry, ListEvent
from greenlist.rulebook.incidents import is_grave, level_tables

BASIS = "暂行办法第十八条"
DURING = "暂行办法第十七条"


def suspend_for_incident(proposal: IncidentProposal, *, document: str, actor: Actor) -> list[ListEvent]:
    """Suspend every place of the unit on the list while the incident is looked into."""
    with transaction.atomic():
        incident, rows = _held(proposal)
        standing = [entry for entry in rows if entry.state == "listing_standing"]
        guards = {"reason_given": _document(document), "on_a_list": "" if standing else "这家单位已不在名单上，或已经暂停。"}
        _settle(proposal, "suspend_for_incident", guards, actor, document=document.strip())
        ground = Ground(today(), f"{level_tables()[incident.kind].label}调查期间", DURING, document.strip())
        return [suspend_listing(entry, ground, actor=actor) for entry in standing]


def remove_for_incident(proposal: IncidentProposal, *, document: str, ministry_document: str = "", actor: Actor) -> list[ListEvent]:
    """Remove the unit from the lists of all levels at once; the national row goes under the ministry's document."""
    with transaction.atomic():
        incident, rows = _held(proposal)
        is_decided = incident.level_report == newest_report(incident).number
        is_national = any(entry.level == ListLevel.NATIONAL for entry in rows)
        lacks_national = is_national and not ministry_document.strip()
        guards = {
            "level_settled": "" if is_decided else "请先在最近一次报告上认定等级。",
            "is_grave": "" if is_grave(incident.level) else "只有认定为重大（Ⅱ级）及以上的按第十八条移出；不属的请不予处理或恢复。",
            "reason_given": _document(document),
            "ministry_document_given": "它还在国家级名单上，请填写工信部的移出文件；还没有的可先暂停。" if lacks_national else "",
            "on_a_list": "" if rows else "这家单位已不在名单上。",
        }
        _settle(proposal, "remove_for_incident", guards, actor, document=document.strip(), ministry_document=ministry_document.strip())
        return [_remove(entry, incident, document.strip(), ministry_document.strip(), actor) for entry in rows]


def lift_suspension(proposal: IncidentProposal, *, reason: str, actor: Actor) -> list[ListEvent]:
    """The incident turned out not to bar the unit: what was suspended for it stands again, and nothing that was suspended for another reason.

    Raises Refused while another grave incident of the unit is open.
    """
    with transaction.atomic():
        incident, rows = _held(proposal)
        _settle(proposal, "lift_suspension", {"reason_given": _reason(reason)}, actor, reason=reason.strip())
        ground = Ground(today(), reason.strip(), DURING, proposal.document)
        return [restore_unless_open(entry, ground, actor=actor, besides=incident) for entry in rows if _is_suspended_by(entry, proposal)]


def decline_consequence(proposal: IncidentProposal, *, reason: str, actor: Actor) -> None:
    """The list stays as it is, and why."""
    with transaction.atomic():
        hold(proposal)
        _settle(proposal, "decline_consequence", {"reason_given": _reason(reason)}, actor, reason=reason.strip())


def restore_unless_open(entry: ListEntry, ground: Ground, *, actor: Actor, besides: Incident | None = None) -> ListEvent:
    """Restore an entry, but not while a grave incident of its unit (`besides` the one in hand) is open: that is decided with it (C-55, C-56)."""
    if waiting := [one for one in open_grave_of(entry) if one != besides]:
        told = [f"{one}：{one.get_state_display()}，还没有办结。" for one in waiting]
        raise Refused("没有恢复在册。", items=told, then="请先在事故页决定处理建议并办结。", clause=clause_of(waiting[0]))
    return restore_to_list(entry, ground, actor=actor)


def public_reason(incident: Incident) -> str:
    """What the public reads: the kind, the level decided and the day, nothing else of the incident."""
    label = level_tables()[incident.kind].label
    return f"{_day(incident.happened_on)}发生{level_name(incident.kind, incident.level)}{label}"


def _remove(entry: ListEntry, incident: Incident, document: str, ministry_document: str, actor: Actor) -> ListEvent:
    paper = ministry_document if entry.level == ListLevel.NATIONAL else document
    return remove_from_list(entry, on=today(), reason=public_reason(incident), clause=BASIS, document=paper, actor=actor)


def _held(proposal: IncidentProposal) -> tuple[Incident, list[ListEntry]]:
    """Its incident and the unit's rows on the list, locked: no later report comes between the question and the act."""
    hold(proposal)
    incident = Incident.objects.select_for_update(of=("self",)).select_related("site__organisation").get(pk=proposal.incident_id)
    return incident, list(listed_entries(incident.site).select_for_update())


def _is_suspended_by(entry: ListEntry, proposal: IncidentProposal) -> bool:
    """Is the suspension that stands the one of this proposal's document?"""
    last = entry.events.filter(kind=ListEvent.Kind.SUSPENDED).order_by("-number").first()
    return entry.state == "listing_suspended" and last is not None and (last.clause, last.document) == (DURING, proposal.document)


def _settle(proposal: IncidentProposal, action: str, guards: dict[str, str], actor: Actor, **fields: Any) -> None:
    fields |= {"settled_by": actor.signature, "settled_at": now()}
    change(proposal, action, actor=actor, guards=guards, reason=fields.get("reason") or fields.get("document", ""), fields=fields,
           clause=clause_of(proposal.incident))  # fmt: skip


def _document(text: str) -> str:
    check_plain(text)
    wordy = too_long(IncidentProposal, document=text.strip())
    return wordy[0] if wordy else "" if text.strip() else "请填写决定文件的名称和文号。"


def _reason(text: str) -> str:
    check_plain(text)
    wordy = too_long(IncidentProposal, reason=text.strip())
    return wordy[0] if wordy else "" if text.strip() else "请写明理由。"


def _day(on: date) -> str:
    return f"{on:%Y年%-m月%-d日}"
