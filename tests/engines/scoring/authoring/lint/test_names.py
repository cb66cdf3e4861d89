"""Names, ids and clauses."""

import pytest

from tests.engines.scoring.authoring.lint.saying import derived, figure, of
from tests.engines.scoring.standards import group, item


def test_an_id_stands_once_in_the_whole_file():
    gates = [{"id": "X", "label": "门槛", "clause": "1"}, {"id": "X", "label": "门槛", "clause": "1"}]
    assert of(group("G", item("X", points="4"), item("Y", points="6")), gates=gates) == ["编号“X”已经是基本要求的编号；请换一个。"]
    assert of(group("G", item("X", points="4"), item("X", points="6"))) == ["编号“X”已经是项目的编号；请换一个。"]


@pytest.mark.parametrize("name", ["a", "total", "round", "compare", "verdict"])
def test_an_item_may_not_bear_the_name_of_a_figure_or_of_the_tree(name):
    assert of(group("G", item(name))) == [f"编号“{name}”已经是数据、计算值或结果的名称；请换一个。"]


def test_a_group_stands_once():
    assert of(group("G", item("X", points="5")), group("G", item("Y", points="5"))) == ["组的编号“G”写了两次；请换一个。"]


@pytest.mark.parametrize("name", ["1a", "a-b", "a b", "min", "mean_years", "and", "lambda", ""])
def test_a_name_must_be_one_that_a_formula_can_read(name):
    (found,) = of(group("G", item("X")), inputs={name: figure()})
    assert found.startswith(f"“{name}”不能作名称：")


def test_a_name_in_full_width_is_told_how_to_write_it():
    assert of(group("G", item("X")), inputs={"ａ１": figure()}) == ["“ａ１”里有全角或特殊字符；请写成“a1”。"]
    assert of(group("G", item("X")), inputs={"能耗": figure()}) == []


def test_a_figure_has_one_name_of_its_own():
    rows = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"a": figure()}}}
    assert of(group("G", item("X")), rows=rows) == ["“a”已经是数据项 inputs 的名称；请换一个。"]
    assert of(group("G", item("X")), derived={"b": derived("c", "t")}) == ["“b”已经是数据项 inputs 的名称；请换一个。"]
    assert of(group("G", item("X")), derived={"lead_X": derived("c", "t")}) == ["这个名称留给“X”的lead；请换一个。"]
    assert of(group("G", item("X")), derived={"d": derived("c", "t", rows="q")}) == ["没有“q”这张小表；请在 rows 中写明。"]


@pytest.mark.parametrize("clause", ["", "  "])
def test_a_required_item_without_a_clause_is_refused(clause):
    assert of(group("G", item("X", "required") | {"clause": clause})) == ["要写条款号 clause：这一条出自标准的哪里。"]


@pytest.mark.parametrize("clause", ["?", "待定", "TBD", "—", "字" * 81, "1\n2"])
def test_a_clause_that_points_nowhere_is_refused(clause):
    (found,) = of(group("G", item("X") | {"clause": clause}))
    assert found.startswith("条款号应写成 5.1、附录A A.4、附表2.2 序号1 的样子")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"inputs": {"a": figure(minimum="5", maximum="4")}}, "maximum 小于 minimum（5）。"),
        ({"inputs": {"a": figure(years=0)}}, "years 应在 1 到 10 之间，这里是 0。"),
        ({"inputs": {"a": figure(one_of="maybe")}}, "one_of 应写 yes_no、{代码: 名称} 或 {table: 表名}。"),
        (
            {"rows": {"p": {"label": "产品", "clause": "A", "most": 0, "inputs": {"w": figure()}}}},
            "小表要有 inputs，most 在 1 到 50 之间。",
        ),
        (
            {"gates": [{"id": "1", "label": "门槛", "clause": "1", "look_back": 11}]},
            "look_back 是往前看几年，应在 1 到 10 之间，这里是 11。",
        ),
    ],
)
def test_an_answer_that_cannot_be_given_is_not_asked(more, expected):
    assert of(group("G", item("X")), **more) == [expected]
