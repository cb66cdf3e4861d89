"""The judges of `prove cohort_agreement` are right: the exact lane and both ways of the cohort lane publish what they say."""

import numpy as np
import pytest

from benchmarks.cohort_agreement import published, tried
from benchmarks.whole_numbers import JUDGES
from tests.engines.cohort.cohorts import differences

KINDS = [(judge, kind) for judge in JUDGES for kind in judge.kinds]


@pytest.mark.parametrize(("judge", "kind"), KINDS, ids=lambda part: getattr(part, "name", part))
def test_the_exact_lane_publishes_what_a_judge_says(judge, kind):
    columns, told = judge.judged(np.random.default_rng(3), 150, kind)
    assert differences(judge.program(), told, columns, range(150)) == []


@pytest.mark.parametrize(("judge", "kind"), KINDS, ids=lambda part: getattr(part, "name", part))
def test_both_ways_of_the_lane_do_in_any_order_and_one_by_one(judge, kind):
    found = tried(judge.name, kind, "a seed", 3000)
    assert found["wrong"] == []
    assert found["rows"] == 3000 and (found["tight"] > 0 or kind == "missing")


def test_a_judge_notices_a_single_wrong_row():
    columns, told = JUDGES[0].judged(np.random.default_rng(3), 100, "tie")
    right = published(JUDGES[0].program(), columns, 100, None)
    assert [field.tolist() for field in right] == [field.tolist() for field in told[:5]]
    right[0][7] += 1
    assert any(not np.array_equal(ours, theirs) for ours, theirs in zip(right, told[:5], strict=True))
