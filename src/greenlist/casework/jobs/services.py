"""What a person does with background work: ask for it, ask again, cancel it, take its file."""

from pathlib import Path
from typing import Any

from django.db import transaction

from greenlist.casework.directory.models import Membership
from greenlist.casework.jobs.kinds import checked
from greenlist.casework.jobs.models import Job
from greenlist.casework.jobs.results import place_of
from greenlist.casework.jobs.selectors import open_of
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused

MOST_OPEN = 20  # of one person: enough for every paper of a large round, too few to hold everybody else up


def ask(kind: str, *, actor: Actor, about: str, leads_to: str = "", **parameters: Any) -> Job:
    """Ask for background work of a registered kind; a second click finds the first. Raises Refused as the kind's check does.

    `leads_to` is the address of the page where its outcome stands, for work that leaves no file.
    """
    if actor.membership_id is None or actor.user_id is None:
        raise NotAllowed("登录并选定岗位后才能办理后台工作。")
    checked(kind, actor, parameters)
    with transaction.atomic():
        Membership.objects.select_for_update().filter(pk=actor.membership_id).first()  # two clicks at once come one after the other
        mine = open_of(actor)
        if same := mine.filter(kind=kind, parameters=parameters).first():
            return same
        if mine.count() >= MOST_OPEN:
            raise Refused(f"您已有{MOST_OPEN}项后台工作没有做完，没有再排。", then="等前面的做完，或在“后台工作”取消不需要的。")
        job = Job.objects.create(
            kind=kind, about=about[:200], leads_to=leads_to, parameters=parameters, asked_by_id=actor.user_id, asked_by=actor.signature, role=actor.role,
            membership_id=actor.membership_id, organisation_id=actor.organisation_id, asked_at=now(),
        )  # fmt: skip
        record("ask_job", actor=actor, subject=job, target=job.state, detail={"kind": kind, **parameters})
    return job


def ask_again(job: Job, *, actor: Actor) -> Job:
    """The same work once more, from today's rows: for one that failed, was cancelled, or whose file is gone."""
    _check_own(job, actor)
    return ask(job.kind, actor=actor, about=job.about, leads_to=job.leads_to, **job.parameters)


def cancel(job: Job, *, actor: Actor) -> None:
    """Cancel work that waits or runs; a running one stops at its next step and leaves nothing. Raises WrongState when it is over."""
    _check_own(job, actor)
    change(job, "cancel_job", actor=actor, fields={"ended_at": now()})


def take_result(job: Job, *, actor: Actor) -> Path:
    """Where the finished file lies; written down who took it. Raises Refused when there is none (any more)."""
    _check_own(job, actor)
    checked(job.kind, actor, job.parameters)
    place = place_of(job)
    if job.state != "job_done" or not place.exists():
        raise Refused(f"“{job.about}”现在没有可以下载的文件。", then="可在该项后台工作的页面重新生成。")
    record("take_result", actor=actor, subject=job, detail={"digest": job.result_digest, "size_bytes": job.result_bytes})
    return place


def _check_own(job: Job, actor: Actor) -> None:
    if (job.membership_id, job.asked_by_id) != (actor.membership_id, actor.user_id):
        raise NotAllowed("这项后台工作是别人提出的。", then="请由提出人办理，或自己另提一项。")
