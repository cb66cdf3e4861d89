"""Cases at any state, walked there through the real services (the rehearsal's acts)."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import pypdfium2
from django.contrib.auth.hashers import make_password

from greenlist.casework.accounts.services import activate, open_account
from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Membership, Organisation
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.directory.services import enter_organisation, grant_membership, invite_person
from greenlist.casework.journal.actors import SYSTEM, Actor
from greenlist.casework.publication.services import give_notice
from greenlist.casework.review.services import accept
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.rounds.services import open_round, sign_parameters
from greenlist.casework.selection.services import decide, draft, send_to_decision
from greenlist.casework.verification.services import submit_and_check
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import Body, Cast, Unit, engage, invite_units
from greenlist.rulebook.reference.regions import division_name

PASSWORD = "a-long-password"
JIUJIANG, NANCHANG = "360400", "360100"


@dataclass
class Province:
    """The cast and the round; `units` in 九江, `other_unit` in 南昌."""

    cast: Cast
    round: Round
    units: list[Unit]
    other_unit: Unit
    mark: tuple[Any, ...] = ()  # of a standing province: what was written when it stood where the questions given led to
    given: tuple[Any, ...] = ()
    keeper: Callable[..., Any] | None = None  # gives the rows of a case that was walked before (`standing.case_at`)

    @property
    def unit(self) -> Unit:
        return self.units[0]

    @property
    def officer(self):
        return self.cast.bureaus[JIUJIANG]

    def application_at(self, state: str, unit: Unit | None = None, *, national: bool = False, body: Body | None = None) -> Application:
        """An application in the wanted state, through every door on the way, or as the same way left it before in this run."""
        unit = unit or self.unit
        if self.keeper is None:
            return self._walked(state, unit, national=national, body=body)
        asked = (state, unit.site.pk, national, body and body.evaluator.pk)
        return self.keeper(self, asked, lambda: self._walked(state, unit, national=national, body=body))

    def kept(self, name: str, walk: Callable[[], Any]) -> Any:
        """What `walk` builds in this province, or what it left before: for a fixture of many tests. `name` is its alone; what it returns
        is a copy each time.
        """
        return walk() if self.keeper is None else self.keeper(self, (name,), walk)

    def _walked(self, state: str, unit: Unit, *, national: bool, body: Body | None) -> Application:
        officer = self.cast.bureaus[unit.site.unit]
        application = acts.begin(unit, self.round, national=national, body=body)
        for step, walk in (
            ("draft", lambda: acts.fill(application, unit, Random(7), quality=0.9)),
            ("submitted", lambda: (acts.attach_report(application, unit, body), submit_and_check(application, actor=unit.engineer))),
            ("verifying", lambda: (acts.verify_all(application, officer), acts.settle_conditions(application, officer))),
            ("recommendable", lambda: acts.choose(application, officer)),
            ("frozen", lambda: acts.freeze(self.round, [application], officer)),
            ("recommended", lambda: acts.hand_in_batch(acts.prepare_batch(self.round, actor=officer), officer)),
            ("accepted", lambda: accept(fresh(application), actor=self.cast.centre)),
            ("reviewed", lambda: self._review(application)),
            ("proposed", lambda: self._decide()),
            ("on_notice", lambda: give_notice(self.draft(), actor=self.cast.province)),
        ):
            walk()
            if step == state:
                break
        return fresh(application)

    def _review(self, application: Application) -> None:
        acts.review(fresh(application), self.cast, Random(3), strictness=0.95)
        acts.pass_steps(self.round, [fresh(application)], self.cast.centre)

    def _decide(self) -> None:
        made = draft(self.round, line="", actor=self.cast.province)
        send_to_decision(made, open_because=acts.STILL_OPEN, actor=self.cast.province)
        decide(made, meeting=acts.meeting(), actor=self.cast.director)

    def draft(self):
        """The newest draft."""
        return self.round.selection_drafts.order_by("-number").first()


def join(organisation: Organisation, username: str, *, actor: Actor, duty: str = "filler", is_restricted: bool = False) -> Membership:
    """A further person at a unit, invited by its administrator, who has set his password."""
    made, code = invite_person(
        organisation, username=username, name=f"{username}（演示）", duty=duty, is_restricted=is_restricted, actor=actor
    )
    made.user = activate(username=username, code=code, password=PASSWORD, again=PASSWORD)
    return made


def county_officer(division: str, unit: str = JIUJIANG, *, username: str = "county") -> Actor:
    """A county's office with one officer."""
    name = f"{division_name(division)}工业和信息化局"
    office = enter_organisation(kind="county_office", name=name, division=division, unit=unit, actor=SYSTEM, is_demo=True)
    user = open_account(username=username, name="县经办（演示）", actor=SYSTEM, encoded=make_password(PASSWORD))[0]
    return actor_in(grant_membership(user, office, role="county", actor=SYSTEM))


def colleague(actor: Actor, username: str = "colleague") -> Actor:
    """A second officer in the same office and role."""
    user = open_account(username=username, name="另一位经办（演示）", actor=SYSTEM, encoded=make_password(PASSWORD))[0]
    office = Organisation.objects.get(pk=actor.organisation_id)
    return actor_in(grant_membership(user, office, role=actor.role, actor=SYSTEM))


def turn_county_on(province: "Province") -> None:
    """The round has the county step, by two signatures."""
    steps = [*parameters(province.round)["steps_on"], "county"]
    sign_parameters(province.round, changes={"steps_on": steps}, reason="本轮有县级初审", first=province.cast.province,
                    second=province.cast.director)  # fmt: skip


def fresh(application: Application) -> Application:
    """The case as the database has it now."""
    return Application.objects.get(pk=application.pk)


def make_province() -> Province:
    """Engage the cast, open the round, invite three units."""
    cast = engage(make_password(PASSWORD))
    round_ = open_round("jx-2024-20", actor=cast.province)
    units = invite_units(cast, Random(1), unit=JIUJIANG, count=2, first_serial=1)
    other = invite_units(cast, Random(2), unit=NANCHANG, count=1, first_serial=3)
    return Province(cast, round_, units, other[0])


def blank_pdf(pages: int = 1) -> bytes:
    """A PDF of empty A4 pages, in no time."""
    document, target = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(target)
    return target.getvalue()
