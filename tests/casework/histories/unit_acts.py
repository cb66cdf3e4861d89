"""What units and evaluating bodies do: begin, choose, hand in, withdraw; accept, sign, decline."""

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import set_evaluation, set_report, start_application, withdraw
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.selectors import bans_in_force, open_engagement
from greenlist.casework.evaluators.services import (
    accept_engagement,
    cancel_engagement,
    declare_outside,
    decline_engagement,
    sign_report,
)
from greenlist.casework.journal.clock import now, today
from greenlist.casework.rounds.selectors import deadline_of, parameter
from greenlist.casework.verification.services import submit_and_check
from tests.casework.histories.acting import Play, act

HANDED_IN = ((0, None), (1, None), (2, 0), (3, 1))  # slots of a round, and which body evaluates
EDITABLE = ("draft", "returned")


def applications() -> list[Application]:
    """All there are, in the order they began."""
    return list(Application.objects.select_related("site__organisation", "round", "filing", "report").order_by("id"))


def engagements() -> list[Engagement]:
    """Those of applications, in the order they were asked; the ones that only fill the cap play no part."""
    rows = Engagement.objects.filter(application_number__in=Application.objects.values("number"))
    return list(rows.select_related("site", "evaluator__organisation", "signed_report").order_by("id"))


@act(6)
def start(play: Play) -> None:
    """A unit begins with a filled form where one is left, and chooses levels and evaluation in the same breath."""
    taken = {(a.site_id, a.category, a.round_id) for a in applications() if a.state != "withdrawn"}
    slot = play.one(play.world.slots, lambda s: s.key not in taken and now() < deadline_of(s.round, s.unit.site.unit))
    form = next((f for f in slot.forms if not Application.objects.filter(filing=f).exists()), None)
    with transaction.atomic():
        made = start_application(slot.unit.site, round_=slot.round, category=slot.category, actor=slot.unit.engineer, filing=form)
        _choose(play, made)


@act(2)
def choose_evaluation(play: Play) -> None:
    _choose(play, play.one(applications(), lambda a: a.state in EDITABLE))


@act(4)
def attach_report(play: Play) -> None:
    application = play.one(applications(), lambda a: a.state in EDITABLE)
    attach(play, application, is_own=play.perhaps(0.2))


@act(3)
def hand_in(play: Play) -> None:
    hand_in_one(play, play.one(applications(), lambda a: a.state in EDITABLE))


@act(1)
def withdraw_application(play: Play) -> None:
    application = play.one(applications(), lambda a: a.state not in {"withdrawn", "recommended", "accepted"})
    withdraw(application, reason="不报了" if play.perhaps(0.9) else "", actor=play.world.engineer(application.site_id))


@act(4)
def accept_project(play: Play) -> None:
    accept_one(play, play.one(engagements(), lambda e: e.state == "asked"))


@act(1)
def decline_project(play: Play) -> None:
    engaged = play.one(engagements(), lambda e: e.state == "asked")
    decline_engagement(engaged, reason="人手不够", actor=play.world.manager(engaged))


@act(2)
def cancel_project(play: Play) -> None:
    today_banned = {b.evaluator.pk for b in play.world.bodies if bans_in_force(b.evaluator, today())}
    engaged = play.one(engagements(), lambda e: e.state in {"asked", "engaged"} and (e.evaluator_id in today_banned or play.perhaps(0.2)))
    own = play.world.engineer(engaged.site_id) if play.perhaps(0.5) else play.world.manager(engaged)
    cancel_engagement(engaged, reason="双方商定", actor=own)


@act(3)
def sign(play: Play) -> None:
    sign_one(play, play.one(engagements(), lambda e: e.state in {"engaged", "signed"}))


@act(1)
def declare_elsewhere(play: Play) -> None:
    body = play.one(play.world.bodies)
    declare_outside(body.evaluator, year=today().year, projects=play.dice.randint(0, 14), actor=body.manager)


def attach(play: Play, application: Application, *, is_own: bool = False) -> None:
    """The signed version where there is one, unless the unit takes its own paper."""
    engaged = open_engagement(application.number)
    own = play.world.reports[application.site.organisation_id, application.round_id]
    file = engaged.signed_report if engaged and engaged.signed_report and not is_own else own
    set_report(application, file=file, actor=play.world.engineer(application.site_id))


def evaluate_oneself(play: Play, application: Application) -> None:
    """No body is left: the unit evaluates itself."""
    set_evaluation(application, national=application.wants_national, provincial=application.wants_provincial, mode="self", evaluator=None,
                   actor=play.world.engineer(application.site_id))  # fmt: skip


def hand_in_one(play: Play, application: Application) -> None:
    """Hand in, anew or mended, and have every exclusion computed."""
    submit_and_check(
        application, actor=play.world.engineer(application.site_id), reason="补正完毕" if application.state == "returned" else ""
    )


def accept_one(play: Play, engaged: Engagement) -> None:
    """The body accepts; a national project takes a place under the cap of its round."""
    round_ = Application.objects.get(number=engaged.application_number).round
    accept_engagement(engaged, statement="没有利害关系。", limit=int(parameter(round_, "cap_projects")), actor=play.world.manager(engaged))


def sign_one(play: Play, engaged: Engagement) -> None:
    """The body signs its report of this round."""
    application = Application.objects.get(number=engaged.application_number)
    manager = play.world.manager(engaged)
    sign_report(engaged, report=play.world.reports[manager.organisation_id, application.round_id], accepts_liability=True, actor=manager)


def _choose(play: Play, application: Application) -> None:
    body = play.dice.choice(play.world.bodies) if play.perhaps(0.7) else None
    national, provincial = play.perhaps(0.7), play.perhaps(0.7)
    set_evaluation(application, national=national, provincial=provincial or not national, mode="third_party" if body else "self",
                   evaluator=body.evaluator if body else None, actor=play.world.engineer(application.site_id))  # fmt: skip


def hand_in_four(play: Play, notice: str) -> None:
    """Where histories begin: four units of a round have handed in, so that fifty steps reach the end of the way."""
    slots = [slot for slot in play.world.slots if slot.round.notice == notice]
    for n, number in HANDED_IN:
        slot, body = slots[n], None if number is None else play.world.bodies[number].evaluator
        made = start_application(slot.unit.site, round_=slot.round, category=slot.category, actor=slot.unit.engineer, filing=slot.forms[0])
        set_evaluation(
            made, national=True, provincial=True, mode="third_party" if body else "self", evaluator=body, actor=slot.unit.engineer
        )
        if engaged := open_engagement(made.number):
            accept_one(play, engaged)
            sign_one(play, engaged)
        attach(play, made)
        hand_in_one(play, made)
