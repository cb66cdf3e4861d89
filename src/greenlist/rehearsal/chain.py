"""A small round of any notice, from the first draft to the published list, on the days that its data gives: nothing here knows a notice."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
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
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.selectors import newest_draft
from greenlist.casework.selection.services import decide, draft, screen, send_to_decision
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import Body, Unit, engage, invite_units
from greenlist.rehearsal.playing import Year
from greenlist.rehearsal.script import Script
from greenlist.rehearsal.stories import recommend_or_refuse
from greenlist.rulebook.notices import round_parameters

REVIEW, DRAFT, DECISION, NOTICE, PUBLICATION = 20, 40, 44, 45, 60  # days after the deadline


@dataclass(frozen=True)
class Applicant:
    """A unit that applies, how well its figures stand (0…1), who evaluates it, and for which levels."""

    unit: Unit
    quality: float = 0.9
    body: Body | None = None
    national: bool = False
    provincial: bool = True


def play_chain(notice: str, *, seed: int, password: str, cities: int = 2, units: int = 2) -> Publication:
    """Play `units` factories in each of the first `cities` recommending units through the whole round of a notice."""
    given, random = round_parameters(notice), Random(seed)
    with clock.at(_noon(given.opens_on)):
        cast = engage(make_password(password), notice)
        year = Year(random, cast, open_round(notice, actor=cast.province), Script())
        declare_coverage(kind="removal", region=region_of(year.round), from_year=given.year - 3, until_year=given.year, actor=cast.province)
        for number, unit in enumerate(given.units[:cities]):
            invite_units(cast, random, unit=unit.code, count=units, first_serial=1 + number * units)
    write_round(year, [Applicant(unit) for invited in cast.units.values() for unit in invited])
    year.script.play(_noon(given.deadline_on, PUBLICATION))
    return Publication.objects.get(round=year.round)


def tell_chain(notice: str, *, seed: int) -> Iterator[str]:
    """Play the chain of a notice in an empty database and tell what came of it. Raises KeyError for a notice that is not held."""
    if Round.objects.exists():
        raise Refused("库里已有轮次；请在空库中排演（greenlist year --folder 新目录）。")
    made = play_chain(notice, seed=seed, password=secrets.token_urlsafe(12))
    yield f"{made.round.title}（{notice}）：{'→'.join(step.label for step in steps_of(made.round) if step.is_on)}"
    yield f"{made.published_on}公布{ListEntry.objects.filter(document=made.document_number).count()}个单位；日志封条：{seal_all()}条"


def write_round(year: Year, applying: list[Applicant], *, line: str = "", strictness: tuple[float, float] = (0.95, 0.95)) -> None:
    """Put a whole round on the script, on the days of its notice: the units hand in, their bureaus verify and hand in, the province decides."""
    deadline, add = round_parameters(year.round.notice).deadline_on, year.script.add
    for bureau in dict.fromkeys(one.unit.site.unit for one in applying):
        own = [one for one in applying if one.unit.site.unit == bureau]
        add(_noon(deadline, -14), partial(_hand_in, year, bureau, own))
        add(_noon(deadline, -7), partial(_verify, year, bureau))
        add(_noon(deadline, -2), partial(_hand_in_batch, year, bureau))
    add(_noon(deadline, REVIEW), partial(_review, year, strictness))
    add(_noon(deadline, DRAFT), partial(_draft, year, line))
    add(_noon(deadline, DECISION), partial(_decide, year))
    add(_noon(deadline, NOTICE), lambda: give_notice(_newest(year), actor=year.cast.province))
    add(_noon(deadline, PUBLICATION), partial(_publish, year))


def _hand_in(year: Year, bureau: str, applying: list[Applicant]) -> None:
    year.applications[bureau] = [
        acts.hand_in_application(
            one.unit, year.round, year.random, quality=one.quality, body=one.body, national=one.national, provincial=one.provincial
        )
        for one in applying
    ]


def _verify(year: Year, bureau: str) -> None:
    for case in year.applications[bureau]:
        recommend_or_refuse(case, year.cast.bureaus[bureau])


def _hand_in_batch(year: Year, bureau: str) -> None:
    officer = year.cast.bureaus[bureau]
    if ready := list(Application.objects.filter(round=year.round, unit=bureau, state="recommendable").order_by("number")):
        acts.hand_in_batch(acts.freeze(year.round, ready, officer), officer)


def _review(year: Year, strictness: tuple[float, float]) -> None:
    for case in Application.objects.filter(round=year.round, state__in=("recommended", "accepted")).order_by("number"):
        acts.review(case, year.cast, year.random, strictness=year.random.uniform(*strictness))
    reviewed = list(Application.objects.filter(round=year.round, state="reviewed").order_by("number"))
    acts.pass_steps(year.round, reviewed, year.cast.centre)


def _draft(year: Year, line: str) -> None:
    made = draft(year.round, line=line, actor=year.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=year.cast.province)


def _decide(year: Year) -> None:
    decide(_newest(year), meeting=acts.meeting() if is_step_on(year.round, "meeting") else None, actor=year.cast.director)


def _publish(year: Year) -> None:
    made, number = _newest(year), f"演名单〔{year.round.year}〕演1号"
    screen(made, actor=year.cast.province)
    publish(made, document_number=number, contradictions_because=acts.CONTRADICTED, actor=year.cast.province)


def _newest(year: Year) -> SelectionDraft:
    found = newest_draft(year.round)
    if found is None:
        raise LookupError("no draft yet")
    return found


def _noon(day: date, after: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=after), time(12), clock.SHANGHAI)
