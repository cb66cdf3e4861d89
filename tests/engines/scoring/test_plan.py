"""The plan: resolved for one day, immutable, stored as plain content, known by its hash."""

import copy
import dataclasses
import hashlib
import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from greenlist.engines.scoring import Plan, compile_plan, load_standard, read_application, score
from greenlist.engines.scoring.compiling import NotInForce
from greenlist.rulebook.standards import standard_file
from tests.engines.scoring.standards import DAY, group, item, measure, one, plan, source, stored

TOY_FILE = Path(__file__).parents[2] / "assets" / "standards" / "toy" / "2024.yaml"
TOY = compile_plan(load_standard(TOY_FILE), DAY)
REAL = compile_plan(load_standard(standard_file("gbt-36132", "2018")), date(2024, 5, 27))


def places(value, path=()):
    """The path of every plain value inside the content."""
    if isinstance(value, dict):
        return [p for key, inner in value.items() for p in places(inner, (*path, key))]
    if isinstance(value, list):
        return [p for i, inner in enumerate(value) for p in places(inner, (*path, i))]
    return [path]


def changed(content: dict, path: tuple) -> dict:
    """The content with one value changed."""
    other = copy.deepcopy(content)
    at = other
    for step in path[:-1]:
        at = at[step]
    old = at[path[-1]]
    at[path[-1]] = not old if isinstance(old, bool) else f"{old}x" if isinstance(old, str) else 77
    return other


# ---- in force -------------------------------------------------------------------------------------------------------

FORCE = {"from": "2024-01-01", "to": "2024-12-31"}


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2024, 6, 1), date(2024, 12, 31)], ids=["first day", "between", "last day"])
def test_an_edition_is_in_force_from_its_first_to_its_last_day(day):
    assert compile_plan(source(group("G", item("X")), in_force=FORCE), day).content["reference_date"] == day.isoformat()


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2025, 1, 1)], ids=["the day before", "the day after"])
def test_an_edition_out_of_force_is_refused_with_its_dates(day):
    with pytest.raises(NotInForce, match=f"T/TINY 1 自2024-01-01起实施，到2024-12-31为止，{day}不在其中"):
        compile_plan(source(group("G", item("X")), in_force=FORCE), day)


def test_an_edition_without_an_end_is_in_force_for_ever():
    assert compile_plan(source(group("G", item("X")), in_force={"from": "2024-01-01", "to": None}), date(2099, 1, 1))
    with pytest.raises(NotInForce, match="自2024-01-01起实施，2023"):
        compile_plan(source(group("G", item("X")), in_force={"from": "2024-01-01", "to": None}), date(2023, 1, 1))


def test_the_toy_is_refused_before_its_day():
    with pytest.raises(NotInForce):
        compile_plan(load_standard(TOY_FILE), date(2023, 12, 31))


DATED = {"2024-01-01": "5", "2024-07-01": "8", "2025-01-01": "a * 2"}


@pytest.mark.parametrize(
    ("day", "lead"),
    [
        (date(2024, 1, 1), "5"),
        (date(2024, 6, 30), "5"),
        (date(2024, 7, 1), "8"),
        (date(2024, 12, 31), "8"),
        (date(2025, 1, 1), "a * 2"),
        (date(2030, 1, 1), "a * 2"),
    ],
)
def test_a_dated_value_is_the_last_one_that_has_begun(day, lead):
    for key in ("lead", "base"):
        leaf = measure(kind="linear", **{"lead": "1", "base": "0"} | {key: DATED})
        compiled = compile_plan(source(group("G", leaf)), day)
        assert compiled.content["groups"][0]["items"][0]["score"][key] == lead


def test_a_dated_value_that_has_not_begun_is_refused_at_its_line():
    leaf = measure(kind="pos", lead={"2024-07-01": "8"})
    with pytest.raises(NotInForce, match=r"tiny/1.yaml:0: 2024-06-30还没有值；最早的日期在它以后"):
        compile_plan(source(group("G", leaf)), date(2024, 6, 30))


# ---- content and hash -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("compiled", [TOY, REAL], ids=["toy", "real"])
def test_content_survives_storage_as_text(compiled):
    stored = json.loads(json.dumps(compiled.as_content(), ensure_ascii=False))
    again = Plan.from_content(stored)
    assert stored == compiled.content
    assert again.digest == compiled.digest
    assert (again.groups, again.gates, again.derived, again.inputs) == (compiled.groups, compiled.gates, compiled.derived, compiled.inputs)


@pytest.mark.parametrize("compiled", [TOY, REAL], ids=["toy", "real"])
def test_content_holds_no_binary_float_anywhere(compiled):
    def kinds(value):
        if isinstance(value, dict):
            return set().union({str}, *(kinds(v) for v in value.values()))
        if isinstance(value, list | tuple):
            return set().union(*(kinds(v) for v in value))
        return {type(value)}

    assert kinds(compiled.content) <= {str, int, bool, type(None)}


