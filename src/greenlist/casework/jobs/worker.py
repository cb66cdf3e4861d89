"""The worker process: takes jobs one after another, each person in his turn, says every two seconds that it is there, stops politely.
Beside them a thread sends the messages that are due.

One that hangs in a step for a quarter of an hour ends itself, so that it does not go on telling that somebody is at work; whoever
watches over it (systemd) starts it anew, and the job is begun again.
"""

import logging
import os
import time
from threading import Event, Thread
from uuid import UUID

from django.db import Error as DatabaseFault
from django.db import close_old_connections, connection

from greenlist.casework.jobs.running_services import LOST_AFTER_S, beat, expire, give_up_lost, run_next
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.outbox.delivery_services import deliver_due

BEAT_EVERY_S, LOOK_EVERY_S, SWEEP_EVERY_S, POST_EVERY_S = 2.0, 1.0, 60.0, 5.0
STUCK_AFTER_S = 900.0
STUCK_EXIT = 75  # EX_TEMPFAIL: try again

log = logging.getLogger(__name__)


class Worker:
    """One process at work. `stop()` ends it: what it has in hand goes back to wait."""

    def __init__(self, lost_after_s: float = LOST_AFTER_S) -> None:
        self.runner: UUID = uuid7()
        self.lost_after_s = lost_after_s
        self._stopping = Event()
        self._swept_at = 0.0
        self._moved_at = time.monotonic()

    def stop(self) -> None:
        """Ask the worker to end; it does at the next step of its job."""
        self._stopping.set()

    def follow(self) -> None:
        """Work until stopped."""
        pulse, post = Thread(target=self._pulse, daemon=True), Thread(target=self._post, daemon=True)
        pulse.start()
        post.start()
        while not self._stopping.is_set():
            close_old_connections()
            if not self.once():
                self._stopping.wait(LOOK_EVERY_S)
        pulse.join(timeout=BEAT_EVERY_S * 2)
        post.join(timeout=POST_EVERY_S * 2)

    def once(self) -> bool:
        """Look after what is lost or over, then run one job; False when none waited or something failed that is looked at again later."""
        self._moved_at = time.monotonic()
        try:
            give_up_lost(runner=self.runner, after_s=self.lost_after_s)
            if time.monotonic() - self._swept_at > SWEEP_EVERY_S or not self._swept_at:
                self._swept_at = time.monotonic()
                expire()
            return run_next(runner=self.runner, is_stopping=self._asked) is not None
        except Exception:
            log.exception("the worker looks again in a second")
            return False

    def is_stuck(self) -> bool:
        """Has its job told nothing for too long?"""
        return time.monotonic() - self._moved_at > STUCK_AFTER_S

    def _asked(self) -> bool:
        """Every step of a job asks whether to stop: so it moves."""
        self._moved_at = time.monotonic()
        return self._stopping.is_set()

    def _post(self) -> None:
        """A message that breaks off here is told as not known; the next round goes on with the others."""
        while not self._stopping.is_set():
            close_old_connections()
            try:
                deliver_due(is_stopping=self._stopping.is_set)
            except Exception:
                log.exception("messages are looked at again in %.0f s", POST_EVERY_S)
            self._stopping.wait(POST_EVERY_S)
        connection.close()

    def _pulse(self) -> None:
        while not self._stopping.is_set():
            close_old_connections()
            if self.is_stuck():
                log.error("the job in hand has not moved for %.0f s", STUCK_AFTER_S)
                os._exit(STUCK_EXIT)
            try:
                beat(self.runner)
            except DatabaseFault as problem:
                log.warning("no beat: %s", problem)
            self._stopping.wait(BEAT_EVERY_S)
        connection.close()
