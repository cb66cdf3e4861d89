"""Reading background work: only one's own, in the position in which one asked; and whether anybody works on it at all."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from greenlist.casework.jobs.models import Job, WorkerSighting
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import machine_now, now

OPEN = ("job_waiting", "job_running")
ABSENT_AFTER_S = 60


def visible_to(actor: Actor) -> QuerySet[Job]:
    """What this person asked for in this position, the newest first."""
    if actor.membership_id is None:
        return Job.objects.none()
    return Job.objects.filter(membership_id=actor.membership_id, asked_by_id=actor.user_id).order_by("-asked_at", "-id")


def open_of(actor: Actor) -> QuerySet[Job]:
    """His that are waiting or running."""
    return visible_to(actor).filter(state__in=OPEN)


def places_before(job: Job) -> int:
    """How many waiting jobs come before this one."""
    return Job.objects.filter(state="job_waiting", asked_at__lt=job.asked_at).count()


def nobody_since() -> datetime | None:
    """Since when no worker has been seen; None while one is there. Never seen: now."""
    seen = WorkerSighting.objects.values_list("seen_at", flat=True).first()
    if seen is None:
        return now()
    gone = machine_now() - seen
    return now() - gone if gone > timedelta(seconds=ABSENT_AFTER_S) else None
