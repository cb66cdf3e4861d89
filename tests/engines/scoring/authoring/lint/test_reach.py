"""Every line of a standard can be reached."""

import pytest

from tests.engines.scoring.authoring.lint.saying import of
from tests.engines.scoring.standards import group, item, measure

TEN = group("G", item("X"))
BONUS = group("B", item("Y", points="3"), bonus=True, most="2")


def total(line: str) -> dict:
    return {"maximum": "10", "round": "0.1", "pass_line": line}


def grade(line: str) -> list[dict]:
    return [{"name": "甲", "at_least": line, "clause": "1"}]


def test_a_pass_line_lies_at_most_at_full_marks():
    assert of(TEN, total=total("10")) == []
    assert of(TEN, total=total("10.1")) == ["合格线 10.1 高于满分（10）：各项满分也不合格。"]
    assert of(TEN, BONUS, total=total("12")) == []
    assert of(TEN, BONUS, total=total("13")) == ["合格线 13 高于满分（12）：各项满分也不合格。"]


def test_a_grade_lies_at_most_at_full_marks():
    assert of(TEN, grades=grade("10")) == []
    assert of(TEN, grades=grade("10.1")) == ["“甲”的分数线 10.1 高于满分（10）：没有人能评上。"]
    assert of(TEN, BONUS, grades=grade("12")) == []


@pytest.mark.parametrize(("cap", "may"), [("1", False), ("1.2", True), (None, True)])
def test_where_a_share_may_exceed_one_a_grade_may_lie_above_and_a_pass_line_may_not(cap, may):
    leaf = group("G", measure(kind="pos", lead="5", cap=cap))
    assert (of(leaf, grades=grade("11")) == []) is may
    assert of(leaf, total=total("11")) == ["合格线 11 高于满分（10）：各项满分也不合格。"]
    for kind in ("neg", "points"):
        assert (of(group("G", measure(kind=kind, lead="5", cap=cap)), grades=grade("11")) == []) is may
    other = group("G", measure(kind="steps", steps=[["1", "1"]], cap=cap))
    assert of(other, grades=grade("11"))[cap != "1" :] == ["“甲”的分数线 11 高于满分（10）：没有人能评上。"]  # after that it is idle


def test_full_marks_are_shown_to_six_decimals():
    third = group("G", item("X", points="100/3"))
    whole = {"maximum": "100/3", "round": "0.1"}
    assert of(third, total=whole, grades=grade("34")) == ["“甲”的分数线 34 高于满分（33.333333）：没有人能评上。"]
    assert of(third, total=whole | {"pass_line": "34"}) == ["合格线 34 高于满分（33.333333）：各项满分也不合格。"]
