"""The clock: Asia/Shanghai, one step for all, and a demo clock that only moves forward."""

from datetime import date, datetime, timedelta

import pytest

from greenlist.casework.journal.clock import DEMO_START, SHANGHAI, at, end_of, now, set_demo_clock, today
from greenlist.casework.journal.refusals import Refused

pytestmark = pytest.mark.django_db


def test_the_day_ends_at_24_hours():
    assert end_of(date(2024, 5, 27)) == datetime(2024, 5, 28, 0, 0, tzinfo=SHANGHAI)


def test_a_stepped_clock_rules_inside_its_block_only():
    with at(datetime(2024, 5, 27, 16, 30, tzinfo=SHANGHAI)):
        assert today() == date(2024, 5, 27)
    assert now().year >= 2024


def test_the_demo_clock_starts_at_its_hour_and_ticks_forward(settings):
    settings.DEMO = True
    set_demo_clock(DEMO_START)
    assert DEMO_START <= now() < DEMO_START + timedelta(minutes=1)
    set_demo_clock(DEMO_START + timedelta(days=5))
    with pytest.raises(Refused, match="只能向前"):
        set_demo_clock(DEMO_START)
    assert now() >= DEMO_START + timedelta(days=5)


def test_outside_the_demo_the_clock_is_the_servers(settings):
    settings.DEMO = False
    with pytest.raises(Refused):
        set_demo_clock(DEMO_START)