def test_the_hash_is_that_of_canonical_json():
    text = json.dumps(TOY.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert TOY.digest == "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def test_the_hash_does_not_depend_on_the_order_of_keys():
    turned = dict(reversed(TOY.content.items()))
    assert list(turned) != list(TOY.content)
    assert Plan.from_content(turned).digest == TOY.digest


def test_two_readings_of_one_file_have_one_hash_and_another_day_has_another():
    assert compile_plan(load_standard(TOY_FILE), DAY).digest == TOY.digest
    assert compile_plan(load_standard(TOY_FILE), DAY + timedelta(days=1)).digest != TOY.digest


def test_changing_any_single_value_changes_the_hash():
    paths = places(TOY.content)
    digests = {Plan(changed(TOY.content, path)).digest for path in paths}
    assert len(paths) > 200
    assert len(digests) == len(paths)
    assert TOY.digest not in digests


@pytest.mark.parametrize("content", [{}, {"format": "greenlist.plan/2"}, {"format": "greenlist.standard/1"}])
def test_content_of_another_format_is_refused(content):
    with pytest.raises(ValueError, match=f"^not a greenlist.plan/1: {content.get('format')!r}$"):
        Plan.from_content(content)


def test_a_stored_plan_scores_the_same_after_the_file_has_changed(tmp_path):
    content = {"inputs": {"output": {"value": "150"}, "energy": {"value": "100"}, "waste": {"value": "5"}}, "items": {"G2": "met"}}
    before = score(TOY, read_application(TOY, content))
    stored = json.loads(json.dumps(TOY.as_content()))
    file = tmp_path / "2024.yaml"
    file.write_text(TOY_FILE.read_text(encoding="utf-8").replace('lead: "0.5"', 'lead: "0.25"'), encoding="utf-8")
    other = compile_plan(load_standard(file), DAY)
    replayed = Plan.from_content(stored)
    assert score(replayed, read_application(replayed, content)).shown == before.shown
    assert score(other, read_application(other, content)).total != before.total
    assert replayed.digest == TOY.digest != other.digest


def test_a_plan_and_its_parts_cannot_be_reassigned():
    for part, name in ((TOY, "content"), (TOY.groups[0], "weight"), (TOY.items["A1-1"], "points"), (TOY.items["A1-1"].score, "cap")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(part, name, None)


# ---- what a plan says -----------------------------------------------------------------------------------------------


def test_a_plan_names_its_standard_and_its_numbers_exactly():
    assert (TOY.standard, TOY.edition, TOY.number, TOY.title) == ("toy", "2024", "T/TOY 1—2024", "T/TOY 1—2024 玩具标准")
    assert (TOY.interval, TOY.maximum) == (Fraction(1, 10), 50)
    assert TOY.content["file"] == "toy/2024.yaml"


def test_every_leaf_stands_in_the_order_of_the_file():
    assert list(TOY.items) == ["A1-1", "A1-2", "A2-1", "A2-2", "B-1", "B-2", "B-3", "C-1", "C-2"]


@pytest.mark.parametrize(
    ("leaf", "by_person"),
    [(item("X"), True), (item("X", "required"), True), (item("X", test="a > 1"), False), (measure("X", kind="pos", lead="1"), False)],
)
def test_who_answers_a_leaf(leaf, by_person):
    assert one(leaf).items["X"].is_answered_by_person is by_person


def test_a_step_is_a_tenth_of_the_points():
    assert one(item("X", points="7")).items["X"].step == Fraction(7, 10)


def test_the_figures_a_leaf_rests_on_are_found_through_derived_values():
    derived = {
        "d": {"label": "d", "unit": "1", "value": "a / b", "clause": "A"},
        "e": {"label": "e", "unit": "1", "value": "d * c", "clause": "A"},
    }
    leaves = [measure("M", "4", kind="pos", value="e", lead="b"), item("T", points="3", test="c > a"), item("P", points="3")]
    compiled = plan(group("G", *leaves), derived=derived)
    assert {name: compiled.inputs_of(leaf) for name, leaf in compiled.items.items()} == {"M": ["a", "b", "c"], "T": ["c", "a"], "P": []}
    assert compiled.items["M"].names == ("e", "b")


def test_a_single_way_that_always_holds_needs_no_figure_to_be_chosen():
    ways = [{"label": "按比值", "when": None, "score": {"kind": "pos", "value": "a", "lead": "4"}}]
    compiled = one(item("M", "measure", any_of=ways))
    assert (compiled.needed_by(compiled.items["M"]), compiled.inputs_of(compiled.items["M"])) == ([], ["a"])


def test_what_a_plan_does_not_say_is_what_it_meant_when_it_was_stored():
    rule, leaf = (stored(one(made)).items["M"] for made in (measure(kind="pos", lead="4"), item("M", "count", count_of=2)))
    assert (rule.score.when_negative, rule.score.compare, leaf.full_at, leaf.checklist) == ("zero", "at_least", None, ())
    assert stored(one(item("M", "count", count_of=2, checklist=["光伏", "储能"]))).items["M"].checklist == ("光伏", "储能")


def test_the_formula_of_a_derived_value_is_shown_in_the_words_of_the_standard():
    assert TOY.derived["intensity"][0]["shown"] == "能耗 ÷ 产值"
    assert TOY.items["A1-1"].score.shown == "单位产值能耗"
    assert REAL.items["10.1-2"].test_shown == "建筑密度（%） ≥ 30"


def test_the_real_standard_has_its_weights_and_points():
    assert [(g.id, g.weight, sum(i.points for i in g.items)) for g in REAL.groups] == [
        ("5", 20, 100), ("6", 15, 100), ("7", 15, 100), ("8", 10, 100), ("9", 10, 100), ("10", 30, 100),
    ]  # fmt: skip
    assert (len(REAL.gates), len(REAL.items), len(REAL.inputs), len(REAL.derived)) == (8, 81, 27, 12)


def test_required_items_make_sixty_of_every_hundred_in_the_real_standard():
    shares = {g.id: sum(i.points for i in g.items if i.kind == "required") for g in REAL.groups}
    assert shares == {"5": 60, "6": 60, "7": 60, "8": 60, "9": 60, "10": 60}
