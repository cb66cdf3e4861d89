"""The clock: Asia/Shanghai, one step for all, and a demo clock that only moves forward."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.utils import timezone

from greenlist.casework.journal.clock import DEMO_START, SHANGHAI, at, end_of, now, one_reading, set_demo_clock, today
from greenlist.casework.journal.models import ClockOffset
from greenlist.casework.journal.refusals import Refused

pytestmark = pytest.mark.django_db


def test_the_day_ends_at_24_hours():
    assert end_of(date(2024, 5, 27)) == datetime(2024, 5, 28, 0, 0, tzinfo=SHANGHAI)


def test_the_last_day_of_a_month_and_of_a_year_end_as_any_other():
    assert end_of(date(2024, 2, 29)) == datetime(2024, 3, 1, tzinfo=SHANGHAI)
    assert end_of(date(2024, 12, 31)) == datetime(2025, 1, 1, tzinfo=SHANGHAI)


def test_a_stepped_clock_rules_inside_its_block_only():
    with at(datetime(2024, 5, 27, 16, 30, tzinfo=SHANGHAI)):
        assert today() == date(2024, 5, 27)
    assert now().year >= 2024


def test_blocks_nest_and_an_error_inside_puts_the_clock_back():
    with at(datetime(2024, 5, 27, tzinfo=SHANGHAI)):
        with pytest.raises(RuntimeError), at(datetime(2024, 6, 1, tzinfo=SHANGHAI)):
            raise RuntimeError
        assert today() == date(2024, 5, 27)


def test_the_day_is_the_day_in_shanghai():
    with at(datetime(2024, 5, 26, 16, 0, tzinfo=UTC)):
        assert (today(), now().hour, now().utcoffset()) == (date(2024, 5, 27), 0, timedelta(hours=8))
    with at(datetime(2024, 5, 26, 15, 59, 59, tzinfo=UTC)):
        assert today() == date(2024, 5, 26)


def test_a_stepped_clock_does_not_reach_into_another_thread(settings):
    settings.DEMO = False
    seen = []
    with at(datetime(2024, 5, 27, tzinfo=SHANGHAI)):
        thread = Thread(target=lambda: seen.append(now()))
        thread.start()
        thread.join()
    assert abs(seen[0] - timezone.now()) < timedelta(seconds=5)


def test_the_demo_clock_starts_at_its_hour_and_ticks_forward(settings):
    settings.DEMO = True
    set_demo_clock(DEMO_START)
    assert DEMO_START <= now() < DEMO_START + timedelta(minutes=1)
    set_demo_clock(DEMO_START + timedelta(days=5))
    with pytest.raises(Refused, match="只能向前"):
        set_demo_clock(DEMO_START)
    assert now() >= DEMO_START + timedelta(days=5)


def test_before_it_is_set_the_demo_clock_stands_at_its_start_and_cannot_be_set_back(settings):
    settings.DEMO = True
    assert abs(now() - DEMO_START) < timedelta(seconds=1)
    with pytest.raises(Refused, match="只能向前") as refused:
        set_demo_clock(DEMO_START - timedelta(days=1))
    assert "重新载入" in refused.value.then
    assert not ClockOffset.objects.exists()


def test_a_small_step_forward_is_kept_to_the_second(settings):
    settings.DEMO = True
    set_demo_clock(DEMO_START)
    set_demo_clock(DEMO_START + timedelta(hours=1))
    assert timedelta() <= now() - (DEMO_START + timedelta(hours=1)) < timedelta(seconds=5)
    assert ClockOffset.objects.count() == 1


def test_outside_the_demo_the_clock_is_the_servers(settings):
    settings.DEMO = False
    with pytest.raises(Refused) as refused:
        set_demo_clock(DEMO_START)
    assert "正式环境以服务器时间为准" in refused.value.what
    assert abs(now() - timezone.now()) < timedelta(seconds=5)


def test_outside_the_demo_an_offset_left_in_the_table_changes_nothing(settings):
    settings.DEMO = False
    ClockOffset.objects.create(name="demo", seconds=-1e8)
    assert abs(now() - timezone.now()) < timedelta(seconds=5)


def test_in_a_block_of_one_reading_the_offset_is_asked_once_and_the_clock_ticks(settings, django_assert_num_queries):
    settings.DEMO = True
    set_demo_clock(DEMO_START)
    with django_assert_num_queries(1), one_reading():
        first = now()
        assert all(today() == DEMO_START.date() for _ in range(100))
        assert first < now() < first + timedelta(seconds=5)
    with django_assert_num_queries(2):
        now(), now()


def test_a_move_of_the_clock_counts_at_once_in_its_own_block_and_elsewhere_from_the_next(settings):
    settings.DEMO = True
    set_demo_clock(DEMO_START)
    later = DEMO_START + timedelta(days=5)
    with one_reading():
        assert today() == DEMO_START.date()
        set_demo_clock(later)
        assert today() == later.date()
        ClockOffset.objects.update(seconds=(later + timedelta(days=1) - timezone.now()).total_seconds())  # as another process does
        assert today() == later.date()
        with pytest.raises(Refused, match="只能向前"):
            set_demo_clock(later + timedelta(hours=1))
    with one_reading():
        assert today() == (later + timedelta(days=1)).date()
