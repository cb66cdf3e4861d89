"""Comparing a large table of the platform in the background; what it leaves is the comparison on the page of the platform."""

from greenlist.casework.files.models import StoredFile
from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.work import Work
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.platform.services import check_may_compare, compare
from greenlist.casework.rounds.models import Round

COMPARE = "compare_platform"
AT_ONCE_BYTES = 200_000  # some two thousand units


def is_large(file: StoredFile) -> bool:
    """Is the table larger than somebody should wait for at the page?"""
    return file.size_bytes > AT_ONCE_BYTES


def _check(actor: Actor, *, round: str, file: str, against: str) -> None:
    check_may_compare(actor)
    _own(actor, file)


def _own(actor: Actor, file: str) -> StoredFile:
    found = StoredFile.objects.filter(pk=file, organisation_id=actor.organisation_id).first()
    if found is None:
        raise NotAllowed("您当前的岗位看不到这份表。")
    return found


@job_kind(COMPARE, label="与平台比对", check=_check)
def compare_in_background(work: Work, *, round: str, file: str, against: str) -> None:
    """One comparison of this file; begun anew after it had come to its end, it makes no second one. Leaves no file."""
    table = _own(work.actor, file)
    work.told(0, 1)
    if not table.platform_comparisons.exists():
        compare(Round.objects.get(pk=round), file=table, against=against, actor=work.actor)
    work.told(1, 1)
