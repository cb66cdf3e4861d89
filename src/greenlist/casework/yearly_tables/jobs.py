"""Opening a year to many units in the background, a batch at a time; what it leaves is the list of the tables."""

from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.work import Work
from greenlist.casework.journal.actors import Actor
from greenlist.casework.yearly_tables.opening_services import check_may_open, open_year, waiting_sites

OPEN_YEAR = "open_yearly_tables"
AT_ONCE_UNITS = 100


def is_large(year: int) -> bool:
    """Are more units waiting for a table than somebody should wait for at the page?"""
    return len(waiting_sites(year)) > AT_ONCE_UNITS


def _check(actor: Actor, *, year: int) -> None:
    check_may_open(year, actor)


@job_kind(OPEN_YEAR, label="开启年度填报", check=_check)
def open_in_background(work: Work, *, year: int) -> None:
    """Every unit without a table gets one. Begun anew it goes on where it was broken off. Leaves no file."""
    open_year(year, actor=work.actor, step=work.told)
