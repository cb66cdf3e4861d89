"""What is worth a look and is no fault."""

import pytest

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
