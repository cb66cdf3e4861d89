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


@pytest.mark.parametrize(
    "value",
    [
        {"bracket": "a", "at_least": [["9", "2"], ["5", "1"]], "below": "0"},
        {"bracket": "a", "at_least": [["9", "2"]]},
        {"first_of": ["a / 2", LOOK]},
        {"2024-01-01": LOOK, "2025-01-01": "5"},
    ],
)
def test_a_reference_that_can_be_followed_is_let_through(value):
    assert told(value=value) == []


ASKS_NONE = "first_of 先查“t”，查不到才用后面的；请给它写 none：单位用哪句话表示各行都不适用，如 没有适用的限额。"


@pytest.mark.parametrize(
    "value", [{"first_of": [LOOK, "a"]}, {"2024-01-01": "5", "2025-01-01": {"first_of": ["a", {"first_of": ["a", LOOK]}, "5"]}}]
)
def test_a_unit_must_be_able_to_say_that_no_row_is_its_own_where_the_next_value_is_taken_then(value):
    assert told(value=value) == [ASKS_NONE]
    assert told({**TABLE, "none": " "}, value=value) == [ASKS_NONE]
    assert told({**TABLE, "none": "都不是"}, value=value) == []


def test_no_row_has_the_code_by_which_a_unit_says_that_none_is_its_own():
    rows = {**TABLE["rows"], "none": next(iter(TABLE["rows"].values()))}
    assert told({**TABLE, "rows": rows}) == ["代码“none”留给“各行都不适用”；请改用别的代码。"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"bracket": "a", "at_least": [["9", "2"]], "beneath": "5"}, "引用应写成 {table: 表, column: 列}"),
        ({"bracket": "a", "at_least": []}, "引用应写成 {table: 表, column: 列}"),
        ({"bracket": "a", "at_least": "9"}, "引用应写成 {table: 表, column: 列}"),
        ({"bracket": "a", "at_least": [["5", "1"], ["5", "2"]]}, "at_least 的门槛要从大到小写，不能相等：先达到的先用。"),
        ({"bracket": "a", "at_least": [["5", "1", "2"]]}, 'at_least 的每一档写成 ["10000", "4.31"]：门槛，值。'),
        ({"bracket": "a", "at_least": [["9", "2"], "5"]}, 'at_least 的每一档写成 ["10000", "4.31"]：门槛，值。'),
        ({"table": "t", "column": "best", "row": "x"}, "引用应写成 {table: 表, column: 列}"),
        ({"first_of": [LOOK, {"tabel": "t"}]}, "引用应写成 {table: 表, column: 列}"),
        ({"first_of": [{"2024-01-01": {"table": "t", "column": "gone"}}, "a"]}, "表里没有“gone”这一列；有：best、fair。"),
        ({"first_of": [[LOOK], "a"]}, "引用应写成 {table: 表, column: 列}"),
    ],
)
def test_a_reference_of_another_shape_is_told(value, expected):
    assert [line for line in told(value=value) if line.startswith(expected)]


@pytest.mark.parametrize("side", ["lead", "base"])
def test_the_lookup_of_a_lead_or_base_is_looked_at(side):
    sides = {"lead": "5", "base": "1"} | {side: {"table": "gone", "column": "best"}}
    assert of(group("G", measure(kind="linear", **sides)), inputs=KEY, tables={"t": TABLE}) == ["没有“gone”这张表；请在 tables 中写明。"]
    sides |= {side: {"tabel": "t"}}
    (found,) = of(group("G", measure(kind="linear", **sides)), inputs=KEY, tables={"t": TABLE})
    assert found.startswith("引用应写成")


def test_a_choice_inside_a_small_table_is_told_there():
    rows = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"q": figure("1", one_of={"table": "gone"})}}}
    assert of(group("G", item("X")), rows=rows) == ["没有“gone”这张表；请在 tables 中写明。"]
    keyed = {"p": rows["p"] | {"inputs": {"k": figure("1", one_of={"table": "t"})}}}
    assert of(group("G", item("X")), rows=keyed, tables={"t": TABLE}) == []


def test_a_table_has_columns():
    assert told({"key": "k", "columns": {}, "of": "energy-limits"}, value="a") == ["表要写 columns：各列和它的单位。"]


def test_grades_and_ranks_each_have_their_edge():
    assert of(group("G", item("X")), grades=grades(("甲", "9"), ("乙", "9"))) == ["等级要从高到低写，分数线不能相等。"]
    assert of(group("G", item("X")), grades=grades(("甲", "9"))) == []
    halves = [{"name": n, "share": "0.5", "clause": "A"} for n in "甲乙"]
    assert of(group("G", item("X")), ranks=halves) == []
    assert of(group("G", item("X")), ranks=[halves[0], halves[0]]) == ["有两个等级同名；请改名。"]
    thirds = [{"name": n, "share": "1/3", "clause": "A"} for n in "甲乙丙丁"]
    assert of(group("G", item("X")), ranks=thirds) == ["各等级的比例合计 1.333333，不能超过1。"]


def test_dates_and_words_are_not_mixed():
    assert [line[:4] for line in told(value={"2024-01-01": "5", "later": "6"})] == ["引用应写"]


def test_a_step_that_is_one_word_is_no_pair():
    assert told(value={"bracket": "a", "at_least": ["5g"], "below": "1"}) == ['at_least 的每一档写成 ["10000", "4.31"]：门槛，值。']


def test_of_two_small_tables_the_one_with_the_name_is_meant():
    one, two = (
        {"label": "产品", "clause": "A", "most": 2, "inputs": {name: figure(), f"{name}k": figure("1", one_of={"table": table})}}
        for name, table in (("v", "t"), ("w", "t"))
    )
    table = {"key": "wk", "columns": {"best": "t"}, "rows": {"steel": {"label": "钢", "values": {"best": "w * 2"}}}}
    assert of(group("G", item("X")), rows={"p": one, "q": two}, tables={"t": table}) == []
    two["inputs"]["wk"]["one_of"] = {"table": "gone"}
    found = of(group("G", item("X")), rows={"p": one, "q": two}, tables={"t": table})
    assert found == ["没有“gone”这张表；请在 tables 中写明。"]
