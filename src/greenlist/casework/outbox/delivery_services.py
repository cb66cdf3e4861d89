"""Sending what is due, at most once each: the attempt is written before anything leaves, and what broke off in between is not known."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from greenlist.casework.journal.clock import machine_now, now
from greenlist.casework.outbox.channels import NotSent, Unclear, send
from greenlist.casework.outbox.models import Attempt, Message
from greenlist.casework.outbox.selectors import Outcome, due, is_wanted
from greenlist.casework.outbox.services import retry_after
from greenlist.casework.outbox.timing import is_quiet

LOST_AFTER = timedelta(minutes=10)  # no channel waits that long
AT_ONCE = 100
BROKEN_OFF = "送出时程序中断，不知对方是否收下"
UNWANTED = "收件人已离岗、账号已停用，或已更改接收方式"

log = logging.getLogger(__name__)


def deliver_due(*, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Send what is due, by day only; returns how many were tried. Two at work at once never take the same message."""
    mark_lost()
    tried = 0
    while tried < AT_ONCE and not is_stopping() and not is_quiet(now()) and (message := take()):
        tried += 1
        _try(message)
    return tried


def take() -> Message | None:
    """Begin the next attempt: from here on the message is `sending`, whatever happens to this process; None when nothing is due.

    What its person does not want any more, or not at this address, is withdrawn on the way.
    """
    if not due(now()).exists():
        return None  # an idle worker takes no write lock
    with transaction.atomic():
        while message := due(now()).select_for_update(skip_locked=True, of=("self",)).first():
            if is_wanted(message):
                _begin(message)
                return message
            message.outcome, message.problem, message.ended_at = Outcome.WITHDRAWN, UNWANTED, now()
            message.save(update_fields=["outcome", "problem", "ended_at"])
    return None


def mark_lost() -> int:
    """What was begun by a process that is gone becomes 不知是否送出; no machine sends it again. Returns how many."""
    lost = Message.objects.filter(outcome=Outcome.SENDING, sending_since__lt=machine_now() - LOST_AFTER)
    if not lost.exists():
        return 0
    with transaction.atomic():
        found = list(lost.select_for_update(skip_locked=True).order_by("id"))
        for message in found:
            _end(message, Outcome.UNKNOWN, Attempt.Step.UNCLEAR, BROKEN_OFF)
    return len(found)


def _begin(message: Message) -> None:
    message.outcome, message.tries, message.sending_since = Outcome.SENDING, message.tries + 1, machine_now()
    message.save(update_fields=["outcome", "tries", "sending_since"])
    _keep(message, Attempt.Step.BEGUN)


def _try(message: Message) -> None:
    try:
        send(message)
    except NotSent as refusal:
        _failed(message, refusal.problem, is_final=refusal.is_final)
    except Unclear as fault:
        _finish(message, Outcome.UNKNOWN, Attempt.Step.UNCLEAR, str(fault))
    except Exception as fault:
        log.exception("message %s", message.pk)
        _finish(message, Outcome.UNKNOWN, Attempt.Step.UNCLEAR, f"送出时出错：{type(fault).__name__}")
    else:
        _finish(message, Outcome.SENT, Attempt.Step.SENT)


def _failed(message: Message, problem: str, *, is_final: bool) -> None:
    wait = None if is_final else retry_after(message.tries)
    if wait is None:
        _finish(message, Outcome.FAILED, Attempt.Step.FAILED, problem)
        return
    message.next_try_at = now() + wait
    _finish(message, Outcome.WAITING, Attempt.Step.FAILED, problem)


def _finish(message: Message, outcome: Message.Outcome, step: Attempt.Step, problem: str = "") -> None:
    """Unless it was given up as lost meanwhile: then that stands."""
    with transaction.atomic():
        if Message.objects.select_for_update().filter(pk=message.pk, outcome=Outcome.SENDING, tries=message.tries).exists():
            _end(message, outcome, step, problem)


def _end(message: Message, outcome: Message.Outcome, step: Attempt.Step, problem: str) -> None:
    message.outcome, message.problem, message.ended_at = outcome, problem[:200], now() if outcome != Outcome.WAITING else None
    message.save(update_fields=["outcome", "problem", "ended_at", "next_try_at"])
    _keep(message, step, problem)


def _keep(message: Message, step: Attempt.Step, problem: str = "") -> None:
    Attempt.objects.create(message=message, number=message.tries, step=step, at=machine_now(), problem=problem[:200])
