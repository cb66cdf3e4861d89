"""A ban on an evaluating body with its effect: what rests on the body is checked again at once, so that its office is told."""

from django.db import transaction

from greenlist.casework.evaluators.models import Ban, Evaluator
from greenlist.casework.evaluators.services import ban
from greenlist.casework.journal.actors import Actor
from greenlist.casework.oversight.selectors import resting_on
from greenlist.casework.verification.services import check_each


def ban_and_check(evaluator: Evaluator, *, reason: str, document: str, years: int, actor: Actor) -> Ban:
    """The province's ban (C-60), and every application that rests on the body checked again in the same transaction.

    Raises what `evaluators.services.ban` raises; then nothing is written.
    """
    with transaction.atomic():
        made = ban(evaluator, reason=reason, document=document, years=years, actor=actor)
        check_each(list(resting_on(evaluator)), stage="watch", actor=actor)
    return made
