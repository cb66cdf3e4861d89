"""A form filled from a seed: every place filled with what can be read, better with quality, the same again with the same seed."""

from datetime import date
from random import Random

import pytest

from greenlist.casework.filings.doubts import doubt
from greenlist.casework.filings.forms import sections_of, unit_section
from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.rehearsal.filling import figures, filled
from greenlist.rulebook.standards import held_editions, standard_file
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


def quantities(path):
    """{row: {value, last_year}} of one form after another, filled with the figures that are known of its edition."""
    known = figures()[f"{path.parent.name}/{path.stem}"]
    rows = [(section, {r.id for r in section.filled_rows if r.kind == "quantity"}) for section in form(path)[1:]]
    for seed in range(12):
        filled_in = [(filled(section, Random(seed), quality=0.85, known=known), ids) for section, ids in rows]
        yield {i: {k: float(v) for k, v in body[i].items()} for body, ids in filled_in for i in ids}


@pytest.mark.parametrize("path", held_editions(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_plausible_size_is_known_of_every_figure_of_every_edition(path):
    known = figures()[f"{path.parent.name}/{path.stem}"]
    rows = [r for section in form(path)[1:] for r in section.filled_rows if r.kind == "quantity"]
    assert {r.id for r in rows if known.get(r.id, known.get(r.id.partition("#")[0])) is None} == set()
    percent = {r.id for r in rows if r.unit == "%"}
    for figure in quantities(path):
        assert {i for i in percent if max(figure[i].values(), default=0) > 100} == set()
        sides = [(i, figure[i], figure[f"{i[:-8]}average"]) for i in figure if i.endswith("_advanced")]
        assert [i for i, best, mean in sides if set(best) != set(mean)] == []
        assert [i for i, best, mean in sides if best and not 1 / 4 <= best["value"] / mean["value"] <= 4.5] == []


@pytest.mark.parametrize(
    ("path", "figure", "least", "most"),
    [
        (standard_file("gbt-36132", "2018"), lambda f: f["output_value"] / (f["land_area"] / 10000) / f["land_output_average"], 1, 4),
        (standard_file("gbt-36132", "2018"), lambda f: f["waste_water"] / (f["water_reused"] + f["water_discharged"]), 0.6, 1.6),
        (standard_file("gbt-36132", "2025"), lambda f: f["output_value"] / f["land_area"] / f["land_output_average"], 1, 4),
        (standard_file("gbt-36132", "2025"), lambda f: f["water_reused"] / (f["water"] + f["water_reused"]), 0.85, 0.93),
        (standard_file("miit-general", "2025"), lambda f: f["carbon"] / 1000 / f["energy"], 1.5, 3.2),
        (standard_file("green-park", "2024"), lambda f: f["industrial_land"] / f["built_up_area"], 0.3, 0.6),
        (standard_file("green-park", "2024"), lambda f: f["waste_water"] / 10000 / f["treated_sewage"], 0.5, 0.9),
        (standard_file("green-park", "2024"), lambda f: f["workers"] / f["value_added"], 0.05, 0.1),
    ],
)
def test_figures_of_one_unit_go_together(path, figure, least, most):
    for told in quantities(path):
        assert least < figure({i: entry["value"] for i, entry in told.items() if entry}) < most


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
