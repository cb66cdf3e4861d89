"""When a message may go: after its hold time, by day. Both are settings of the installation; the notice says nothing of them."""

from datetime import datetime, time, timedelta

from django.conf import settings

from greenlist.casework.journal.clock import SHANGHAI


def held_from(instant: datetime) -> datetime:
    """Until when what is written at `instant` is held, so that a wrong press can be taken back."""
    return instant + timedelta(minutes=settings.MESSAGE_HOLD_MINUTES)


def is_quiet(instant: datetime) -> bool:
    """Do mail and text messages rest? In Asia/Shanghai, also over midnight."""
    begin, end = _quiet_hours()
    hour = instant.astimezone(SHANGHAI).hour
    return begin <= hour < end if begin <= end else hour >= begin or hour < end


def after_quiet(instant: datetime) -> datetime:
    """The first instant from `instant` on at which mail and text messages go."""
    if not is_quiet(instant):
        return instant
    own, end = instant.astimezone(SHANGHAI), time(_quiet_hours()[1])
    day = own.date() if own.time() < end else own.date() + timedelta(days=1)
    return datetime.combine(day, end, tzinfo=SHANGHAI)


def _quiet_hours() -> tuple[int, int]:
    """From and to; an end of 24 is the midnight of the next day."""
    begin, end = settings.QUIET_HOURS
    return begin % 24, end % 24
