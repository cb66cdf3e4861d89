"""A unit is taken off a published list (C-50): entered in the register, and what is under way at that unit checked again at once."""

from datetime import date

from django.db import transaction

from greenlist.casework.directory.models import Organisation
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.oversight.selectors import alive
from greenlist.casework.register.event_services import Ground, enter_removal, restore_listing
from greenlist.casework.register.identity_services import ARTICLE
from greenlist.casework.register.models import ListEntry, ListEvent, Recheck
from greenlist.casework.register.recheck_services import settle_recheck
from greenlist.casework.verification.services import check_each


def remove_from_list(
    entry: ListEntry, *, on: date, reason: str, clause: str, actor: Actor, document: str = "", file: StoredFile | None = None
) -> ListEvent:
    """Enter the removal with its reason and clause. Raises NotAllowed to all but the province, WrongState when it was removed already."""
    _check_province(actor)
    with transaction.atomic():
        made = enter_removal(entry, on=on, reason=reason, clause=clause, document=document, file=file, actor=actor)
        _check_again(entry, actor)
    return made


def restore_to_list(entry: ListEntry, ground: Ground, *, actor: Actor) -> ListEvent:
    """Take a removal back, or lift a suspension; what the removal barred is checked again."""
    _check_province(actor)
    with transaction.atomic():
        made = restore_listing(entry, ground, actor=actor)
        _check_again(entry, actor)
    return made


def fail_recheck(recheck: Recheck, *, reason: str, actor: Actor) -> ListEvent:
    """The province finds that a changed unit does not meet the standard any more: the re-check is closed and the entry removed today."""
    _check_province(actor)
    with transaction.atomic():
        settle_recheck(recheck, "fail_recheck", reason=reason, actor=actor)
        words = f"{recheck.event.get_kind_display()}后复核不符合标准：{reason.strip()}"[:300]
        return remove_from_list(recheck.entry, on=today(), reason=words, clause=ARTICLE, actor=actor)


def _check_again(entry: ListEntry, actor: Actor) -> None:
    if entry.site_id:
        whose = {entry.site.organisation_id}
    else:
        whose = set(Organisation.objects.filter(credit_code=entry.credit_code or None).values_list("pk", flat=True))
    check_each(list(alive(whose)), stage="watch", actor=actor)


def _check_province(actor: Actor) -> None:
    if not actor.may("read_province"):
        raise NotAllowed("移出名单只能由省厅登记。", clause="C-50")
