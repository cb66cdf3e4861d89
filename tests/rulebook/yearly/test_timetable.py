"""When the table is due, when to remind, what is late."""

from datetime import date

import pytest

from greenlist.rulebook.yearly.timetable import days_late, due_day, next_reminder, reminder_days

DUE = date(2024, 4, 15)


def test_the_due_day_is_a_month_and_day_of_the_year():
    assert due_day("04-15", 2024) == DUE
    for wrong in ("4月15日", "0415", "04-31", "13-01", "-"):
        with pytest.raises(ValueError, match="04-15"):
            due_day(wrong, 2024)


def test_the_last_day_is_in_time_and_the_next_is_late():
    assert [days_late(DUE, filed_on=None, on=date(2024, 4, day)) for day in (14, 15, 16)] == [0, 0, 1]
    assert days_late(DUE, filed_on=date(2024, 4, 15), on=date(2024, 6, 1)) == 0
    assert days_late(DUE, filed_on=date(2024, 4, 18), on=date(2024, 6, 1)) == 3


def test_reminders_count_back_from_the_due_day():
    assert reminder_days(DUE, [3, 30, 14, 3]) == (date(2024, 3, 16), date(2024, 4, 1), date(2024, 4, 12))
    assert next_reminder(DUE, [30, 14, 3], date(2024, 4, 1)) == date(2024, 4, 1)
    assert next_reminder(DUE, [30, 14, 3], date(2024, 4, 2)) == date(2024, 4, 12)
    assert next_reminder(DUE, [30, 14, 3], date(2024, 4, 13)) is None
