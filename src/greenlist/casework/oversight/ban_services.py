"""A ban on an evaluating body with its effect: what rests on the body is checked again at once, so that its office is told."""

from django.db import transaction

from greenlist.casework.applications.telling_services import tell_unit
from greenlist.casework.evaluators.models import Ban, Evaluator
from greenlist.casework.evaluators.services import ban
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.oversight.selectors import resting_on
from greenlist.casework.verification.services import check_each

MAY_CHANGE = ("screening", "submitted", "verifying", "returned", "recommendable")  # where the unit can still be evaluated otherwise


def ban_and_check(evaluator: Evaluator, *, reason: str, document: str, years: int, actor: Actor) -> Ban:
    """The province's ban (C-60), and every application that rests on the body checked again in the same transaction.

    Raises what `evaluators.services.ban` raises; then nothing is written.
    """
    with transaction.atomic():
        made = ban(evaluator, reason=reason, document=document, years=years, actor=actor)
        check_each(list(resting_on(evaluator)), stage="watch", actor=actor)
        entry = entries_of(evaluator).filter(action="ban_evaluator").latest("at", "id")
        for application in resting_on(evaluator).filter(state__in=MAY_CHANGE):
            tell_unit("banned_unit", application, entry=entry, actor=actor, values={"from_on": f"{made.decided_on:%Y年%-m月%-d日}"})
    return made
