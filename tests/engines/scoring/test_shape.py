"""What a place of a file may hold is told in words, every wrong part of it for itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.shape import faults_of
from greenlist.engines.scoring.written import Reader

TOY = Path(__file__).parents[2] / "assets" / "standards" / "toy" / "2024.yaml"
STEPS = [{"items": [{"score": {"steps": ["3", ["1", "2", "3"]]}}]}]


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        ({"total": "x"}, ["“total”应写几行“名称: 值”，这里是“x”。"]),
        ({"inputs": ["x"]}, ["“inputs”应写几行“名称: 值”，这里是一个列表。"]),
        ({"groups": "x"}, ["“groups”应写一个列表（每项以“- ”开头），这里是“x”。"]),
        ({"groups": STEPS}, ["“steps”应写一个列表，这里是“3”。", "应有 2 个值，这里有 3 个。"]),
        ({"inputs": {"a": {"one_of": {"x": ["1"], "y": None}}}}, ["“x”应写文字，这里是一个列表。", "“y”应写文字，这里是空的。"]),
        ({"inputs": {"a": {"one_of": ["1"]}}}, ["“one_of”应写文字、或几行“名称: 值”，这里是一个列表。"]),
        ({"inputs": {"a": {"maximum": {}}}}, ["“maximum”应写文字，这里是几行“名称: 值”。"]),
        ({"groups": [{"best": "1.5", "bonus": "x"}]}, ["“bonus”应写true 或 false，这里是“x”。", "“best”应写整数，这里是“1.5”。"]),
    ],
)
def test_what_is_of_another_kind_is_told_with_what_should_stand_there(tree, told):
    faults = [words for _, words, _ in faults_of(tree, Standard) if not words.startswith("缺")]
    assert sorted(faults) == sorted(told)


def test_a_whole_number_may_be_negative_and_has_fifteen_digits_at_most():
    assert [words for _, words, _ in faults_of({"groups": [{"best": "-3"}, {"best": "9" * 15}]}, Standard) if "整数" in words] == []
    assert [words for _, words, _ in faults_of({"groups": [{"best": "9" * 16}]}, Standard) if "整数" in words] == [
        f"“best”应写整数，这里是“{'9' * 16}”。"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0", []),
        ("-0", []),
        ("-7", []),
        ("-" + "9" * 15, []),
        ("00", ["“best”应写整数，这里是“00”；请去掉前面的0。"]),
        ("-007", ["“best”应写整数，这里是“-007”；请去掉前面的0。"]),
        ("0" * 20, [f"“best”应写整数，这里是“{'0' * 20}”；请去掉前面的0。"]),
        ("07.5", ["“best”应写整数，这里是“07.5”。"]),
        ("+7", ["“best”应写整数，这里是“+7”。"]),
        ("--7", ["“best”应写整数，这里是“--7”。"]),
        ("", ["“best”应写整数，这里是“”。"]),
        (["07"], ["“best”应写整数，这里是一个列表。"]),
    ],
)
def test_a_whole_number_is_written_without_noughts_before_it(text, told):
    assert [words for _, words, _ in faults_of({"groups": [{"best": text}]}, Standard) if "整数" in words] == told


def test_noughts_are_told_only_where_a_whole_number_is_wanted():
    faults = [words for _, words, _ in faults_of({"groups": [{"bonus": "007"}]}, Standard) if "bonus" in words]
    assert faults == ["“bonus”应写true 或 false，这里是“007”。"]


WRONG = [None, True, "x", "007", [["1"]], {"a": None}]


def places(tree: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every part of a tree below it."""
    for key, part in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield (*path, key)
        yield from places(part, (*path, key))


def changed(tree: Any, path: tuple[str | int, ...], value: object) -> Any:
    """The tree with another value at a path."""
    if not path:
        return value
    copy = tree.copy()
    copy[path[0]] = changed(tree[path[0]], path[1:], value)
    return copy


def is_taken(tree: Any) -> bool:
    try:
        msgspec.convert(tree, Standard, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def test_whatever_the_schema_refuses_is_told_in_words():
    toy = Reader("toy").read(TOY.read_bytes())
    made = [changed(toy, path, wrong) for path in places(toy) for wrong in WRONG]
    assert [tree for tree in made if not is_taken(tree) and not list(faults_of(tree, Standard))] == []


def test_a_name_misspelt_stands_for_the_nearest_and_at_its_own_place():
    found = list(faults_of({"derived": {"d": {"vabel": "x", "unit": "1", "clause": "§"}}}, Standard))
    told = [(path[2:], words, is_key) for path, words, is_key in found if path[:1] == ("derived",)]
    assert told == [(("vabel",), "没有“vabel”这个字段；是不是“label”？", True), ((), "缺“value”；请补上。", False)]
    steps = list(faults_of({"groups": STEPS}, Standard))
    assert [is_key for _, words, is_key in steps if words == "应有 2 个值，这里有 3 个。"] == [False]
