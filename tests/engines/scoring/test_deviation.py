"""The mean of differences with its interval: worked by hand, hidden for few, narrower with more."""

from fractions import Fraction

from greenlist.engines.scoring.deviation import Deviation, deviation


def of(*figures):
    return deviation([Fraction(figure) for figure in figures])


def test_five_cases_worked_by_hand():
    # mean 3, variance 2.5, standard error √0.5 = 0.7071, t of 4 degrees 2.776: 1.963 to both sides
    assert of(1, 2, 3, 4, 5) == Deviation(5, "3", "1.04", "4.96")


def test_of_fewer_than_five_cases_nothing_but_their_count_is_said():
    assert of(1, 2, 3, 4) == Deviation(4)
    assert deviation([]) == Deviation(0)


def test_all_alike_has_no_width_and_the_sign_is_kept():
    assert of(*["-1.5"] * 6) == Deviation(6, "-1.5", "-1.5", "-1.5")


def test_more_of_the_same_is_narrower_and_far_beyond_thirty_is_still_told():
    few, many = of(*[0, 2] * 3), of(*[0, 2] * 40)
    assert (few.mean, many.mean, many.count) == ("1", "1", 80)
    assert Fraction(many.high) - Fraction(many.low) < Fraction(few.high) - Fraction(few.low)


def test_surely_above_is_said_when_the_whole_interval_lies_above_nought_and_never_of_few():
    assert [of(*figures).is_above for figures in ([4, 5, 6, 5, 5], [0, 0, 1, 0, 0], [-5] * 5, [9] * 4)] == [True, False, False, None]
