"""Ratios without a cap, choices of which some may stay empty, the confidence of a scoring, conventions of a whole standard."""

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from greenlist.engines.scoring import Plan, compile_plan, form_of, load_standard
from greenlist.engines.scoring.check import lint
from greenlist.rulebook.standards import standard_file
from tests.engines.scoring.standards import group, item, measure, one, plan, result, source

CONVENTION = {"id": "cap", "label": "不封顶", "clause": "§5", "why": "没有读到", "confidence": "GUESS"}


@pytest.mark.parametrize(("kind", "value", "points"), [("pos", "15", 30), ("neg", "1", 50), ("points", "15", 30), ("pos", "-15", 0)])
def test_without_a_cap_a_ratio_may_be_worth_more_than_its_points_and_never_less_than_nothing(kind, value, points):
    found = result(one(measure(kind=kind, lead="5", cap=None)), inputs={"a": value})
    assert (found.items["M"].points, found.total) == (points, points)


def test_a_gap_without_a_cap_promises_its_points_and_no_more():
    (gap,) = result(one(measure(kind="pos", lead="5", cap=None))).missing
    assert gap.gain == 10


def test_no_cap_is_no_fault_and_a_cap_that_is_no_number_is():
    assert lint(source(group("G", measure(kind="pos", lead="5", cap=None)))) == []
    assert "cap" in lint(source(group("G", measure(kind="pos", lead="5", cap="often"))))[0]


def chosen(**answers):
    leaves = [item(name, points="5") for name in "PQR"]
    return result(plan(group("G", *leaves, best=2)), items=answers)


@pytest.mark.parametrize(
    ("answers", "verdict", "needed"),
    [
        ({"P": "5", "Q": "5", "R": "5"}, "qualified", []),
        ({"P": "5", "Q": "1"}, "qualified", [False]),
        ({"P": "5", "Q": "0"}, "qualified", [False]),
        ({"P": "5"}, "incomplete", [True, True]),
        ({}, "incomplete", [True, True, True]),
    ],
)
def test_with_as_many_filled_as_count_the_others_may_stay_empty(answers, verdict, needed):
    found = chosen(**answers)
    assert (found.verdict, [gap.is_needed for gap in found.missing]) == (verdict, needed)


def test_an_empty_alternative_still_says_what_it_could_add():
    assert [(gap.id, gap.gain) for gap in chosen(P="5", Q="1").missing] == [("R", 4)]


def test_what_does_not_apply_leaves_its_place_open():
    leaves = [item(name, points="5", may_be_not_applicable=True) for name in "PQR"]
    found = result(plan(group("G", *leaves, best=2)), items={"P": "5"}, not_applicable={"Q": "不生产"})
    assert found.verdict == "incomplete"


def test_the_form_knows_which_figures_serve_alternatives_only():
    always = group("A", measure("M", "10", kind="pos", lead="1", value="a"))
    choice = group(
        "C", measure("N", "10", kind="pos", lead="1", value="a + b"), measure("O", "10", kind="pos", lead="1", value="c"), best=1
    )
    rows = {row.id: row for section in form_of(plan(group("T", groups=(always, choice)), maximum="20")).sections for row in section.rows}
    assert {name: row.is_alternative for name, row in rows.items()} == {"a": False, "b": True, "c": True, "M": False, "N": True, "O": True}
    assert {name: rows[name].is_required for name in "abc"} == {"a": True, "b": False, "c": False}


def test_the_confidence_of_the_scoring_is_told_apart_from_that_of_text_and_points():
    leaf = measure(kind="pos", lead="5") | {"scoring_confidence": "RECALLED", "confidence": "VERIFIED", "points_confidence": "VERIFIED"}
    standard = one(leaf)
    assert result(standard).unverified == (("M", "“项M”的计分方法", "RECALLED"),)
    (row,) = [row for row in form_of(standard).sections[0].rows if row.id == "M"]
    assert (row.confidence, row.points_confidence) == ("VERIFIED", "RECALLED")


@pytest.mark.parametrize(
    ("points", "scoring", "expected"),
    [("RECALLED", "GUESS", "GUESS"), ("GUESS", "VERIFIED-UNOFFICIAL", "GUESS"), ("VERIFIED", "VERIFIED-SECONDARY", "VERIFIED-SECONDARY")],
)
def test_a_row_is_as_sure_as_the_weaker_of_its_points_and_their_scoring(points, scoring, expected):
    standard = one(item("X", points_confidence=points, scoring_confidence=scoring))
    assert next(row.points_confidence for row in form_of(standard).sections[0].rows if row.id == "X") == expected


def test_without_a_word_on_the_scoring_the_row_speaks_for_it():
    assert result(one(measure(kind="pos", lead="5") | {"confidence": "RECALLED"})).unverified == (("M", "“项M”的门槛", "RECALLED"),)
    assert result(one(item("X", confidence="RECALLED"))).unverified == ()


def test_a_convention_stands_in_the_plan_and_among_the_unverified_values():
    standard = plan(group("G", item("X")), conventions=[CONVENTION, CONVENTION | {"id": "sum", "confidence": "VERIFIED"}])
    assert standard.conventions[0] == CONVENTION
    assert result(standard).unverified == (("cap", "不封顶", "GUESS"),)
    assert Plan.from_content(json.loads(json.dumps(standard.as_content()))).conventions == standard.conventions


PERCENT = ("building_density", "green_material", "solid_waste_use", "water_reuse")


def test_a_standard_that_says_nothing_new_has_the_plan_it_always_had_but_for_the_least_its_figures_may_be():
    """And for what was mended since: the unit of four values in percent, four blanks in labels, the clauses of an annex (A.4)."""
    kept = json.loads((Path(__file__).parent / "kept_decisions" / "full.json").read_text(encoding="utf-8"))
    content = json.loads(json.dumps(compile_plan(load_standard(standard_file("gbt-36132", "2018")), date(2024, 5, 27)).content))
    assert {entry.pop("minimum") for entry in content["inputs"].values()} == {"0"}
    assert [(content["derived"][name]["unit"], kept["plan"]["derived"][name]["unit"]) for name in PERCENT] == [("%", "1")] * 4
    content["derived"] |= {name: {**content["derived"][name], "unit": "1"} for name in PERCENT}
    assert Plan.from_content(kept["plan"]).digest == kept["digest"]
    assert Plan.from_content(content).digest == Plan.from_content(as_worded_now(kept["plan"])).digest
    assert Plan.from_content(kept["plan"]).conventions == []


def as_worded_now(content):
    if isinstance(content, str):
        return re.sub(r"(?<=[；）]) |^附录([A-Z]) (?=\1\.)|(?<=理念) (?=（)", "", content)
    if isinstance(content, dict):
        return {name: as_worded_now(value) for name, value in content.items()}
    return [as_worded_now(value) for value in content] if isinstance(content, list) else content


def test_a_capped_and_an_uncapped_plan_are_stored_apart():
    plain, free = (one(measure(kind="pos", lead="5", **more)) for more in ({}, {"cap": None}))
    assert plain.digest != free.digest
    replayed = Plan.from_content(json.loads(json.dumps(free.as_content())))
    assert result(replayed, inputs={"a": "10"}).total == Fraction(20)
