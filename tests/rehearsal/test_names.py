"""Invented names: from a seed, all different, never one that stands on a published list."""

from random import Random

import pytest

from greenlist.rehearsal.names import published_names, unit_names
from greenlist.rulebook.reference.industries import industry_name
from greenlist.rulebook.reference.published_lists import published_rows
from greenlist.rulebook.reference.regions import cities, counties


def named(seed, city="360400", count=20):
    return unit_names(Random(seed), city, [(c.code, c.name) for c in counties(city)], count)


def test_one_seed_gives_the_same_names_and_another_others():
    assert named(1) == named(1)
    assert named(1) != named(2)


@pytest.mark.parametrize("city", [c.code for c in cities()])
def test_names_differ_lie_in_their_city_and_have_a_known_industry(city):
    units = named(3, city, 12)
    assert len({u.name for u in units}) == 12
    assert {u.county for u in units} <= {c.code for c in counties(city)}
    assert all(u.name.startswith(u.county_name) for u in units)
    assert all(industry_name(u.industry) != u.industry for u in units)


def test_no_invented_name_stands_on_a_published_list():
    printed = {r.name for r in published_rows()}
    assert published_names() == printed
    assert not {u.name for seed in range(5) for u in named(seed)} & printed


def test_more_names_than_there_are_parts_is_told():
    with pytest.raises(ValueError, match="not enough name parts"):
        named(1, count=100_000)
