"""The tests inside a standard file: what may be expected, what is told when it is otherwise."""

import pytest

from greenlist.engines.scoring.authoring.cases import run_tests
from tests.engines.scoring.standards import group, item, measure, source

TWO = (group("G", item("X", points="4"), measure("Y", "6", kind="pos", lead="10")),)


def told(case: dict, **more) -> list[str]:
    """What is told of a single test, without the place."""
    problems, _ = run_tests(source(*TWO, tests=[case], **more))
    assert all(p.startswith("tiny/1.yaml:1:1: ") for p in problems)
    return [p.split(": ", 1)[1] for p in problems]


def case(expect: dict | None, *, a: str = "2.0925", **more) -> dict:
    """X has 2 of its 4 points, Y the share that `a` is of 10."""
    return {"name": "半数", "at": "2024-06-01", "application": {"inputs": {"a": a}, "items": {"X": "2"}}, "expect": expect, **more}


@pytest.mark.parametrize(
    "expect",
    [
        {"total": "3.2555"},
        {"total": "3.26"},
        {"total": "3.3"},
        {"total": "3"},
        {"X": "2", "Y": "1.3"},
        {"verdict": "qualified", "X": "2.000"},
        {"Y.value": "2.0925", "a": "2.09", "X.status": "scored", "X.points": "2.0"},
    ],
)
def test_an_expected_value_is_compared_to_as_many_digits_as_it_prints(expect):
    assert told(case(expect)) == []


def test_every_difference_of_a_test_is_told():
    expect = {"total": "3.25", "verdict": "incomplete", "X": "1", "Z": "1", "Y.status": "missing", "Y.value": "9", "a": "3", "X.value": "2"}
    assert told(case(expect)) == [
        "半数：total 是 3.26，应为 3.25。",
        "半数：verdict 是 qualified，应为 incomplete。",
        "半数：X 是 2，应为 1。",
        "半数：没有“Z”；可以写 total、verdict、grade、项目编号、编号.status、编号.value、计算值的名称。",
        "半数：Y.status 是 scored，应为 missing。",
        "半数：Y.value 是 2，应为 9。",
        "半数：a 是 2，应为 3。",
    ]


def test_a_gate_a_gap_and_a_pass_line_can_be_expected():
    gates = [{"id": "G1", "label": "门槛", "clause": "1"}]
    gap = {"Y.status": "missing", "Y.value": "", "G1": "missing", "verdict": "incomplete", "b": ""}
    assert told(case(gap) | {"application": {"items": {"X": "2"}}}, gates=gates) == []
    assert told(case({"verdict": "not_qualified"}, pass_line="9")) == []
    assert told(case({"verdict": "qualified"}, pass_line="3.2555")) == []


def test_a_refused_application_can_be_expected_by_a_piece_of_its_words():
    assert told(case({"errors": ["不是数字"]}, a="viel")) == []
    assert told(case({"errors": ["不是整数"]}, a="viel")) == [
        "半数：没有出现“不是整数”，只有：A：“viel”不是数字；请只填数字，例如 1284.6。"
    ]
    assert told(case({"errors": ["不是数字"]})) == ["半数：申报数据没有错误，应有。"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"application": {"items": {"Z": "1"}}}, "半数：“Z”不是本标准的项目；请删去或核对编号。"),
        ({"at": "2023-01-01"}, "半数：不能运行（"),
        ({"at": "Monday"}, "半数：不能运行（"),
        ({"expect": None}, "半数：不能运行；应写 name、at、application、expect，可加 pass_line。"),
        ({"application": None}, "半数：不能运行；应写 name、at、application、expect，可加 pass_line。"),
        ({"expected": {}}, "半数：没有“expected”；应写 name、at、application、expect，可加 pass_line。"),
    ],
)
def test_a_test_that_cannot_be_run_is_a_problem_and_not_a_crash(change, expected):
    whole = {key: value for key, value in (case({}) | change).items() if value is not None}
    (found,) = told(whole)
    assert found.startswith(expected)


def test_what_cannot_happen_is_no_test():
    assert run_tests(source(*TWO, tests=[{"not_possible": {"Y.negative": "不会小于0"}}])) == ([], [])
