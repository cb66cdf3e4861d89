"""What the page 试算 offers to change, every held standard over, may be changed."""

from datetime import date

import pytest

from greenlist.engines.scoring import load_standard
from greenlist.engines.scoring.overlay import PASS_LINE, Overlay, Patch, what_if
from greenlist.portals.province.changeable import places_of
from greenlist.rulebook.standards import held_editions


@pytest.mark.parametrize("path", held_editions(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_value_that_is_offered_is_found_in_the_standard_again(path):
    source = load_standard(path)
    standard, places = source.standard, [place for _, held in places_of(source.standard, None) for place in held]
    patches = tuple(Patch(place.path, place.lead + place.now) for place in places if place.path != PASS_LINE)
    plan = what_if(source, Overlay(standard.id, standard.edition, "同样的值", patches), date.fromisoformat(standard.in_force["from"]))
    assert len(plan.content["overlay"]["patches"]) == len(places) - 1 > 20
    assert len({place.path for place in places}) == len(places)
