"""A ban on an evaluating body with everything it touches, in one transaction: what is ended, what is checked again, what is kept of it."""

from django.db import transaction
from django.db.models import QuerySet

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.telling_services import tell_unit
from greenlist.casework.evaluators.ban_services import ban, end_for_ban, lift_ban
from greenlist.casework.evaluators.models import Ban, Evaluator
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.outbox.selectors import about_whom
from greenlist.casework.oversight.bans import touched_by_ban, unfinished_with
from greenlist.casework.oversight.selectors import resting_on
from greenlist.casework.verification.services import check_each

MAY_CHANGE = ("screening", "submitted", "verifying", "returned", "recommendable")  # where the unit can still be evaluated otherwise


def ban_and_check(evaluator: Evaluator, *, reason: str, document: str, years: int, actor: Actor) -> Ban:
    """The province's ban (C-60). In the same transaction its engagements of applications not handed in are ended, every application that
    rests on the body is checked again, and what it touched is kept.

    Raises what `evaluators.ban_services.ban` raises; then nothing is written.
    """
    with transaction.atomic():
        made = ban(evaluator, reason=reason, document=document, years=years, actor=actor)
        Ban.objects.filter(pk=made.pk).update(touched=store("ban_touched", touched_by_ban(evaluator)))
        for engagement in unfinished_with(evaluator):
            end_for_ban(engagement, actor=actor)
        check_each(list(resting_on(evaluator)), stage="watch", actor=actor)
        entry = _newest_entry(evaluator, "ban_evaluator")
        for application in resting_on(evaluator).filter(state__in=MAY_CHANGE):
            tell_unit("banned_unit", application, entry=entry, actor=actor, values={"from_on": f"{made.decided_on:%Y年%-m月%-d日}"})
    made.refresh_from_db()
    return made


def lift_and_check(held: Ban, *, reason: str, document: str, actor: Actor) -> None:
    """The ban taken back, and every application that rests on the body checked again. Raises what `lift_ban` raises."""
    with transaction.atomic():
        lift_ban(held, reason=reason, document=document, actor=actor)
        check_each(list(resting_on(held.evaluator)), stage="watch", actor=actor)
        entry = _newest_entry(held.evaluator, "lift_ban")
        for application in _told_of_ban(held.evaluator):
            tell_unit("ban_lifted_unit", application, entry=entry, actor=actor, values={"from_on": f"{held.until_on:%Y年%-m月%-d日}"})


def _told_of_ban(evaluator: Evaluator) -> QuerySet[Application]:
    """The applications whose units were told of the body's newest ban: they are told of its end too, whichever body they chose since."""
    told = about_whom("banned_unit", str(_newest_entry(evaluator, "ban_evaluator").pk))
    return Application.objects.filter(pk__in=told).select_related("site").order_by("number")


def _newest_entry(evaluator: Evaluator, action: str) -> JournalEntry:
    return entries_of(evaluator).filter(action=action).latest("at", "id")
