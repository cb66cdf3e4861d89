"""Two plans over the same units: counted in all and by group, exact, whatever the two intervals."""

from fractions import Fraction

import numpy as np

from greenlist.engines.cohort.differences import Side, change_of, changes_by, finer, movers, signed

HUNDREDTH, TENTH = Fraction(1, 100), Fraction(1, 10)


def side(totals, verdicts, interval=HUNDREDTH):
    return Side(np.array(totals, np.int64), np.array(verdicts, np.int8), interval)


def test_who_rises_falls_and_crosses_the_line_is_counted():
    change = change_of("", side([8000, 8500, 9000, 7000], [0, 1, 0, 2]), side([7900, 8600, 9000, 7000], [1, 0, 0, 1]))
    assert (change.units, change.up, change.down, change.same, change.gained, change.lost) == (4, 1, 1, 2, 1, 1)
    assert change.moved == 0 and change.mean_shown == "0"
    assert change.counts == (1, 1, 1, 1)


def test_every_group_has_its_line_also_an_empty_one():
    before, after = side([100, 200, 300], [0, 0, 0]), side([150, 200, 200], [0, 0, 0])
    jiujiang, ganzhou, none = changes_by(before, after, np.array([0, 1, 0]), ["九江", "赣州", "抚州"])
    assert (jiujiang.units, jiujiang.up, jiujiang.down, jiujiang.moved, jiujiang.mean_shown) == (2, 1, 1, Fraction(-1, 2), "−0.25")
    assert (ganzhou.units, ganzhou.same, ganzhou.mean_shown) == (1, 1, "0")
    assert (none.units, none.mean_shown) == (0, "0")


def test_two_intervals_are_compared_in_their_common_one():
    change = change_of("", side([805], [0], TENTH), side([8051], [0]))
    assert (change.up, change.moved, change.mean_shown) == (1, HUNDREDTH, "＋0.01")
    assert finer(Fraction(1, 2), Fraction(1, 5)) == TENTH


def test_no_units_are_no_error():
    assert change_of("", side([], []), side([], [])).units == 0
    assert list(movers(side([], []), side([], []), 5)) == []


def test_the_biggest_movers_stand_first_and_who_does_not_move_is_none():
    assert list(movers(side([100, 100, 100, 100], [0] * 4), side([110, 100, 60, 90], [0] * 4), 9)) == [2, 0, 3]
    assert list(movers(side([100, 100, 100], [0] * 3), side([110, 90, 60], [0] * 3), 2)) == [2, 0]


def test_a_change_is_written_with_its_sign():
    assert signed(Fraction(-1, 3), HUNDREDTH) == "−0.33"
    assert signed(Fraction(5, 4), TENTH) == "＋1.2"
