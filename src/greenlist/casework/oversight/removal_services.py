"""A unit is taken off a published list (C-50): entered in the register, and what is under way at that unit checked again at once."""

from copy import copy
from datetime import date

from django.db import transaction

from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.rights import check_may
from greenlist.casework.oversight.dependants import dependants_of
from greenlist.casework.oversight.selectors import alive
from greenlist.casework.register.event_services import Ground, enter_removal, hold, restore_listing
from greenlist.casework.register.identity_services import merge_into
from greenlist.casework.register.models import ON_LIST, Level, ListEntry, ListEvent, Recheck
from greenlist.casework.register.recheck_services import ARTICLE, propose_recheck, settle_recheck
from greenlist.casework.verification.services import check_each


def remove_from_list(
    entry: ListEntry, *, on: date, reason: str, clause: str, actor: Actor, document: str = "", file: StoredFile | None = None
) -> ListEvent:
    """Enter the removal with its reason and clause, and propose a re-check of every entry that rested on this one.

    Raises NotAllowed to all but the province, WrongState when it was removed already, Refused for a national row without the
    ministry's document.
    """
    _check_province(actor)
    with transaction.atomic():
        hold(entry)
        _check_whose_to_remove(entry, document)
        made = enter_removal(entry, on=on, reason=reason, clause=clause, document=document, file=file, actor=actor)
        for dependant, because in dependants_of(entry):
            propose_recheck(made, dependant, because=because, actor=actor)
        _check_again(entry, actor)
    return made


def remove_if_listed(entry: ListEntry, *, reason: str, clause: str, actor: Actor) -> ListEvent | None:
    """Remove an entry today by a decision that came after a longer way; None when it had left the list before, for it goes only once."""
    with transaction.atomic():
        hold(entry)
        if entry.state not in ON_LIST:
            return None
        return remove_from_list(entry, on=today(), reason=reason, clause=clause, actor=actor)


def merge_listing(entry: ListEntry, into: Site, *, ground: Ground, actor: Actor) -> ListEvent:
    """Merge an entry into another unit, and propose a re-check of what rested on it while it was this unit's."""
    with transaction.atomic():
        hold(entry)
        before = copy(entry)
        made = merge_into(entry, into, ground=ground, actor=actor)
        for dependant, because in dependants_of(before, f"已并入“{into.name}”"):
            propose_recheck(made, dependant, because=because, actor=actor)
    return made


def restore_to_list(entry: ListEntry, ground: Ground, *, actor: Actor) -> ListEvent:
    """Take a removal back, or lift a suspension; what the removal barred is checked again."""
    _check_province(actor)
    with transaction.atomic():
        made = restore_listing(entry, ground, actor=actor)
        _check_again(entry, actor)
    return made


def fail_recheck(recheck: Recheck, *, reason: str, actor: Actor) -> ListEvent | None:
    """The province finds that a changed unit does not meet the standard any more: the re-check is closed and the entry removed today.

    None when the entry had left the list before: then only the finding is kept.
    """
    _check_province(actor)
    with transaction.atomic():
        settle_recheck(recheck, "fail_recheck", reason=reason, actor=actor)
        whose = "所依据的绿色工厂" if recheck.because else ""
        words = f"{whose}{recheck.event.get_kind_display()}后复核不符合标准：{reason.strip()}"[:300]
        return remove_if_listed(recheck.entry, reason=words, clause=ARTICLE, actor=actor)


def _check_whose_to_remove(entry: ListEntry, document: str) -> None:
    """The ministry removes from the national list; we write down what its document says."""
    if entry.level == Level.NATIONAL and not document.strip():
        raise Refused(
            f"“{entry.name}”没有移出。", items=["它在国家级名单上，由工业和信息化部移出；没有填写部里的移出文件。"],
            then="请先上报调整意见；有了文件，在名册的这一条目登记移出。", clause="C-50",
        )  # fmt: skip


def _check_again(entry: ListEntry, actor: Actor) -> None:
    if entry.site_id:
        whose = {entry.site.organisation_id}
    else:
        whose = set(Organisation.objects.filter(credit_code=entry.credit_code or None).values_list("pk", flat=True))
    check_each(list(alive(whose)), stage="watch", actor=actor)


def _check_province(actor: Actor) -> None:
    check_may(actor, "sign_parameters", "移出名单只能由省厅登记。", clause="C-50")
