"""What a worker does: take one job and run it, give up on jobs whose worker is gone, remove files whose time is over."""

import contextlib
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from greenlist.casework.directory.models import Membership
from greenlist.casework.directory.selectors import actor_in, in_force
from greenlist.casework.jobs.kinds import checked
from greenlist.casework.jobs.models import Job, WorkerSighting
from greenlist.casework.jobs.results import digest_of, place_of, unfinished, unfinished_place
from greenlist.casework.jobs.selectors import in_turn
from greenlist.casework.jobs.work import Halted, Work, mine
from greenlist.casework.journal.actors import SYSTEM, Actor
from greenlist.casework.journal.clock import machine_now, now, today
from greenlist.casework.journal.door import change
from greenlist.casework.journal.refusals import Refused, WrongState

MOST_TRIES = 3
LOST_AFTER_S = 60  # a worker says every two seconds that it is there
BROKEN = "生成时出了错，没有生成文件。"
ADVICE = "可以重新生成一次；再出错，请把这一页的编号告诉系统运维。"
BROKEN_OFF = "办理时出了错，没有做完。"
GO_ON = "可以接着做一次；再出错，请把这一页的编号告诉系统运维。"

log = logging.getLogger(__name__)


def run_next(*, runner: UUID, is_stopping: Callable[[], bool] = lambda: False) -> Job | None:
    """Take the job whose turn it is and run it to its end; None when nothing waits. Whatever goes wrong becomes a sentence."""
    job = _take(runner)
    if job is None:
        return None
    try:
        _run(job, is_stopping)
    except Halted:
        if is_stopping():
            _end(job, "put_back_job", tries=F("tries") - 1)
    except Refused as refusal:
        _fail(job, "\n".join((refusal.what, *refusal.items)), refusal.then or (GO_ON if job.leads_to else ADVICE))
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _fail(job, *((BROKEN_OFF, GO_ON) if job.leads_to else (BROKEN, ADVICE)))
    finally:
        unfinished_place(job).unlink(missing_ok=True)
    job.refresh_from_db()
    return job


def give_up_lost(*, runner: UUID | None = None, after_s: float = LOST_AFTER_S) -> int:
    """Jobs whose worker fell silent go back to wait, three times at most; returns how many were found.

    `runner` is a worker with nothing in hand: what still bears its name (the database failed it at the end) is lost too.
    """
    silent = Q(beat_at__lt=machine_now() - timedelta(seconds=after_s)) | Q(runner=runner)
    found = list(Job.objects.filter(silent, state="job_running"))
    for job in found:
        if job.tries < MOST_TRIES:
            _end(job, "put_back_job")
        else:
            _fail(job, f"办理时{MOST_TRIES}次中断，不再自动重试。", "请把这一页的编号告诉系统运维，查明原因后再重新生成。")
    return len(found)


def expire() -> int:
    """Remove the files kept long enough and what cancelled jobs left half written; the rows stay and say so. Returns how many went."""
    over = list(Job.objects.filter(state="job_done", kept_until_on__lt=today()))
    for job in over:
        place_of(job).unlink(missing_ok=True)
        with contextlib.suppress(WrongState):  # another worker was there first
            change(job, "expire_job", actor=SYSTEM)
    for part, job_id, runner in unfinished():
        if not Job.objects.filter(pk=job_id, runner=runner, state="job_running").exists():
            part.unlink(missing_ok=True)
    return len(over)


def beat(runner: UUID) -> None:
    """Say that a worker is there, and alive with what it has in hand."""
    WorkerSighting.objects.update_or_create(name="worker", defaults={"seen_at": machine_now()})
    Job.objects.filter(state="job_running", runner=runner).update(beat_at=machine_now())


def _take(runner: UUID) -> Job | None:
    if not Job.objects.filter(state="job_waiting").exists():
        return None  # an idle worker takes no write lock
    with transaction.atomic():
        job = in_turn(Job.objects.select_for_update(skip_locked=True)).first()
        if job is not None:
            change(job, "start_job", actor=SYSTEM, detail={"try": job.tries + 1}, fields={
                "runner": runner, "beat_at": machine_now(), "started_at": now(), "tries": job.tries + 1, "done": 0, "total": 0,
            })  # fmt: skip
        return job


def _run(job: Job, is_stopping: Callable[[], bool]) -> None:
    actor = _asker(job)
    kind = checked(job.kind, actor, job.parameters)
    kind.run(Work(job, actor, is_stopping), **job.parameters)
    done: dict[str, Any] = {"ended_at": now(), "done": job.total, "total": job.total}
    if job.result_name:
        digest, size = digest_of(unfinished_place(job))
        done |= {"result_name": job.result_name, "result_digest": digest, "result_bytes": size,
                 "kept_until_on": today() + timedelta(days=settings.RESULT_DAYS)}  # fmt: skip
    _end(job, "finish_job", **done)


def _asker(job: Job) -> Actor:
    """The person who asked, with what his position allows today. Raises Refused when he holds it no longer."""
    held = Membership.objects.filter(in_force(today()), pk=job.membership_id, user__is_active=True)
    position = held.select_related("organisation", "user").first()
    if position is None:
        raise Refused("提出人已不在原来的岗位，没有生成文件。", then="请由现在经办的人重新提出。")
    return actor_in(position)


def _fail(job: Job, problem: str, advice: str) -> None:
    _end(job, "fail_job", problem=problem, advice=advice, ended_at=now())


def _end(job: Job, action: str, **fields: Any) -> None:
    """Change the state of a job that this process still has in hand; one that was cancelled or taken over meanwhile stays as it is."""
    with transaction.atomic():
        if mine(job).select_for_update().first() is not None:
            change(job, action, actor=SYSTEM, fields=fields)
            if "result_digest" in fields:
                unfinished_place(job).rename(place_of(job))
