"""What a running job holds: the actor it works for, the way to tell how far it is, and the file it leaves."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.db.models import QuerySet

from greenlist.casework.jobs.models import Job
from greenlist.casework.jobs.results import unfinished_place
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import machine_now

TELL_EVERY_S = 0.5


class Halted(BaseException):
    """The work must end here: cancelled, taken over by another process, or this process is being stopped. Not for `except Exception`."""


class Work:
    """One run of one job in this process."""

    def __init__(self, job: Job, actor: Actor, is_stopping: Callable[[], bool]) -> None:
        self.job, self.actor = job, actor
        self._is_stopping, self._told_at = is_stopping, 0.0

    def told(self, done: int, total: int) -> None:
        """Say how far the work is. Raises Halted when it must end; call it often, it writes at most twice a second."""
        if self._is_stopping():
            raise Halted("stopping")
        self.job.done, self.job.total = done, total
        if time.monotonic() - self._told_at < TELL_EVERY_S:
            return
        self._told_at = time.monotonic()
        if not mine(self.job).update(done=done, total=total, beat_at=machine_now()):
            raise Halted("no longer ours")

    @contextmanager
    def result(self, name: str) -> Iterator[BinaryIO]:
        """The file the job leaves, open for writing and seeking; the person gets it under this name."""
        self.job.result_name = name[-255:]
        with unfinished_place(self.job).open("w+b") as target:
            yield target


def mine(job: Job) -> QuerySet[Job]:
    """The job's row, as long as this process has it in hand."""
    return Job.objects.filter(pk=job.pk, state="job_running", runner=job.runner)
