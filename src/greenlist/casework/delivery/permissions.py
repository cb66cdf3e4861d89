"""Who may take packages in: the office to which the bureaus hand in."""

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed


def check_may_take_in(actor: Actor) -> None:
    """Raises NotAllowed unless the actor's role takes packages in."""
    if not actor.may("take_in_packages") or actor.organisation_id is None:
        raise NotAllowed("离线报送包由省级收入。", clause="C-09")
