"""What is worth a look and is no fault."""

import pytest

from greenlist.engines.scoring.authoring import lint as package
from greenlist.engines.scoring.authoring.lint import hints
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


@pytest.mark.parametrize("path", held_editions(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_standard_held_leaves_nothing_to_hint_at(path):
    assert hints(load_standard(path)) == []


def test_an_item_that_is_answered_wants_no_word():
    assert told(group("G", item("X")), inputs={}) == []


def test_an_edition_that_never_ends_is_told_at_its_place():
    (found,) = [line for line in hints(read_standard(TEXT.replace("many", "10"), "s/1.yaml")) if "没有算式" not in line]
    assert found == "s/1.yaml:8:11: 提示：没有写 to，也没有写 reviewed_until；以后没有人核对也会一直算分。"


def test_the_package_offers_what_it_names():
    assert set(package.__all__) == {"faults_in", "hints", "lint", "placed"} & set(vars(package))


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
