"""A form filled from a seed: every place filled with what can be read, better with quality, the same again with the same seed."""

from datetime import date
from random import Random

import pytest

from greenlist.casework.filings.doubts import doubt
from greenlist.casework.filings.forms import sections_of, unit_section
from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.rehearsal.filling import filled
from greenlist.rulebook.standards import held_editions
from tests.casework.filings.test_forms import TOY

FILES = [*held_editions(), TOY]


def form(path):
    source = load_standard(path)
    return sections_of(compile_plan(source, max(date(2024, 5, 22), date.fromisoformat(source.standard.in_force["from"]))))


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_place_of_every_standard_is_filled_and_nothing_is_odd(path):
    for section in form(path)[1:]:
        body = filled(section, Random(4), quality=0.9)
        assert set(body) == {r.id for r in section.filled_rows}
        assert {r.id: said for r in section.filled_rows if (said := doubt(r, body[r.id]))} == {}


def test_the_units_own_section_takes_the_words_given():
    body = filled(unit_section(), Random(1), quality=0.5, unit={"unit_name": "甲公司", "address": "甲路1号"})
    assert (body["unit_name"], body["address"], body["commitment"]) == ({"value": "甲公司"}, {"value": "甲路1号"}, {"value": "yes"})
    assert {r.id for r in unit_section().rows if r.is_required} <= set(body)


def test_the_same_seed_fills_the_same():
    section = form(TOY)[2]
    assert filled(section, Random(7), quality=0.8) == filled(section, Random(7), quality=0.8)
    assert filled(section, Random(7), quality=0.8) != filled(section, Random(8), quality=0.8)


def test_better_quality_gives_higher_marks():
    section = next(s for s in form(TOY) if s.id == "B")
    total = {q: sum(float(e["value"]) for n in range(30) for e in filled(section, Random(n), quality=q).values()) for q in (0.2, 0.9)}
    assert total[0.9] > 2 * total[0.2]
