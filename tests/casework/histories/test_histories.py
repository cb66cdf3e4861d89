"""Histories of a few units, bodies and offices through the real services: whatever they do, five things hold.

`python3 run.py prove histories` plays 2,000 of them, with seeds not used before.
"""

import pytest

from tests.casework.histories.planting import FAULTS, found_after
from tests.casework.histories.playing import drawn, opened, play

pytestmark = pytest.mark.django_db
SEEDS = (71, 72, 73, 74, 75)


def test_nothing_breaks_in_five_histories_of_fifty_steps(world):
    told = []
    for seed in SEEDS:
        with opened(world, seed) as begun:
            outcome = play(begun, drawn(seed, 50))
        told += [*outcome.told[-1:], *outcome.broken] if outcome.broken else []
    assert told == []


def test_each_of_five_planted_faults_is_found_within_a_few_hundred_steps(world):
    steps = {invariant: found_after(world, invariant, seed=1, most=500) for invariant in FAULTS}
    assert all(0 < n <= 500 for n in steps.values()), steps
