"""What a standard chose among the ways of the language is read beside the value it decides about, and told in words where it changes."""

from collections import Counter

import pytest

from greenlist.casework.standards.choices import choices_in_words
from greenlist.casework.standards.held import shipped
from greenlist.casework.standards.wording import in_words, read_aloud


def score(**given):
    return {
        "kind": "pos",
        "value": "a",
        "lead": "3",
        "base": None,
        "when_zero": "unknown",
        "when_negative": "zero",
        "compare": "at_least",
    } | given


def words(subject, place, **changed):
    """What stands beside one value of a shipped standard, its owner changed."""
    table = shipped(subject)
    value = table.values[place]
    node = table.plain
    for step in value.path[:-1]:
        node = node[step]
    node.update(changed)
    return next(said for _, held, said in read_aloud(table) if held.place == place)


def test_a_formula_says_what_is_so_where_it_divides_by_nothing():
    assert words("green-park/2024", "derived.renewable_share.value") == "可再生能源使用量 ÷ 综合能源消费量 × 100；分母为0时算不出来"
    assert words("green-park/2024", "derived.renewable_share.value", when_zero="zero").endswith("× 100；分母为0时按0")


def test_the_items_that_count_and_the_rounding_say_how():
    assert words("green-park/2024", "groups.RG-opt.best") == "计入得分率最高的"
    assert words("green-park/2024", "groups.RG-opt.best", choose_by="declared") == "由申报单位选定计入哪几项"
    assert words("green-park/2024", "total.round") == "按 GB/T 8170，恰为一半的取偶数"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "负值得0分"),
        ({"when_negative": "full"}, "负值得满分"),
        ({"lead": "b"}, "分母为0时算不出来；负值得0分"),
        ({"kind": "neg", "when_zero": "full"}, "分母为0时得满分；负值得0分"),
        ({"kind": "points", "value": "a / b", "when_zero": "zero"}, "分母为0时得0分"),
        ({"kind": "linear", "base": "1"}, ""),
    ],
)
def test_a_way_to_the_points_says_only_what_may_happen_to_it(given, said):
    table = shipped("green-park/2024")
    value = table.values["items.EG1.score.value"]
    group, item = value.path[1], value.path[3]
    plain = {"groups": {group: {"items": {item: {"score": score(**given)}}}}}
    assert choices_in_words(plain, value) == said


def test_a_step_says_from_which_side_it_is_reached():
    table = shipped("gbt-36132/2018")
    steps = [(value, said) for _, value, said in read_aloud(table) if value.path[-3:-2] == ("steps",)]
    assert Counter(said for value, said in steps if value.path[-1] == 0) == {"不低于门槛才算达到": 6}
    assert {said for value, said in steps if value.path[-1] == 1} == {""}


def test_a_choice_that_is_another_one_is_told_in_words():
    rows = [{"place": place, "label": place, "part": "", "was": was, "now": now, "fate": "words"} for place, was, now in (
        ("derived.far.when_zero", "unknown", "zero"), ("items.5.1.score.when_zero", "unknown", "zero"),
        ("items.5.1.score.compare", "at_least", "at_most"), ("groups.5.choose_by", "ratio", "declared"), ("notes", "zero", ""))]  # fmt: skip
    assert [(r["part"], r["was_said"], r["now_said"]) for r in in_words(rows, {"groups": []})] == [
        ("分母为0时", "分母为0时算不出来", "分母为0时按0"), ("分母为0时", "分母为0时算不出来", "分母为0时得0分"),
        ("怎样比较", "不低于门槛才算达到", "不高于门槛才算达到"), ("计入哪几项", "计入得分率最高的", "由申报单位选定计入哪几项"), ("", "zero", ""),
    ]  # fmt: skip
