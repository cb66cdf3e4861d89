"""变动复核: the bureau says whether a unit that moved, merged or split still meets the standard; the province keeps it on the list.

Where it does not meet it any more the entry is removed: oversight.removal_services, which looks at what hangs on it.
"""

from greenlist.casework.directory.telling_services import tell_bureau
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.register.models import ListEntry, ListEvent, Recheck
from greenlist.casework.register.recheck_selectors import rechecks_visible_to

ARTICLE = "暂行办法第十九条"


def propose_recheck(event: ListEvent, entry: ListEntry, *, actor: Actor, because: str = "") -> Recheck:
    """An event asks for a re-check of an entry: its own, or one that rests on it (`because`)."""
    made = Recheck.objects.create(event=event, entry=entry, because=because[:300], proposed_at=now())
    line = record("propose_recheck", actor=actor, subject=made, clause="C-54", reason=because or ARTICLE, detail={"entry": str(entry.pk)})
    if entry.unit:
        tell_bureau("recheck", entry.unit, entry=line, actor=actor, values={"name": entry.name}, about_id=entry.pk)
    return made


def report_recheck(recheck: Recheck, *, opinion: str, actor: Actor) -> None:
    """The opinion of the office that looked again. Raises NotAllowed for another region's, Refused without an opinion."""
    if not rechecks_visible_to(actor).filter(pk=recheck.pk).exists():
        raise NotAllowed("这一家的复核由它的推荐单位或省厅办理。", clause="C-54")
    opinion = opinion.strip()
    check_plain(opinion)
    missing = "" if opinion else "请写明复核情况，以及是否仍符合标准。"
    if len(opinion) > 1000:
        missing = f"复核意见最多1000字，现在是{len(opinion)}字。"
    fields = {"opinion": opinion, "reported_by": actor.signature, "reported_at": now()}
    change(recheck, "report_recheck", actor=actor, guards={"opinion_given": missing}, reason=opinion, fields=fields)


def keep_listing(recheck: Recheck, *, reason: str, actor: Actor) -> None:
    """The province finds that the standard is still met: the entry stays."""
    settle_recheck(recheck, "keep_listing", reason=reason, actor=actor)


def settle_recheck(recheck: Recheck, action: str, *, reason: str, actor: Actor) -> None:
    """Close a re-check with the province's reason; `action` is keep_listing, or "fail_recheck" by the service that removes."""
    reason = reason.strip()
    check_plain(reason)
    told = too_long(Recheck, reason=reason)
    guards = {"reason_given": told[0] if told else "" if reason else "请写明认定的理由。"}
    fields = {"reason": reason, "settled_by": actor.signature, "settled_at": now()}
    change(recheck, action, actor=actor, guards=guards, reason=reason, fields=fields)
