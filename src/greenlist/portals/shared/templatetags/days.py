"""Template tags and filters for days and instants: Asia/Shanghai, by the clock of the casework."""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from greenlist.casework.journal.clock import SHANGHAI, now
from greenlist.casework.rounds.selectors import deadline_of

register = template.Library()
WEEKDAYS = "一二三四五六日"
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_present: ContextVar[Any] = ContextVar("present", default=None)  # the instant whose year goes without saying; None where no year does


@contextmanager
def year_is_plain(present: Any) -> Iterator[None]:
    """While a page is shown, days of the present year are told without it. `present` may be lazy: it is asked only when a day is told."""
    token = _present.set(present)
    try:
        yield
    finally:
        _present.reset(token)


def days_in_full() -> AbstractContextManager[None]:
    """While a file is made, every day has its year: nobody knows when it will be read."""
    return year_is_plain(None)


@register.filter
def deadline(application: Any) -> datetime:
    """Until when its recommending unit may hand it in, with an extension if there is one."""
    return deadline_of(application.round, application.unit)


@register.filter
def zh_date(day: date | None) -> str:
    """2024年5月27日; — when there is none."""
    day = in_shanghai(day)
    return f"{day.year}年{day.month}月{day.day}日" if day else "—"


@register.filter
def zh_day(day: date | None) -> str:
    """5月27日 of the present year, 2023年5月27日 of another; — when there is none."""
    day, present = in_shanghai(day), _present.get()
    return f"{day.month}月{day.day}日" if day and present and present.year == day.year else zh_date(day)


@register.filter
def zh_instant(instant: datetime | None) -> str:
    """2024年5月22日（周三）09:41."""
    local = in_shanghai(instant)
    return f"{zh_date(local)}（周{WEEKDAYS[local.weekday()]}）{local:%H:%M}" if local else "—"


@register.filter
def zh_weekday(instant: datetime) -> str:
    """（周三）."""
    return f"（周{WEEKDAYS[in_shanghai(instant).weekday()]}）"


@register.filter
def zh_deadline(instant: datetime) -> str:
    """5月27日（周一）24:00 for the first instant that is too late, 5月23日（周四）18:00 for others."""
    local = in_shanghai(instant)
    if (local.hour, local.minute) == (0, 0):
        day = local - timedelta(days=1)
        return f"{zh_day(day)}（周{WEEKDAYS[day.weekday()]}）24:00"
    return f"{zh_day(local)}（周{WEEKDAYS[local.weekday()]}）{local:%H:%M}"


@register.filter
def zh_time(instant: datetime | None) -> str:
    """5月22日 09:41."""
    local = in_shanghai(instant)
    return f"{zh_day(local)} {local:%H:%M}" if local else "—"


@register.simple_tag(takes_context=True)
def day_word(context: Mapping[str, Any], day: date | None) -> str:
    """今天 (the day itself on paper), else 5月20日; — when there is none. The page's own clock is asked, once a page."""
    return format_html('<time title="{}">今天</time>', zh_day(day)) if _is_today(context, day) else zh_day(day)


@register.simple_tag(takes_context=True)
def recent(context: Mapping[str, Any], instant: datetime | None) -> str:
    """今天 09:12 (the day itself on paper), else 5月20日; — when there is none."""
    if not _is_today(context, instant):
        return zh_day(instant)
    return format_html('<time title="{}">今天 {}</time>', zh_time(instant), f"{in_shanghai(instant):%H:%M}")


def _is_today(context: Mapping[str, Any], day: date | None) -> bool:
    day, today = in_shanghai(day), in_shanghai(context.get("clock_now") or now())
    return bool(day) and (day.year, day.month, day.day) == (today.year, today.month, today.day)


@register.filter
def keep_dates(text: str) -> SafeString:
    """The text with every ISO date kept on one line."""
    return mark_safe(ISO_DATE.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text)))


def in_shanghai(moment: Any) -> Any:
    """An instant by the clock of Asia/Shanghai; a day as it is."""
    return moment.astimezone(SHANGHAI) if isinstance(moment, datetime) else moment
