"""What the generator of planted trouble promises: rare trouble, and no signal that tells more or less than it should."""

from random import Random

import pytest

from benchmarks.planted_trouble import AIMED, CUTS, auc, planted_world

WORLDS = [planted_world(Random(seed), units=20_000) for seed in (11, 12, 13)]


@pytest.mark.parametrize("signal", CUTS)
@pytest.mark.parametrize("world", WORLDS, ids=["11", "12", "13"])
def test_every_signal_alone_tells_little(world, signal):
    assert 0.65 <= auc(world, signal) <= 0.75
    assert AIMED == (0.66, 0.74)


def test_trouble_is_rare_and_one_value_in_ten_is_not_known():
    for world in WORLDS:
        assert 0.035 < sum(unit.has_trouble for unit in world) / len(world) < 0.045
        unknown = sum(value is None for unit in world for value in unit.seen.values())
        assert 0.09 < unknown / (len(world) * len(CUTS)) < 0.11


def test_signals_go_together_more_than_chance_would_have_it():
    sound = [unit for unit in WORLDS[0] if not unit.has_trouble and None not in (unit.seen["flag_d"], unit.seen["flag_e"])]
    both = sum(unit.seen["flag_d"] == unit.seen["flag_e"] == 100 for unit in sound) / len(sound)
    alone = [sum(unit.seen[flag] == 100 for unit in sound) / len(sound) for flag in ("flag_d", "flag_e")]
    assert both > 1.2 * alone[0] * alone[1]


def test_the_same_seed_makes_the_same_world():
    assert planted_world(Random(5), units=50) == planted_world(Random(5), units=50)
