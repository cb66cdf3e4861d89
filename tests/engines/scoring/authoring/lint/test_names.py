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
    assert found.startswith("条款号应写成 5.1、A.4、附表2.2 序号1 的样子")


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


@pytest.mark.parametrize("clause", ["?", "？", "-", "—", "无", "待定", "待补", "todo", "tbd", "x", "xx", "xxx", "n/a", "N/A", " X "])
def test_every_place_holder_is_no_clause(clause):
    (found,) = of(group("G", item("X") | {"clause": clause}))
    assert found.endswith(f"这里是“{clause}”。")


def test_a_clause_may_have_eighty_signs_and_is_shown_by_forty():
    assert of(group("G", item("X") | {"clause": "字" * 80})) == []
    (found,) = of(group("G", item("X") | {"clause": "字" * 81}))
    assert found.endswith(f"不超过80个字；这里是“{'字' * 40}”。")


EMPTY = {"label": "名", "unit": "t", "clause": ""}


@pytest.mark.parametrize(
    "more",
    [
        {"inputs": {"a": EMPTY}},
        {"rows": {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": EMPTY}}}},
        {"rows": {"p": {"label": "产品", "clause": "", "most": 2, "inputs": {"w": figure()}}}},
        {"coefficients": {"c1": EMPTY | {"value": "1"}}},
        {"derived": {"d": EMPTY | {"value": "a"}}},
        {"gates": [{"id": "G1", "label": "门槛", "clause": ""}]},
        {"grades": [{"name": "甲", "at_least": "5", "clause": ""}]},
        {"ranks": [{"name": "甲", "share": "0.5", "clause": ""}]},
    ],
    ids=lambda more: next(iter(more)),
)
def test_whatever_has_a_clause_must_give_it(more):
    assert of(group("G", item("X")), **more) == ["要写条款号 clause：这一条出自标准的哪里。"]


def test_the_section_of_the_first_of_a_name_is_told():
    rows = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": figure()}}}
    constants = {"w": figure() | {"value": "1"}}
    assert of(group("G", item("X")), rows=rows, coefficients=constants) == ["“w”已经是小表 rows 的名称；请换一个。"]
    assert of(group("G", item("X")), coefficients={"k": figure() | {"value": "1"}}, derived={"k": derived("c", "t")}) == [
        "“k”已经是系数 coefficients 的名称；请换一个。"
    ]


@pytest.mark.parametrize("side", ["lead", "base"])
def test_the_name_of_a_lead_or_base_is_kept_for_it(side):
    assert of(group("G", item("X")), derived={f"{side}_X": derived("c", "t")}) == [f"这个名称留给“X”的{side}；请换一个。"]


def test_an_id_is_there_and_short():
    assert of(group("G", item("字" * 40))) == []
    for name in ("", "  ", "字" * 41):
        assert of(group("G", item(name))) == ["编号要写，不超过40个字。"]
    gates = [{"id": "", "label": "门槛", "clause": "1"}]
    assert of(group("G", item("X")), gates=gates) == ["编号要写，不超过40个字。"]


@pytest.mark.parametrize(("years", "is_right"), [(1, True), (10, True), (11, False), (-1, False)])
def test_years_are_between_one_and_ten(years, is_right):
    assert of(group("G", item("X")), inputs={"a": figure(years=years)}) == (
        [] if is_right else [f"years 应在 1 到 10 之间，这里是 {years}。"]
    )
    gates = [{"id": "1", "label": "门槛", "clause": "1", "look_back": years}]
    assert of(group("G", item("X")), gates=gates) == ([] if is_right else [f"look_back 是往前看几年，应在 1 到 10 之间，这里是 {years}。"])
    rows = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": figure(years=years)}}}
    assert of(group("G", item("X")), rows=rows) == ([] if is_right else [f"years 应在 1 到 10 之间，这里是 {years}。"])
    values = {"d": derived("5", years=years)}
    assert of(group("G", item("X")), derived=values) == ([] if is_right else [f"years 应在 1 到 10 之间，这里是 {years}。"])


def test_a_value_of_no_years_is_none():
    assert of(group("G", item("X")), derived={"d": derived("5", years=0)}) == ["years 应在 1 到 10 之间，这里是 0。"]


def test_a_look_back_of_no_years_is_none():
    gates = [{"id": "1", "label": "门槛", "clause": "1", "look_back": 0}]
    assert of(group("G", item("X")), gates=gates) == ["look_back 是往前看几年，应在 1 到 10 之间，这里是 0。"]


@pytest.mark.parametrize(("most", "is_right"), [(1, True), (50, True), (51, False)])
def test_a_small_table_has_between_one_and_fifty_rows(most, is_right):
    rows = {"p": {"label": "产品", "clause": "A", "most": most, "inputs": {"w": figure()}}}
    assert of(group("G", item("X")), rows=rows) == ([] if is_right else ["小表要有 inputs，most 在 1 到 50 之间。"])
    assert of(group("G", item("X")), rows={"p": rows["p"] | {"inputs": {}}}) == ["小表要有 inputs，most 在 1 到 50 之间。"]


@pytest.mark.parametrize("limits", [{"minimum": "5", "maximum": "5"}, {"minimum": "5"}, {"maximum": "-1", "minimum": None}])
def test_limits_that_leave_room_are_let_through(limits):
    assert of(group("G", item("X")), inputs={"a": figure(**limits)}) == []


def test_a_limit_that_is_no_number_is_compared_with_nothing():
    (found,) = of(group("G", item("X")), inputs={"a": figure(minimum="5", maximum="4x")})
    assert found.startswith("maximum：“4x”不是数")
    assert of(group("G", item("X")), inputs={"a": figure(minimum="1/0", maximum="5")}) == ["minimum：“1/0”的分母是0。"]
    (found,) = of(group("G", item("X")), inputs={"a": figure(minimum="1" * 16, maximum="5")})
    assert "超过 15 位有效数字" in found


@pytest.mark.parametrize("one_of", ["yes_no", {"a": "甲", "b": "乙"}])
def test_a_choice_that_can_be_made_is_let_through(one_of):
    assert of(group("G", item("X")), inputs={"a": figure(one_of=one_of)}) == []


def test_a_derived_value_for_each_row_of_a_small_table_is_let_through():
    rows = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": figure()}}}
    assert of(group("G", item("X")), rows=rows, derived={"d": derived("w", "t", rows="p")}) == []
