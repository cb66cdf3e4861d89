"""The mean of differences with its interval: worked by hand, hidden for few, narrower with more."""

from fractions import Fraction

import pytest

from greenlist.engines.scoring.deviation import Deviation, deviation


def of(*figures):
    return deviation([Fraction(figure) for figure in figures])


def test_five_cases_worked_by_hand():
    # mean 3, variance 2.5, standard error √0.5 = 0.7071, t of 4 degrees 2.776: 1.963 to both sides
    assert of(1, 2, 3, 4, 5) == Deviation(5, "3", "1.04", "4.96")


def test_of_fewer_than_five_cases_nothing_but_their_count_is_said():
    assert of(1, 2, 3, 4) == Deviation(4, "", "", "")
    assert deviation([]) == Deviation(0, "", "", "")


def test_all_alike_has_no_width_and_the_sign_is_kept():
    assert of(*["-1.5"] * 6) == Deviation(6, "-1.5", "-1.5", "-1.5")


def test_more_of_the_same_is_narrower_and_far_beyond_thirty_is_still_told():
    few, many = of(*[0, 2] * 3), of(*[0, 2] * 40)
    assert (few.mean, many.mean, many.count) == ("1", "1", 80)
    assert Fraction(many.high) - Fraction(many.low) < Fraction(few.high) - Fraction(few.low)


def test_surely_above_is_said_when_the_whole_interval_lies_above_nought_and_never_of_few():
    assert [of(*figures).is_above for figures in ([4, 5, 6, 5, 5], [0, 0, 1, 0, 0], [-5] * 5, [9] * 4)] == [True, False, False, None]


def test_what_only_reaches_nought_is_not_above_it():
    assert [of(*figures).is_above for figures in ([0] * 5, ["0.01"] * 5, ["0.5"] * 5, ["-0.5"] * 5)] == [False, True, True, False]


STUDENT = (  # the published table, two-sided 95 %, in thousandths: of 4, 5, 6 … 30 degrees of freedom
    2776, 2571, 2447, 2365, 2306, 2262, 2228, 2201, 2179, 2160, 2145, 2131, 2120, 2110,
    2101, 2093, 2086, 2080, 2074, 2069, 2064, 2060, 2056, 2052, 2048, 2045, 2042, 2042, 2042,
)  # fmt: skip


@pytest.mark.parametrize(("cases", "student"), list(enumerate(STUDENT, 5)))
def test_the_width_is_that_of_students_table(cases, student):
    # one case of 1000 a head and the others nought: mean 1000, standard error 1000
    assert of(1000 * cases, *[0] * (cases - 1)) == Deviation(cases, "1000", str(1000 - student), str(1000 + student))
