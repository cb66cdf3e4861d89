"""A small round of any notice, from the first draft to the published list, on the days that its data gives: nothing here knows a notice."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from greenlist.casework.applications.models import Application
from greenlist.casework.journal import clock
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.sealer import seal_all
from greenlist.casework.publication.models import Publication
from greenlist.casework.publication.services import give_notice, publish
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.services import declare_coverage
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import is_step_on, region_of, steps_of
from greenlist.casework.rounds.services import open_round
from greenlist.casework.selection.services import decide, draft, screen, send_to_decision
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import Cast, engage, invite_units
from greenlist.rulebook.notices import round_parameters

REVIEW, DRAFT, DECISION, NOTICE, PUBLICATION = 20, 40, 44, 45, 60  # days after the deadline


def play_chain(notice: str, *, seed: int, password: str, cities: int = 2, units: int = 2) -> Publication:
    """Play `units` factories in each of the first `cities` recommending units through the whole round of a notice."""
    given, random = round_parameters(notice), Random(seed)
    with clock.at(_noon(given.opens_on)):
        cast = engage(make_password(password), notice)
        round_ = open_round(notice, actor=cast.province)
        declare_coverage(kind="removal", region=region_of(round_), from_year=given.year - 3, until_year=given.year, actor=cast.province)
        for number, unit in enumerate(given.units[:cities]):
            invite_units(cast, random, unit=unit.code, count=units, first_serial=1 + number * units)
    _recommend(round_, cast, random, given.deadline_on)
    return _decide(round_, cast, random, given.deadline_on)


def tell_chain(notice: str, *, seed: int) -> Iterator[str]:
    """Play the chain of a notice in an empty database and tell what came of it. Raises KeyError for a notice that is not held."""
    if Round.objects.exists():
        raise Refused("库里已有轮次；请在空库中排演（greenlist year --folder 新目录）。")
    made = play_chain(notice, seed=seed, password=secrets.token_urlsafe(12))
    yield f"{made.round.title}（{notice}）：{'→'.join(step.label for step in steps_of(made.round) if step.is_on)}"
    yield f"{made.published_on}公布{ListEntry.objects.filter(document=made.document_number).count()}个单位；日志封条：{seal_all()}条"


def _recommend(round_: Round, cast: Cast, random: Random, deadline: date) -> None:
    """The units hand in, their bureaus verify and hand in."""
    for bureau, invited in cast.units.items():
        officer = cast.bureaus[bureau]
        with clock.at(_noon(deadline, -14)):
            cases = [acts.hand_in_application(unit, round_, random, quality=0.9) for unit in invited]
        with clock.at(_noon(deadline, -7)):
            for case in cases:
                acts.recommend(case, officer)
        with clock.at(_noon(deadline, -2)):
            acts.hand_in_batch(acts.freeze(round_, cases, officer), officer)


def _decide(round_: Round, cast: Cast, random: Random, deadline: date) -> Publication:
    """The province reviews, passes the steps that the round has, decides, gives notice and publishes."""
    with clock.at(_noon(deadline, REVIEW)):
        for case in Application.objects.filter(round=round_, state__in=("recommended", "accepted")).order_by("number"):
            acts.review(case, cast, random, strictness=0.95)
        reviewed = list(Application.objects.filter(round=round_, state="reviewed").order_by("number"))
        acts.pass_steps(round_, reviewed, cast.centre)
    with clock.at(_noon(deadline, DRAFT)):
        made = draft(round_, line="", actor=cast.province)
        send_to_decision(made, open_because=acts.STILL_OPEN, actor=cast.province)
    with clock.at(_noon(deadline, DECISION)):
        meeting = acts.meeting() if is_step_on(round_, "meeting") else None
        decide(made, meeting=meeting, actor=cast.director)
    with clock.at(_noon(deadline, NOTICE)):
        give_notice(made, actor=cast.province)
    with clock.at(_noon(deadline, PUBLICATION)):
        screen(made, actor=cast.province)
        return publish(made, document_number=f"演名单〔{round_.year}〕演1号", contradictions_because=acts.CONTRADICTED, actor=cast.province)


def _noon(day: date, after: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=after), time(12), clock.SHANGHAI)
