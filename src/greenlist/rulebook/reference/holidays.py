"""Working days in China: weekends, public holidays, adjusted working days."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml


class YearNotHeld(LookupError):
    """The holiday table of that year is not held; enter it in rulebook/reference/holidays.yaml."""


@cache
def _table() -> dict[Any, Any]:
    table: dict[Any, Any] = yaml.safe_load(Path(__file__).with_name("holidays.yaml").read_text(encoding="utf-8"))
    return table


def is_working_day(day: date) -> bool:
    """Is it a working day? Raises YearNotHeld beyond the years of the table."""
    year = _table().get(day.year)
    if year is None:
        raise YearNotHeld(f"{day.year}年的节假日安排还没有录入（rulebook/reference/holidays.yaml）")
    if day in year["on"]:
        return True
    return day.weekday() < 5 and day not in year["off"]


def working_days_after(day: date, count: int) -> date:
    """The `count`-th working day after `day` (`day` itself not counted)."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_before(day: date, count: int) -> date:
    """The `count`-th working day before `day` (`day` itself not counted)."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day
