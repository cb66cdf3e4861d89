"""Reading background work: only one's own, in the position in which one asked; and whether anybody works on it at all."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from greenlist.casework.jobs.models import Job, WorkerSighting
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import machine_now, now

OPEN = ("job_waiting", "job_running")
ABSENT_AFTER_S = 60
ALIVE_S = 10  # a worker says every two seconds that it is there


def visible_to(actor: Actor) -> QuerySet[Job]:
    """What this person asked for in this position, the newest first."""
    if actor.membership_id is None:
        return Job.objects.none()
    return Job.objects.filter(membership_id=actor.membership_id, asked_by_id=actor.user_id).order_by("-asked_at", "-id")


def open_of(actor: Actor) -> QuerySet[Job]:
    """His that are waiting or running."""
    return visible_to(actor).filter(state__in=OPEN)


def newest_about(kind: str, **parameters: Any) -> Job | None:
    """The newest work of this kind with these parameters, whoever asked for it: for the page of the thing itself."""
    return Job.objects.filter(kind=kind, parameters=parameters).order_by("-asked_at", "-id").first()


def is_in_hand(job: Job | None) -> bool:
    """Is a worker at it, and alive?"""
    if job is None or job.state != "job_running" or job.beat_at is None:
        return False
    return machine_now() - job.beat_at < timedelta(seconds=ALIVE_S)


def in_turn(rows: QuerySet[Job]) -> QuerySet[Job]:
    """Waiting jobs, the next one first: of whoever waits longest since he asked or had one begun, his oldest. So twenty jobs of one person
    hold nobody else up for longer than one of them takes.
    """
    begun = Job.objects.filter(asked_by_id=OuterRef("asked_by_id"), started_at__isnull=False).order_by("-started_at", "-id")
    since = Greatest("asked_at", Coalesce(Subquery(begun.values("started_at")[:1]), F("asked_at")))
    return rows.filter(state="job_waiting").annotate(since=since).order_by("since", "asked_at", "id")


def places_before(job: Job) -> int:
    """How many waiting jobs come before this one, were nothing else asked for: his own older ones, and of each other person as many as
    come up in the rounds until then.
    """
    waiting = list(in_turn(Job.objects.all()).values_list("asked_by_id", "since", "id"))
    of_each = Counter(asker for asker, _, _ in waiting)
    turns = list(dict.fromkeys(asker for asker, _, _ in waiting))
    own = [pk for asker, _, pk in waiting if asker == job.asked_by_id]
    if job.pk not in own:
        return 0
    rounds, turn = own.index(job.pk), turns.index(job.asked_by_id)
    return rounds + sum(min(of_each[asker], rounds + (at < turn)) for at, asker in enumerate(turns) if at != turn)


def nobody_since() -> datetime | None:
    """Since when no worker has been seen; None while one is there. Never seen: now."""
    seen = WorkerSighting.objects.values_list("seen_at", flat=True).first()
    if seen is None:
        return now()
    gone = machine_now() - seen
    return now() - gone if gone > timedelta(seconds=ABSENT_AFTER_S) else None
