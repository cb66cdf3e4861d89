"""A dossier, or the archive of a round, in the background: hundreds of pages take their time."""

from greenlist.casework.applications.models import Application
from greenlist.casework.dossier.archive import archive_name, check_archivable, write_archive
from greenlist.casework.dossier.selectors import case_for
from greenlist.casework.dossier.services import dossier_name, write_dossier
from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.work import Work
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.rounds.models import Round

DOSSIER, ARCHIVE = "dossier", "round_archive"


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


def _check_round(actor: Actor, *, round: str) -> None:
    """The province, after the list is out."""
    check_archivable(_round(round), actor)


def _round(pk: str) -> Round:
    found = Round.objects.filter(pk=pk).first()
    if found is None:
        raise NotAllowed("没有这一轮。")
    return found


@job_kind(ARCHIVE, label="整轮归档", check=_check_round)
def make_archive(work: Work, *, round: str) -> None:
    """The zip of one round, told file by file."""
    found = _round(round)
    with work.result(archive_name(found)) as target:
        write_archive(found, target, actor=work.actor, told=work.told)
