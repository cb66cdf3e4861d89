"""Importing a long list in the background: every line is matched again, and every case that is touched is checked anew."""

from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.work import Work
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.oversight.models import ListDelivery
from greenlist.casework.oversight.permissions import check_own
from greenlist.casework.oversight.selectors import visible_to
from greenlist.casework.oversight.services import confirm_list

IMPORT_LIST = "import_list"
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
