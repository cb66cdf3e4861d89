"""What is worth a look and is no fault."""

import pytest

from greenlist.engines.scoring.authoring import lint as package
from greenlist.engines.scoring.authoring.lint import hints
from greenlist.engines.scoring.authoring.lint.hints import hint_faults
from greenlist.engines.scoring.load import load_standard, read_standard
from greenlist.rulebook.standards import held_editions
from tests.engines.scoring.authoring.lint.saying import derived, figure
from tests.engines.scoring.authoring.lint.test_formulas import TEXT
from tests.engines.scoring.standards import group, item, measure, written


def told(*groups: dict, **more) -> list[str]:
    return [line.split(": ", 1)[1] for line in hints(written(*groups, **{"in_force": {"from": "2024-01-01", "to": "2025-01-01"}, **more}))]


def test_what_nothing_reads_is_told():
    leaf = measure(kind="pos", lead="10")
    assert told(group("G", leaf), inputs={"a": figure(), "b": figure()}) == ["提示：没有算式用到“b”；不需要就删去。"]
    assert told(group("G", leaf), inputs={"a": figure()}, derived={"d": derived("a", "t")}) == ["提示：没有算式用到“d”；不需要就删去。"]
    tables = {"t": {"key": "k", "columns": {"best": "t"}, "of": "energy-limits"}}
    inputs = {"a": figure(), "k": figure("1", one_of={"table": "t"})}
    assert told(group("G", leaf), inputs=inputs, tables=tables) == ["提示：没有地方查“t”这张表；不需要就删去。"]


@pytest.mark.parametrize("leaf", [measure(kind="neg", lead="10"), measure(kind="pos", value="10 / a", lead="10")])
def test_a_denominator_that_may_be_zero_wants_a_word(leaf):
    assert told(group("G", leaf), inputs={"a": figure()}) == [
        "提示：分母可能为0，没有写 when_zero：算不出来（unknown）、按0分（zero）还是满分（full）？"
    ]


def test_a_derived_value_that_divides_wants_a_word():
    found = told(group("G", measure(kind="pos", value="d", lead="10")), inputs={"a": figure()}, derived={"d": derived("5 / a", "1/t")})
    assert "提示：分母可能为0，没有写 when_zero：算不出来（unknown）还是按0（zero）？" in found


def test_a_value_that_does_not_say_how_sure_it_is_is_told_in_a_file():
    text = TEXT.replace("eergy", "energy").replace("energy ** 2", "energy").replace("(gone + away)", "energy")
    found = hints(read_standard(text.replace("clause: '', ", "clause: '1', confidence: GUESS, ").replace("many", "10"), "s/1.yaml"))
    assert "s/1.yaml:20:9: 提示：没有写 points_confidence，就算已核实（VERIFIED）；请写明核实到哪一步。" in found
    assert "s/1.yaml:11:11: 提示：没有写 confidence，就算已核实（VERIFIED）；请写明核实到哪一步。" in found
    assert not any(":20:9: 提示：没有写 confidence" in line for line in found)
    assert "s/1.yaml:8:11: 提示：没有写 to，也没有写 reviewed_until；以后没有人核对也会一直算分。" in found


@pytest.mark.parametrize("path", held_editions(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_value_of_a_standard_held_says_how_sure_it_is_and_is_used(path):
    assert not [line for line in hints(load_standard(path)) if "就算已核实" in line or "不需要就删去" in line]


def test_an_item_that_is_answered_wants_no_word_about_zero():
    assert told(group("G", item("X")), inputs={}) == []


def test_the_package_offers_what_it_names():
    assert set(package.__all__) == {"hints", "lint"} & set(vars(package))


LEAF = group("G", measure(kind="pos", lead="10"))


@pytest.mark.parametrize(("force", "count"), [({"reviewed_until": "2025-01-01"}, 0), ({"to": "2025-01-01"}, 0), ({}, 1)])
def test_an_edition_ends_or_says_until_when_somebody_looked(force, count):
    found = told(LEAF, inputs={"a": figure()}, in_force={"from": "2024-01-01", **force})
    assert found == ["提示：没有写 to，也没有写 reviewed_until；以后没有人核对也会一直算分。"] * count


def test_what_is_read_of_an_earlier_year_is_read():
    assert told(group("G", measure(kind="pos", value="a[-1]", lead="10")), inputs={"a": figure(years=2)}) == []


def test_a_choice_is_made_and_not_reckoned_with():
    assert told(LEAF, inputs={"a": figure(), "k": figure("1", one_of={"steel": "钢"})}) == []
    assert told(LEAF, inputs={"a": figure(), "k": figure("1", one_of="yes_no")}) == ["提示：没有算式用到“k”；不需要就删去。"]


def test_a_hint_begins_with_the_word_once():
    (found,) = told(LEAF, inputs={"a": figure(), "b: c": figure()})
    assert found == "提示：没有算式用到“b: c”；不需要就删去。"


def test_only_a_plain_formula_and_a_score_say_what_zero_means():
    gates = [{"id": "G1", "label": "门槛", "clause": "1", "test": "a / b > 1"}]
    inputs = {"a": figure(), "b": figure()}
    assert told(LEAF, inputs=inputs, gates=gates) == []
    values = {"d": derived({"first_of": ["a / b", "5"]})}
    assert not [line for line in told(LEAF, inputs=inputs, derived=values) if "分母" in line]


def test_a_word_about_zero_is_looked_for_at_the_value_that_divides():
    values = {name: derived("a / b") for name in "de"}
    made = written(LEAF, inputs={"a": figure(), "b": figure()}, derived=values)
    marked = type(made)(made.standard, made.name, {("derived", "d", "when_zero"): (1, 1)})
    asked = [fault for fault in hint_faults(marked) if "分母" in fault.words]
    assert [(fault.path, fault.offset) for fault in asked] == [(("derived", "e", "value"), 2)]
    leaf = group("G", measure(kind="neg", lead="10"))
    made = written(leaf, inputs={"a": figure()})
    marked = type(made)(made.standard, made.name, {("groups", 0, "items", 0, "score", "when_zero"): (1, 1)})
    assert not [fault for fault in hint_faults(marked) if "分母" in fault.words]


@pytest.mark.parametrize(
    ("leaf", "may"),
    [
        (measure(kind="pos", value="a / 5", lead="10"), False),
        (measure(kind="pos", value="5 / a", lead="10"), True),
        (measure(kind="pos", lead="5 / a"), True),
        (measure(kind="linear", lead="5", base="5 / a"), True),
        (measure(kind="pos", lead="a * 2"), False),
        (measure(kind="pos", lead={"first_of": ["5 / a", "1"]}), False),
    ],
)
def test_a_number_below_the_stroke_is_never_zero(leaf, may):
    assert bool([line for line in told(group("G", leaf), inputs={"a": figure()}) if "分母" in line]) is may
