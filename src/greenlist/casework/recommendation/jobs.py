"""The whole package of a batch in the background: for one too large to wait for."""

from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.work import Work
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.package import frozen_rows, package_bytes, package_name, package_pieces
from greenlist.casework.recommendation.selectors import visible_to

PACKAGE = "package"
AT_ONCE_BYTES = 50 << 20  # a county's 60 reports; over an office line of 20 Mbit/s such a download takes less than half a minute


def is_large(batch: Batch) -> bool:
    """Is its package too large to wait for at the page?"""
    return package_bytes(batch) > AT_ONCE_BYTES


def _check(actor: Actor, *, batch: str) -> None:
    """The batch is his to see, and frozen."""
    frozen_rows(_own(actor, batch))


def _own(actor: Actor, batch: str) -> Batch:
    found = visible_to(actor).filter(pk=batch).first()
    if found is None:
        raise NotAllowed("您当前的岗位看不到这一批推荐材料。")
    return found


@job_kind(PACKAGE, label="全套推荐材料", check=_check)
def make_package(work: Work, *, batch: str) -> None:
    """The zip of one batch; told file by file."""
    found = _own(work.actor, batch)
    with work.result(package_name(found)) as target:
        for piece in package_pieces(found, work.told):
            target.write(piece)
