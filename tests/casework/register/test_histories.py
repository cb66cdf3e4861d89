"""Whatever is done to a register, the list is what was decided last, and old names and codes lead to their entries."""

from collections import Counter

import pytest

from greenlist.casework.register.models import ListEntry
from tests.casework.register import playing

pytestmark = pytest.mark.django_db
SEEDS = range(3120, 3124)


def test_nothing_breaks_in_four_histories_of_thirty_acts(province):
    broken, acts = [], Counter()
    for seed in SEEDS:
        made, wrong = playing.play(province, seed, 30)
        broken += wrong
        acts.update(made.acts)
    assert broken == []
    assert {name.split()[0] for name in acts if name.endswith("done")} == {act.__name__.strip("_") for _, act in playing.ACTS}
    assert not ListEntry.objects.exists()


def test_a_column_changed_behind_the_services_is_found(province, monkeypatch):
    def secretly(play):
        ListEntry.objects.filter(pk=play.entry().pk).update(state="listing_removed")

    monkeypatch.setattr(playing, "ACTS", ((5, playing.ACTS[0][1]), (1, secretly)))
    assert all(playing.play(province, seed, 60)[1] for seed in SEEDS)
