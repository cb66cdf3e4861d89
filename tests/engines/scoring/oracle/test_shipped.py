"""The standards that are shipped: the engine, the reader of the files and the rules written out by hand give the same points."""

from fractions import Fraction
from random import Random

import pytest

from greenlist.engines.scoring import read_application, score
from tests.engines.scoring.oracle.agreement import differences
from tests.engines.scoring.oracle.by_hand import BY_HAND
from tests.engines.scoring.oracle.making import application
from tests.engines.scoring.oracle.shipped import SHIPPED, by_hand, shipped, sure


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_the_rules_written_out_by_hand_give_the_points_and_the_total(name):
    plan, content = shipped(name)
    for number in range(60):
        filled = sure(application(content, Random(f"{name}/{number}")))
        points, total = by_hand(name, content, filled)
        result = score(plan, read_application(plan, filled))
        assert {n: None if r.status == "missing" else r.points for n, r in result.items.items()} == points, filled
        assert result.total == total, filled


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_the_oracle_agrees_on_everything_that_is_published(name):
    plan, content = shipped(name)
    for number in range(40):
        filled = application(content, Random(f"{name}/{number}"), SHIPPED[name].year)
        assert differences(plan, content, filled, SHIPPED[name], "60" if number % 2 else None) == [], filled


def test_a_park_with_every_ratio_at_its_lead_has_an_index_of_100():
    points, total = by_hand(
        "green-park/2024", {"inputs": {}, "groups": []}, {"inputs": {}, "items": dict.fromkeys(("IG12", "MG29", "MG30", "MG31"), "met")}
    )
    assert (points["IG12"], total) == (Fraction(25, 6), Fraction(50, 3))
