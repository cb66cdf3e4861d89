"""The one clock. Services take the time from `now()`; the demo's clock is a stored offset that only moves forward."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from greenlist.casework.journal.models import ClockOffset
from greenlist.casework.journal.refusals import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEMO_START = datetime(2024, 5, 22, 9, 41, tzinfo=SHANGHAI)

_fixed: ContextVar[datetime | None] = ContextVar("fixed_clock", default=None)
_held: ContextVar[list[timedelta] | None] = ContextVar("held_offset", default=None)  # the demo's offset, once it was read in this block


def now() -> datetime:
    """The present instant, aware, in Asia/Shanghai: a stepped clock if one is set, else the server's plus the demo offset."""
    if stepped := _fixed.get():
        return stepped
    return (timezone.now() + _offset()).astimezone(SHANGHAI)


def machine_now() -> datetime:
    """The server's own instant: for whether a process is alive, as the demo's clock jumps."""
    return timezone.now()


def today() -> date:
    """The present day in Asia/Shanghai."""
    return now().date()


def end_of(day: date) -> datetime:
    """24:00 of a day, the first instant that is too late."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=SHANGHAI)


@contextlib.contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Runs a block at a given instant: the rehearsal's stepping clock and the tests'."""
    token = _fixed.set(instant.astimezone(SHANGHAI))
    try:
        yield
    finally:
        _fixed.reset(token)


@contextlib.contextmanager
def one_reading() -> Iterator[None]:
    """Within the block the demo's offset is read at most once, when it is first wanted; the clock ticks on. For the answer to one request:
    a page asks for the day hundreds of times. A move of the clock in the block counts at once, one made elsewhere from the next block.
    """
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def set_demo_clock(instant: datetime) -> None:
    """Move the demo clock forward to `instant`. Refused outside the demo, and backwards."""
    if not settings.DEMO:
        raise Refused("演示时间只在演示环境中可用，正式环境以服务器时间为准。")
    with transaction.atomic():
        offset = instant - timezone.now()
        ClockOffset.objects.select_for_update().first()
        if offset < _stored_offset():
            raise Refused("演示时间只能向前推进。", then="要回到起点，请重新载入演示数据。")
        ClockOffset.objects.update_or_create(name="demo", defaults={"seconds": offset.total_seconds()})
    if held := _held.get():
        held.clear()


def _offset() -> timedelta:
    if not settings.DEMO:
        return timedelta()
    held = _held.get()
    if held is None:
        return _stored_offset()
    if not held:
        held.append(_stored_offset())
    return held[0]


def _stored_offset() -> timedelta:
    row = ClockOffset.objects.filter(name="demo").values_list("seconds", flat=True).first()
    return timedelta(seconds=row) if row is not None else DEMO_START - timezone.now()
