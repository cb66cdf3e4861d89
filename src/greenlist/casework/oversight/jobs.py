"""In the background: importing a long list, and computing many past decisions anew with a table that was checked."""

from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.work import Work
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.oversight.edition_changes import edition_changes
from greenlist.casework.oversight.models import ListDelivery
from greenlist.casework.oversight.permissions import check_own
from greenlist.casework.oversight.selectors import visible_to
from greenlist.casework.oversight.services import confirm_list
from greenlist.casework.standards.models import OPEN, StandardLoad
from greenlist.casework.standards.permissions import check_may_prepare
from greenlist.casework.standards.services import note_changes

IMPORT_LIST, EDITION_CHANGES = "import_list", "edition_changes"
AT_ONCE_LINES = 1_000


def is_long(delivery: ListDelivery) -> bool:
    """Has it more lines than somebody should wait for at the page?"""
    return delivery.line_count > AT_ONCE_LINES


def _own(actor: Actor, delivery: str) -> ListDelivery:
    found = visible_to(actor).filter(pk=delivery).first()
    if found is None:
        raise NotAllowed("您当前的岗位看不到这份名单。")
    return found


def _check(actor: Actor, *, delivery: str) -> None:
    check_own(_own(actor, delivery), actor)


@job_kind(IMPORT_LIST, label="导入名单", check=_check)
def import_list(work: Work, *, delivery: str) -> None:
    """One transaction: all of it or nothing. Begun anew after it had come to its end, it does nothing more. Leaves no file."""
    found = _own(work.actor, delivery)
    if found.state == "awaiting_import":
        confirm_list(found, actor=work.actor, step=work.told)


def _check_load(actor: Actor, *, load: str) -> None:
    check_may_prepare(actor)


@job_kind(EDITION_CHANGES, label="列出会改变的以往决定", check=_check_load)
def list_changes(work: Work, *, load: str) -> None:
    """Read only, until the list is noted at the end. Leaves no file."""
    row = StandardLoad.objects.filter(pk=load, state__in=OPEN).first()
    if row is not None:
        note_changes(row, edition_changes(row, work.told), actor=work.actor)
