"""Over made-up standards of the whole language the three ways of scoring publish the same: compiled, numpy, exact."""

from random import Random

import numpy as np
import pytest

from greenlist.engines.cohort import compile_program, score_batch
from tests.engines.cohort import cohorts
from tests.engines.scoring.oracle import making
from tests.engines.scoring.oracle.agreement import planned

ROWS = 24
FIELDS = ("total", "verdict", "grade", "unmet", "missing")


def made(dice, *, is_for_kernel):
    """A standard; for the kernel without the constructs that it leaves to numpy."""
    content = making.standard(dice)
    if is_for_kernel:
        content["total"].pop("round_item", None)
        content["total"].pop("round_group", None)
        for group in _all(content["groups"]):
            group.pop("choose_by", None)
            group["not_applicable"] = {"redistribute_all": "full"}.get(group.get("not_applicable"), group.get("not_applicable", "zero"))
            if "best" in group:
                group.pop("required_block", None)
                group["groups"] = []
                for item in group["items"]:
                    item |= {
                        "points": "8",
                        "may_be_not_applicable": item["may_be_not_applicable"] and "weight" in group and item is not group["items"][0],
                    }
    return content


def _all(groups):
    for group in groups:
        yield group
        yield from _all(group.get("groups", ()))


@pytest.mark.parametrize("seed", range(10))
def test_the_lanes_publish_the_same(seed):
    dice = Random(f"cohort {seed}")
    program = compile_program(planned(made(dice, is_for_kernel=seed % 2 == 0)), dice.choice((None, 10)))
    given = cohorts.columns(program, ROWS, seed)
    compiled, plain = (score_batch(program, given, ROWS, is_compiled=way) for way in (None, False))
    assert cohorts.differences(program, plain, given, range(ROWS)) == []
    for name in FIELDS:
        assert np.array_equal(getattr(compiled, name), getattr(plain, name)), name
