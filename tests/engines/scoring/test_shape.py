"""What a place of a file may hold is told in words, every wrong part of it for itself."""

import pytest

from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.shape import faults_of

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


def test_a_name_misspelt_stands_for_the_nearest_and_at_its_own_place():
    found = list(faults_of({"derived": {"d": {"vabel": "x", "unit": "1", "clause": "§"}}}, Standard))
    told = [(path[2:], words, is_key) for path, words, is_key in found if path[:1] == ("derived",)]
    assert told == [(("vabel",), "没有“vabel”这个字段；是不是“label”？", True), ((), "缺“value”；请补上。", False)]
    steps = list(faults_of({"groups": STEPS}, Standard))
    assert [is_key for _, words, is_key in steps if words == "应有 2 个值，这里有 3 个。"] == [False]
