"""What the page 试算 offers to change, every held standard over, may be changed."""

import re
from datetime import date

import pytest

from greenlist.engines.scoring import load_standard
from greenlist.engines.scoring.load import StandardProblems
from greenlist.engines.scoring.overlay import PASS_LINE, Overlay, Patch, overlaid, what_if
from greenlist.portals.province.changeable import Place, patches_of, places_of
from greenlist.rulebook.standards import held_editions


@pytest.mark.parametrize("path", held_editions(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_value_that_is_offered_is_found_in_the_standard_again(path):
    source = load_standard(path)
    standard, places = source.standard, [place for _, held in places_of(source.standard, None) for place in held]
    patches = tuple(Patch(place.path, place.lead + place.now) for place in places if place.path != PASS_LINE)
    plan = what_if(source, Overlay(standard.id, standard.edition, "同样的值", patches), date.fromisoformat(standard.in_force["from"]))
    assert len(plan.content["overlay"]["patches"]) == len(places) - 1 > 20
    assert len({place.path for place in places}) == len(places)


@pytest.mark.parametrize("value", ["0", "7"])
@pytest.mark.parametrize("path", held_editions(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_a_change_spoils_is_told_without_the_keys_of_a_file(path, value):
    source = load_standard(path)
    places = [place for _, held in places_of(source.standard, None) for place in held]
    patches = tuple(Patch(place.path, place.lead + value, f"第{i}处改动") for i, place in enumerate(places, start=1))
    with pytest.raises(StandardProblems) as found:
        overlaid(source, Overlay(source.standard.id, source.standard.edition, "处处同值", patches))
    assert [line for line in found.value.problems if re.search("[A-Za-z]", line)] == []


LINE = Place(PASS_LINE, "合格线", "不设", may_be_none=True)
LEAD = Place("items.a.score.lead", "领先值", "1")


@pytest.mark.parametrize(
    ("place", "typed", "plain"),
    [(LINE, "８０", "80"), (LINE, "8 0", "80"), (LINE, "1.", "1"), (LINE, "１５０／２", "150/2"), (LINE, "无", None), (LEAD, "1,200.50", "1200.5"),
     (LEAD, "1e3", "1000"), (LEAD, "−3", "-3"), (LEAD, "1.23456789012345e-15", "0.00000000000000123456789012345"), (LEAD, "43/8", "43/8")],
)  # fmt: skip
def test_a_number_is_written_as_a_standard_writes_it_however_it_was_typed(place, typed, plain):
    patches, problems = patches_of([place], [(place.path, typed)])
    assert ([patch.value for patch in patches], problems) == ([plain], [])


@pytest.mark.parametrize(
    ("typed", "told"),
    [("1/0", "除以0"), ("0/0.0", "除以0"), ("500/3", "在0和100之间"), ("-1", "在0和100之间"), ("1/2/3", "不是数字"), ("./1", "不是数字"),
     ("NaN", "不是数字"), ("9" * 50, "超过")],
)  # fmt: skip
def test_what_is_no_line_is_told(typed, told):
    patches, (problem,) = patches_of([LINE], [(PASS_LINE, typed)])
    assert patches == [] and told in problem
