"""A dossier in the background: hundreds of pages take their time."""

from greenlist.casework.applications.models import Application
from greenlist.casework.dossier.selectors import case_for
from greenlist.casework.dossier.services import dossier_name, write_dossier
from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.work import Work
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed

DOSSIER = "dossier"


def _check(actor: Actor, *, application: str, is_bound: bool = False) -> None:
    """The case is his to read."""
    _own(actor, application)


def _own(actor: Actor, pk: str) -> Application:
    found = case_for(actor, pk)
    if found is None:
        raise NotAllowed("您当前的岗位不能调取这一件的卷宗。", then="评审专家请先签署当天的承诺书。")
    return found


@job_kind(DOSSIER, label="申报卷宗", check=_check)
def make_dossier(work: Work, *, application: str, is_bound: bool = False) -> None:
    """The PDF of one case, told file by file."""
    found = _own(work.actor, application)
    with work.result(dossier_name(found, is_bound=is_bound)) as target:
        write_dossier(found, target, actor=work.actor, is_bound=is_bound, told=work.told)
