"""Taking a package in, in the background: for one too large to wait for. What it leaves is the receipt."""

from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.delivery.permissions import check_may_take_in
from greenlist.casework.delivery.receipts import receipt_name, receipt_of
from greenlist.casework.delivery.selectors import visible_to
from greenlist.casework.delivery.services import KnownPackage, check_asked, take_in_package
from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.work import Work
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed

TAKE_IN = "take_in_package"
AT_ONCE_FILES, AT_ONCE_BYTES = 40, 50 << 20


def is_large(package: OfflinePackage) -> bool:
    """Is it too large to wait for at the page? Every file is looked at by a child before it is kept."""
    return package.row_count > AT_ONCE_FILES or package.file.size_bytes > AT_ONCE_BYTES


def _own(actor: Actor, package: str) -> OfflinePackage:
    found = visible_to(actor).filter(pk=package).first()
    if found is None:
        raise NotAllowed("您当前的岗位看不到这个离线报送包。")
    return found


def _check(actor: Actor, *, package: str, is_asked: bool = False) -> None:
    check_may_take_in(actor)
    check_asked(_own(actor, package), is_asked=is_asked)


@job_kind(TAKE_IN, label="收入离线报送包", check=_check)
def take_in(work: Work, *, package: str, is_asked: bool = False) -> None:
    """The package taken in, told file by file; begun anew after it had come to its end, it leaves the same receipt."""
    found = _own(work.actor, package)
    try:
        take_in_package(found, actor=work.actor, is_asked=is_asked, told=work.told)
    except KnownPackage as known:
        found = known.package
    else:
        found.refresh_from_db()
    with work.result(receipt_name(found)) as target:
        target.write(receipt_of(found, work.actor.organisation_name).encode())
