"""Working days: weekends, public holidays, working days moved to weekends; nothing guessed beyond the table."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.rulebook.reference.holidays import YearNotHeld, is_working_day, working_days_after, working_days_before


def days(first: str, last: str):
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2024-01-01", "2024-01-01"),
        ("2024-02-10", "2024-02-17"),
        ("2024-04-04", "2024-04-06"),
        ("2024-05-01", "2024-05-05"),
        ("2024-06-08", "2024-06-10"),
        ("2024-09-15", "2024-09-17"),
        ("2024-10-01", "2024-10-07"),
        ("2023-09-29", "2023-10-06"),
        ("2025-01-28", "2025-02-04"),
        ("2025-10-01", "2025-10-08"),
        ("2026-02-15", "2026-02-23"),
        ("2026-05-01", "2026-05-05"),
        ("2026-10-01", "2026-10-07"),
    ],
)
def test_a_public_holiday_has_no_working_day(first, last):
    assert [day for day in days(first, last) if is_working_day(day)] == []


@pytest.mark.parametrize(
    "day",
    [
        "2024-02-04",
        "2024-02-18",
        "2024-04-07",
        "2024-04-28",
        "2024-05-11",
        "2024-09-14",
        "2024-09-29",
        "2024-10-12",
        "2023-05-06",
        "2025-04-27",
        "2026-02-14",
        "2026-05-09",
    ],
)
def test_a_working_day_moved_to_a_weekend_counts(day):
    found = date.fromisoformat(day)
    assert found.weekday() >= 5
    assert is_working_day(found)


def test_may_2024_has_twenty_one_working_days():
    assert [d.day for d in days("2024-05-01", "2024-05-31") if is_working_day(d)] == [
        6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 27, 28, 29, 30, 31,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2024-04-30", 1, "2024-05-06"),
        ("2024-04-27", 1, "2024-04-28"),
        ("2024-05-10", 1, "2024-05-11"),
        ("2024-05-11", 1, "2024-05-13"),
        ("2024-05-22", 5, "2024-05-29"),
        ("2024-07-10", 5, "2024-07-17"),
        ("2024-09-30", 1, "2024-10-08"),
        ("2024-12-31", 1, "2025-01-02"),
        ("2024-05-25", 0, "2024-05-25"),
    ],
)
def test_the_nth_working_day_after(day, count, expected):
    assert working_days_after(date.fromisoformat(day), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2024-05-27", 2, "2024-05-23"),
        ("2024-05-06", 1, "2024-04-30"),
        ("2024-05-06", 3, "2024-04-28"),
        ("2024-05-13", 1, "2024-05-11"),
        ("2024-10-08", 1, "2024-09-30"),
        ("2024-05-27", 0, "2024-05-27"),
    ],
)
def test_the_nth_working_day_before(day, count, expected):
    assert working_days_before(date.fromisoformat(day), count) == date.fromisoformat(expected)


@given(st.dates(date(2023, 3, 1), date(2025, 10, 1)), st.integers(min_value=1, max_value=30))
def test_so_many_working_days_lie_between(day, count):
    end = working_days_after(day, count)
    assert is_working_day(end)
    assert sum(is_working_day(day + timedelta(days=n)) for n in range(1, (end - day).days + 1)) == count
    if is_working_day(day):
        assert working_days_before(end, count) == day


@pytest.mark.parametrize("year", [2022, 2027, 2030])
def test_a_year_that_is_not_held_is_told_and_never_guessed(year):
    with pytest.raises(YearNotHeld, match=f"{year}年的节假日安排还没有录入"):
        is_working_day(date(year, 6, 5))


def test_counting_into_a_year_that_is_not_held_is_told():
    with pytest.raises(YearNotHeld):
        working_days_after(date(2026, 12, 30), 5)
    with pytest.raises(YearNotHeld):
        working_days_before(date(2023, 1, 4), 5)
