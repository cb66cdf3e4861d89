"""A script plays its steps in order of time, on the clock of each, and takes up where it stopped."""

from datetime import datetime, timedelta

from greenlist.casework.journal import clock
from greenlist.rehearsal.script import Script

NOON = datetime(2024, 5, 22, 12, 0, tzinfo=clock.SHANGHAI)
HOUR = timedelta(hours=1)


def test_steps_run_in_order_of_time_each_at_its_own_instant():
    script, seen = Script(), []
    for hours in (3, 1, 2):
        script.add(NOON + hours * HOUR, lambda: seen.append(clock.now()))
    assert script.play(NOON + 9 * HOUR) == 3
    assert seen == [NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR]


def test_steps_of_the_same_instant_keep_the_order_in_which_they_were_added():
    script, seen = Script(), []
    for name in "abc":
        script.add(NOON, lambda name=name: seen.append(name))
    script.play(NOON)
    assert seen == ["a", "b", "c"]


def test_later_steps_stay_and_are_played_later():
    script, seen = Script(), []
    for hours in (1, 2):
        script.add(NOON + hours * HOUR, lambda hours=hours: seen.append(hours))
    assert (script.play(NOON), len(script)) == (0, 2)
    assert (script.play(NOON + HOUR), seen, len(script)) == (1, [1], 1)
    assert (script.play(NOON + 2 * HOUR), seen, len(script)) == (1, [1, 2], 0)


def test_a_step_may_add_another_that_is_still_played():
    script, seen = Script(), []
    script.add(NOON, lambda: script.add(NOON + HOUR, lambda: seen.append("later")))
    assert script.play(NOON + HOUR) == 2
    assert seen == ["later"]


def test_progress_counts_what_is_done_and_what_there_is():
    script, told = Script(), []
    for _ in range(3):
        script.add(NOON, lambda: None)
    script.play(NOON, lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
