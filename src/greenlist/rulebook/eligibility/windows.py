"""近三年 and calendar months: the window of a check, clipping and merging of intervals, whole months."""

from datetime import date, timedelta

from greenlist.rulebook.eligibility.facts import StopInterval


def lookback(checked_on: date, years: int) -> tuple[date, date]:
    """[check date − years, check date], both days included; 29 February becomes 28 February (house.md §6.1)."""
    try:
        return checked_on.replace(year=checked_on.year - years), checked_on
    except ValueError:
        return checked_on.replace(year=checked_on.year - years, day=28), checked_on


def merged(intervals: tuple[StopInterval, ...], window: tuple[date, date]) -> list[tuple[date, date]]:
    """The intervals clipped to the window, overlapping and adjacent ones joined, in order."""
    first, last = window
    clipped = sorted(
        (max(i.from_on, first), min(i.until_on or last, last)) for i in intervals if i.from_on <= last and (i.until_on or last) >= first
    )
    joined: list[tuple[date, date]] = []
    for start, end in clipped:
        if joined and start <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def whole_months(start: date, end: date) -> int:
    """Whole calendar months from the first to the last day, both included: 1 Jan to 31 Dec is 12."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    return months - (1 if _day_missing(start, after) else 0)


def _day_missing(start: date, after: date) -> bool:
    """Is the last month not full? A start on a day the last month lacks counts from that month's end."""
    following = (after.replace(day=28) + timedelta(days=4)).replace(day=1)
    last_day = (following - timedelta(days=1)).day
    return after.day < min(start.day, last_day)
