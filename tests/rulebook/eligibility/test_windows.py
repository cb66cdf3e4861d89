"""Three years back, stops clipped and joined, whole calendar months: against a slow second reckoning."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.rulebook.eligibility.facts import StopInterval
from greenlist.rulebook.eligibility.windows import lookback, merged, whole_months

WINDOW = (date(2021, 5, 27), date(2024, 5, 27))


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("checked", "years", "first"),
    [
        ("2024-05-27", 3, "2021-05-27"),
        ("2024-02-29", 3, "2021-02-28"),
        ("2024-02-29", 4, "2020-02-29"),
        ("2023-02-28", 3, "2020-02-28"),
        ("2024-01-01", 1, "2023-01-01"),
    ],
)
def test_the_window_begins_so_many_years_before_the_check_and_ends_with_it(checked, years, first):
    assert lookback(on(checked), years) == (on(first), on(checked))


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2022-01-01", "2022-12-31", 12),
        ("2022-01-01", "2022-12-30", 11),
        ("2022-01-01", "2022-01-01", 0),
        ("2022-01-01", "2022-01-31", 1),
        ("2022-01-15", "2022-02-14", 1),
        ("2022-01-15", "2022-02-13", 0),
        ("2022-01-31", "2022-02-27", 1),
        ("2022-01-31", "2022-02-26", 0),
        ("2022-01-31", "2022-02-28", 1),
        ("2022-01-30", "2022-03-29", 2),
        ("2021-09-15", "2022-09-14", 12),
        ("2020-02-29", "2021-02-27", 12),
        ("2020-02-29", "2021-02-26", 11),
        ("2021-05-27", "2024-05-27", 36),
        ("2022-12-01", "2023-01-31", 2),
        ("2022-01-31", "2022-03-28", 1),
    ],
)
def test_whole_months_count_both_days(first, last, months):
    assert whole_months(on(first), on(last)) == months


def slow_months(first: date, last: date) -> int:
    """Go on month by month from the first day; a month is whole when the day before its end is not after the last day."""
    months = 0
    while True:
        year, month = divmod(first.year * 12 + first.month - 1 + months + 1, 12)
        day = min(first.day, calendar.monthrange(year, month + 1)[1])
        if date(year, month + 1, day) - timedelta(days=1) > last:
            return months
        months += 1


days = st.dates(date(2018, 1, 1), date(2026, 12, 31))


@given(days, st.integers(min_value=0, max_value=1500))
def test_whole_months_agree_with_going_month_by_month(first, length):
    last = first + timedelta(days=length)
    assert whole_months(first, last) == slow_months(first, last)


def stops(*pairs: tuple[str, str | None]) -> tuple[StopInterval, ...]:
    return tuple(StopInterval(on(a), on(b) if b else None) for a, b in pairs)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], []),
        ([("2022-01-01", "2022-06-30")], [("2022-01-01", "2022-06-30")]),
        ([("2019-01-01", "2021-05-26")], []),
        ([("2019-01-01", "2021-05-27")], [("2021-05-27", "2021-05-27")]),
        ([("2024-05-27", None)], [("2024-05-27", "2024-05-27")]),
        ([("2024-05-28", None)], []),
        ([("2023-01-01", None)], [("2023-01-01", "2024-05-27")]),
        ([("2023-01-01", "2025-01-01")], [("2023-01-01", "2024-05-27")]),
        ([("2022-01-01", "2022-06-30"), ("2022-07-01", "2022-12-31")], [("2022-01-01", "2022-12-31")]),
        ([("2022-07-01", "2022-12-31"), ("2022-01-01", "2022-06-30")], [("2022-01-01", "2022-12-31")]),
        ([("2022-01-01", "2022-06-30"), ("2022-07-02", "2022-12-31")], [("2022-01-01", "2022-06-30"), ("2022-07-02", "2022-12-31")]),
        ([("2022-01-01", "2022-12-31"), ("2022-03-01", "2022-04-01")], [("2022-01-01", "2022-12-31")]),
        ([("2021-06-01", "2021-07-01"), ("2022-01-01", "2022-06-30"), ("2022-07-01", "2022-12-31")],
         [("2021-06-01", "2021-07-01"), ("2022-01-01", "2022-12-31")]),
        (
            [("2021-06-01", "2021-07-01"), ("2022-01-01", "2022-12-31"), ("2022-03-01", "2022-04-01")],
            [("2021-06-01", "2021-07-01"), ("2022-01-01", "2022-12-31")],
        ),
    ],
    ids=["none", "inside", "before", "its last day is the first of the window", "begins on the day of the check", "begins after", "still stopped",
         "ends later", "end to end", "out of order", "a day of work between", "one inside the other", "a later pair end to end", "a later one inside another"],
)  # fmt: skip
def test_stops_are_clipped_and_joined(pairs, expected):
    assert merged(stops(*pairs), WINDOW) == [(on(a), on(b)) for a, b in expected]


@given(st.lists(st.tuples(days, st.integers(0, 500)), max_size=6))
def test_joined_stops_cover_exactly_the_days_that_were_stopped(raw):
    intervals = tuple(StopInterval(a, a + timedelta(days=n)) for a, n in raw)
    stopped = {a + timedelta(days=i) for a, n in raw for i in range(n + 1)}
    joined = merged(intervals, WINDOW)
    covered = {a + timedelta(days=i) for a, b in joined for i in range((b - a).days + 1)}
    assert covered == {day for day in stopped if WINDOW[0] <= day <= WINDOW[1]}
    for (_, end), (start, _) in zip(joined, joined[1:], strict=False):
        assert start > end + timedelta(days=1)
