"""Who may enter for others: the recommending unit, for its own region."""

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed
from greenlist.casework.transcription.models import Transcription


def check_may_transcribe(actor: Actor) -> None:
    """Raises NotAllowed unless the actor's role may enter for others."""
    if not actor.may("transcribe"):
        raise NotAllowed("只有推荐单位可以代录。", clause="C-07")


def check_own(transcription: Transcription, actor: Actor) -> None:
    """Raises NotAllowed for another bureau's delivery."""
    check_may_transcribe(actor)
    if transcription.unit != actor.unit:
        raise NotAllowed("这不是本单位的代录材料。", clause="C-69")
