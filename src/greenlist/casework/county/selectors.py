"""Reading the county step: its own rows, its letters."""

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.county.models import CountyLetter
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.rounds.models import Round


def rows_of(actor: Actor, round_: Round) -> QuerySet[Application]:
    """The applications of the actor's county in this round: those that wait for him first, the longest waiting first."""
    waits_first = Case(When(state="screening", then=Value(0)), default=Value(1))
    return visible_to(actor).filter(round=round_).order_by(waits_first, "changed_at", "id")


def passed(actor: Actor, round_: Round) -> QuerySet[Application]:
    """What the county itself has passed: arrived at the city, and not taken back; not what the city took over or had before."""
    return _beyond(actor, round_).filter(_passed_here())


def requested(actor: Actor, round_: Round) -> QuerySet[Application]:
    """What its 请示 speaks for: of what it passed, what the city has not refused since."""
    return passed(actor, round_).exclude(state="not_recommended")


def refused_since(actor: Actor, round_: Round) -> QuerySet[Application]:
    """What it passed and the city refused: no 请示 can agree to it any more."""
    return passed(actor, round_).filter(state="not_recommended").select_related("site")


def taken_over(actor: Actor, round_: Round) -> QuerySet[Application]:
    """What the city has without a word of the county: taken over when it was late, or there before the step was switched on."""
    return _beyond(actor, round_).filter(~_passed_here())


def _beyond(actor: Actor, round_: Round) -> QuerySet[Application]:
    return rows_of(actor, round_).exclude(state__in=("screening", "returned", "withdrawn"))


def _passed_here() -> Exists:
    lines = JournalEntry.objects.filter(subject_kind=Application._meta.label_lower, subject_id=OuterRef("pk"), action="pass_screening")
    return Exists(lines)


def letters_of(actor: Actor, round_: Round) -> QuerySet[CountyLetter]:
    """The letters of the county's office, or those of the region for its bureau."""
    rows = CountyLetter.objects.filter(round=round_).select_related("organisation", "sealed_letter")
    if actor.may("read_region"):
        return rows.filter(organisation__unit=actor.unit)
    return rows.filter(organisation_id=actor.organisation_id)


def opinion_on(application: Application) -> JournalEntry | None:
    """The line with which the county passed it, with its opinion; None when it never did."""
    return entries_of(application).filter(action="pass_screening").last()
