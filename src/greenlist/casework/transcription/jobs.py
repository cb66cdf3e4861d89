"""Reading and entering a county's delivery in the background: it goes on when nobody has its page open."""

from greenlist.casework.jobs.kinds import job_kind
from greenlist.casework.jobs.work import Work
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.transcription.models import Transcription
from greenlist.casework.transcription.selectors import WORKING, how_far, visible_to
from greenlist.casework.transcription.services import go_on

IMPORT = "county_import"


def _check(actor: Actor, *, transcription: str) -> None:
    """The delivery is his office's."""
    _own(actor, transcription)


def _own(actor: Actor, pk: str) -> Transcription:
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotAllowed("您当前的岗位看不到这份代录材料。")
    return found


@job_kind(IMPORT, label="导入县区材料", check=_check)
def go_on_importing(work: Work, *, transcription: str) -> None:
    """Slice after slice, each kept by itself, until the officer is asked or all is entered; leaves no file."""
    made = _own(work.actor, transcription)
    while made.state in WORKING:
        go_on(made, actor=work.actor)
        work.told(*how_far(made))
