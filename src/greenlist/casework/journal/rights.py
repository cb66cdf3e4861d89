"""Who may do an act, and who decides it instead: the one check behind every decision that a role assists and does not take (C-63)."""

from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed

ASSISTS = "C-63"


def check_may(actor: Actor, act: str, what: str, *, then: str = "", clause: str = "") -> None:
    """Raises NotAllowed unless the actor's role holds the act (accounts/roles.yaml)."""
    if not actor.may(act):
        raise not_allowed(actor, what, then=then, clause=clause)


def not_allowed(actor: Actor, what: str, *, then: str = "", clause: str = "") -> NotAllowed:
    """The refusal of an act that is another's to decide: whoever only assists him is told so, under the clause that says it."""
    if actor.assists:
        return NotAllowed(
            what, then=f"{actor.organisation_name or '您的单位'}协同推进，不作最终决定；请报{actor.assists}办理。", clause=ASSISTS
        )
    return NotAllowed(what, then=then, clause=clause)
