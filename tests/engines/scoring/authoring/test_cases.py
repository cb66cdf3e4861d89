"""The tests inside a standard file: what may be expected, what is told when it is otherwise."""

import pytest

from greenlist.engines.scoring.authoring.cases import run_tests
from tests.engines.scoring.standards import group, item, measure, source, written

TWO = (group("G", item("X", points="4"), measure("Y", "6", kind="pos", lead="10")),)


def told(case: dict, **more) -> list[str]:
    """What is told of a single test, without the place."""
    problems, _ = run_tests(written(*TWO, tests=[case], **more))
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


@pytest.mark.parametrize("expect", [{}, {"errors": []}, {"errors": None}])
def test_a_test_that_expects_nothing_proves_nothing_and_takes_no_branch(expect):
    problems, runs = run_tests(written(*TWO, tests=[case(expect)]))
    assert problems == ["tiny/1.yaml:1:1: 半数：expect 是空的，什么也没有核对，不算走到；请写 total、verdict 或一个项目的得分。"]
    assert runs == []


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
    whole = {key: value for key, value in (case({"total": "3.26"}) | change).items() if value is not None}
    (found,) = told(whole)
    assert found.startswith(expected)


def test_what_cannot_happen_is_no_test():
    assert run_tests(written(*TWO, tests=[{"not_possible": {"Y.negative": "不会小于0"}}])) == ([], [])


ROWS = {"products": {"label": "产品", "clause": "A", "most": 2, "inputs": {n: {"label": n, "unit": "t", "clause": "A"} for n in "pw"}}}
OVER = measure("Z", kind="pos", value="p", lead="10", over={"rows": "products", "weight": "w", "top": 2})


def places(*cases: dict) -> list[str]:
    """Where each difference is told: the path of its test, and what of it is meant."""
    made = written(*TWO, tests=list(cases))
    marks: dict = {("tests", i): (i + 1, 1) for i in range(len(cases))}
    marks |= {
        ("tests", i, key): (i + 1, column) for i in range(len(cases)) for column, key in enumerate(("at", "application", "expect"), 2)
    }
    marks |= {("tests", i, "expect", key): (i + 1, 9) for i, one in enumerate(cases) for key in one.get("expect") or {}}
    problems, _ = run_tests(type(made)(made.standard, made.name, marks))
    return [problem.split("/")[1].split(": ")[0].removeprefix("1.yaml:") for problem in problems]


def test_a_difference_is_told_where_it_stands_in_its_test():
    wrong = case({"total": "9", "X": "2"})
    right, refused = case({"X": "2"}), case({"X": "2"}, a="viel")
    assert places(right, wrong) == ["2:9"]
    assert places(refused, case({"errors": ["整数"]}, a="viel"), case({"errors": ["整数"]})) == ["1:3", "2:9", "3:9"]
    assert places(right, right | {"wrong": "1"}, right | {"at": "Monday"}, {"name": "半"}) == ["2:1", "3:2", "4:1"]


def test_a_test_without_a_name_is_told_by_its_number():
    nameless = {key: value for key, value in case({"total": "9"}).items() if key != "name"}
    assert told(nameless) == ["第1个测试：total 是 3，应为 9。"]
    problems, _ = run_tests(source(*TWO, tests=[case({"X": "2"}), nameless]))
    assert [problem.split(": ")[1] for problem in problems] == ["第2个测试：total 是 3，应为 9。"]


def test_one_of_several_problems_is_enough_for_a_piece_of_words():
    two = {"application": {"inputs": {"a": "viel", "z": "1"}}}
    assert told(case({"errors": ["不是数字"]}) | two) == []
    (found,) = told(case({"errors": ["不是数字", "甲", "乙"]}) | two)
    assert found.startswith("半数：没有出现“甲、乙”，只有：")
    assert "。；" not in found


def test_what_is_empty_is_called_so():
    gap = case({"Y.value": "1", "b": "2", "grade": "甲"})
    assert told(gap | {"application": {"items": {"X": "2"}}}) == [
        "半数：Y.value 是 空的，应为 1。",
        "半数：b 是 空的，应为 2。",
        "半数：grade 是 空的，应为 甲。",
    ]
    assert told(case({"grade": ""})) == []


def test_a_grade_can_be_expected():
    grades = [{"name": n, "at_least": v, "clause": "A"} for n, v in (("甲", "9"), ("乙", "3"))]
    assert told(case({"grade": "乙"}), grades=grades) == []
    assert told(case({"grade": "甲"}), grades=grades) == ["半数：grade 是 乙，应为 甲。"]


@pytest.mark.parametrize("key", ["Z.status", "Z.points", "Z.value", "X.clause", "a.value", "a.status", "nosuch", "X."])
def test_what_is_not_there_cannot_be_expected(key):
    assert told(case({key: "1"})) == [f"半数：没有“{key}”；可以写 total、verdict、grade、项目编号、编号.status、编号.value、计算值的名称。"]


def test_an_item_over_several_rows_has_points_and_no_single_value():
    made = source(group("G", OVER), rows=ROWS, tests=[{"name": "两行", "at": "2024-06-01", "expect": {"Z.value": "", "Z.points": "6"}}])
    made.standard.tests[0]["application"] = {"inputs": {"p#1": "4", "w#1": "1", "p#2": "8", "w#2": "1"}}
    assert run_tests(made)[0] == []


def test_a_value_with_nought_below_has_no_value():
    derived = {"d": {"label": "比", "unit": "1", "value": "a / b", "clause": "A"}}
    made = source(group("G", measure(kind="pos", value="a / b", lead="1")), derived=derived)
    made.standard.tests.append(
        {"name": "零", "at": "2024-06-01", "application": {"inputs": {"a": "1", "b": "0"}}, "expect": {"M.value": "", "d": ""}}
    )
    assert run_tests(made)[0] == []
