"""When a year's table is due, when to remind, and what is late. The day named counts in full."""

from collections.abc import Iterable
from datetime import date, timedelta


def due_day(text: str, year: int) -> date:
    """04-15 of a year. Raises ValueError for what is no month and day."""
    month, dash, day = text.partition("-")
    if not (dash and month.isdecimal() and day.isdecimal()):
        raise ValueError(f"“{text}”不是月和日；请写成 04-15。")
    try:
        return date(year, int(month), int(day))
    except ValueError:
        raise ValueError(f"{year}年没有“{text}”这一天；请写成 04-15。") from None


def reminder_days(due_on: date, days_before: Iterable[int]) -> tuple[date, ...]:
    """The days on which those who have not filed are reminded, the earliest first."""
    return tuple(due_on - timedelta(days=days) for days in sorted(set(days_before), reverse=True))


def next_reminder(due_on: date, days_before: Iterable[int], on: date) -> date | None:
    """The next day to remind, today included; None when all are over."""
    return next((day for day in reminder_days(due_on, days_before) if day >= on), None)


def days_late(due_on: date, *, filed_on: date | None, on: date) -> int:
    """How many days after the last day it was first filed, or today still is not; 0 when it is in time."""
    return max(((filed_on or on) - due_on).days, 0)
