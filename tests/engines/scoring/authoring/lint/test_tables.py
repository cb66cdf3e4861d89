"""Tables, choices, brackets, coefficients and grades."""

import pytest

from tests.engines.scoring.authoring.lint.saying import derived, figure, of
from tests.engines.scoring.standards import group, item, measure

ROW = {"label": "钢", "values": {"best": "5", "fair": None}}
TABLE = {"key": "k", "columns": {"best": "t", "fair": "t"}, "rows": {"steel": ROW}}
KEY = {"k": figure("1", one_of={"table": "t"}), "a": figure()}
LOOK = {"table": "t", "column": "best"}


def told(table: dict | None = None, inputs: dict | None = None, value: object = LOOK) -> list[str]:
    return of(group("G", item("X")), inputs=inputs or KEY, tables={"t": table or TABLE}, derived={"d": derived(value, "t")})


def test_a_table_that_can_be_looked_up_is_let_through():
    assert told() == []
    assert told({"key": "k", "columns": {"advanced": "tce/产品"}, "of": "energy-limits"}, value="a") == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"key": "gone"}, "没有“gone”这个数据项；表按它查，请在 inputs 中写明并写 one_of: {table: t}。"),
        ({"key": "a"}, "“a”不是选择；请给它写 one_of: {table: t}。"),
        ({"of": "energy-limits"}, "表要写 of（共用的参考表）或自己的 rows，两者写一个。"),
        ({"rows": {}}, "表要写 of（共用的参考表）或自己的 rows，两者写一个。"),
        ({"rows": {}, "of": "nosuch"}, "没有参考表“nosuch”；有：energy-limits、energy-benchmarks。"),
        ({"rows": {"steel": ROW | {"values": {"best": "5"}}}}, "“steel”这一行缺“fair”；没有值请写 null。"),
        ({"rows": {"steel": ROW | {"values": {"best": "5", "fair": None, "more": "1"}}}}, "表里没有“more”这一列；有：best、fair。"),
        (
            {"rows": {"steel": ROW | {"values": {"best": "gone", "fair": None}}}},
            "没有“gone”这个名称；请在 inputs、derived 或 coefficients 中写明。",
        ),
        ({"rows": {"steel": ROW | {"values": {"best": "a * 1000", "fair": None}}}}, "算式得到的是“kg”，unit 写的是 t；请改算式或 unit。"),
    ],
)
def test_a_table_with_a_fault_is_told(change, expected):
    assert told(TABLE | change) == [expected]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"table": "gone", "column": "best"}, "没有“gone”这张表；请在 tables 中写明。"),
        ({"table": "t", "column": "gone"}, "表里没有“gone”这一列；有：best、fair。"),
        ({"tabel": "t"}, "引用应写成 {table: 表, column: 列}"),
        ({}, "引用应写成 {table: 表, column: 列}"),
        ({"bracket": "a"}, "引用应写成 {table: 表, column: 列}"),
        ({"bracket": "a", "at_least": [["5"]]}, 'at_least 的每一档写成 ["10000", "4.31"]：门槛，值。'),
        ({"bracket": "a", "at_least": [["5", "1"], ["9", "2"]]}, "at_least 的门槛要从大到小写，不能相等：先达到的先用。"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told(value, expected):
    (found,) = told(value=value)
    assert found.startswith(expected)
    assert of(group("G", measure(kind="pos", lead=value)), inputs=KEY, tables={"t": TABLE})[-1].startswith(expected)


def test_a_choice_of_a_table_that_is_not_there_is_told():
    inputs = {"k": figure("1", one_of={"table": "gone"})}
    assert of(group("G", item("X")), inputs=inputs) == ["没有“gone”这张表；请在 tables 中写明。"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"value": "1", "of": "gbt-2589/2020#原煤"}, ["系数要写 value（数）或 of（如 gbt-2589/2020#电力（当量值）），两者写一个。"]),
        ({}, ["系数要写 value（数）或 of（如 gbt-2589/2020#电力（当量值）），两者写一个。"]),
        ({"of": "gbt-2589/2020#nosuch"}, ["没有“gbt-2589/2020#nosuch”这个系数；写法是 标准/版本#名称。"]),
        ({"value": "1"}, []),
    ],
)
def test_a_coefficient_is_a_number_or_one_that_is_held(entry, expected):
    constants = {"c1": {"label": "系数", "unit": "1", "clause": "A", **entry}}
    assert of(group("G", item("X")), coefficients=constants) == expected


def grades(*lines: tuple[str, str]) -> list[dict]:
    return [{"name": name, "at_least": line, "clause": "A"} for name, line in lines]


def test_grades_stand_from_high_to_low_each_with_its_name():
    assert of(group("G", item("X")), grades=grades(("甲", "9"), ("乙", "5"))) == []
    assert of(group("G", item("X")), grades=grades(("甲", "5"), ("乙", "9"))) == ["等级要从高到低写，分数线不能相等。"]
    assert of(group("G", item("X")), grades=grades(("甲", "9"), ("甲", "5"))) == ["有两个等级同名；请改名。"]
    ranks = [{"name": n, "share": "0.6", "clause": "A"} for n in "甲乙"]
    assert of(group("G", item("X")), ranks=ranks) == ["各等级的比例合计 1.2，不能超过1。"]
