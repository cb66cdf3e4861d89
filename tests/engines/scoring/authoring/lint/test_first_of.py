"""What is tried in order: nothing beside it, and no name in it that stops the search where there is no value."""

import pytest

from greenlist.engines.scoring.authoring.lint import lint
from greenlist.engines.scoring.load import read_standard
from tests.engines.scoring.authoring.lint.saying import derived, figure, of
from tests.engines.scoring.standards import content, group, item, measure

LOOK = {"table": "t", "column": "best"}
TABLE = {
    "key": "k", "columns": {"best": "1", "full": "1"}, "none": "都不是",
    "rows": {"x": {"label": "甲", "values": {"best": "5", "full": "1"}}, "y": {"label": "乙", "values": {"best": None, "full": "2"}}},
}  # fmt: skip
INPUTS = {"k": figure("1", one_of={"table": "t"}), "a": figure("1", minimum="0"), "b": figure("1")}
STOPS = "“{0}”没有值时，first_of 停在这里，不取后面的；请把“{0}”的取法（查表、分档或算式）直接写在这里，不写它的名称。"


def told(value: object, *, table: dict | None = None, inputs: dict | None = None, **before: object) -> list[str]:
    """What is said of a value `d` that comes after others."""
    made = {name: entry if isinstance(entry, dict) and "label" in entry else derived(entry) for name, entry in before.items()}
    return of(group("G", item("X")), inputs=inputs or INPUTS, tables={"t": table or TABLE}, derived=made | {"d": derived(value)})


@pytest.mark.parametrize(
    ("before", "stops"),
    [
        (LOOK, True),
        ({"2024-01-01": "5", "2025-01-01": LOOK}, True),
        ({"first_of": [LOOK, LOOK]}, True),
        ({"first_of": [LOOK, "a", LOOK]}, True),
        ({"bracket": "a", "at_least": [["5", "1"]]}, True),
        ({"bracket": "a / b", "at_least": [["5", "1"]], "below": "2"}, True),
        ({"bracket": "a", "at_least": [["5", "1"]], "below": "a / b"}, True),
        ("a / b", True),
        ("a / (b + 1)", True),
        (derived("a / b", when_zero="zero"), False),
        (derived({"bracket": "a / b", "at_least": [["5", "1"]], "below": "2"}, when_zero="zero"), False),
        ("a / 2", False),
        ("a + b", False),
        ({"first_of": [LOOK, "a"]}, False),
        ({"bracket": "a", "at_least": [["5", "1"]], "below": "2"}, False),
        ({"table": "t", "column": "full"}, True),  # a unit may say that no row is its own
    ],
)
def test_a_derived_value_that_may_have_none_is_not_named_before_the_last(before, stops):
    assert told({"first_of": ["c", "a"]}, c=before) == ([STOPS.format("c")] if stops else [])
    assert told({"first_of": ["a", "c"]}, c=before) == []


def test_a_table_that_has_a_value_for_everybody_stops_nothing():
    whole = {key: part for key, part in TABLE.items() if key != "none"}
    assert told({"first_of": ["c", "a"]}, table=whole, c={"table": "t", "column": "full"}) == []
    divided = whole | {"rows": {"x": {"label": "甲", "values": {"best": "5", "full": "a / b"}}}}
    assert told({"first_of": ["c", "a"]}, table=divided, c={"table": "t", "column": "full"}) == [STOPS.format("c")]
    assert told({"first_of": ["c", "a"]}, table=whole, c=LOOK) == [STOPS.format("c")]  # one row has none


@pytest.mark.parametrize(
    "value",
    [
        {"first_of": ["c * 2", "a"]},
        {"first_of": [{"bracket": "c", "at_least": [["5", "1"]]}, "a"]},
        {"first_of": [{"bracket": "a", "at_least": [["5", "c"]]}, "a"]},
        {"first_of": [{"bracket": "a", "at_least": [["5", "1"]], "below": "c"}, "a"]},
        {"first_of": [{"first_of": ["a", "c"]}, "a"]},
        {"first_of": ["a", {"first_of": ["c", "a"]}]},
        {"2024-01-01": {"first_of": ["c", "a"]}},
        {"first_of": [{"2024-01-01": "c"}, "a"]},
    ],
)
def test_it_is_told_wherever_the_name_stands(value):
    assert told(value, c=LOOK) == [STOPS.format("c")]


def test_what_rests_on_such_a_value_is_one_too():
    assert told({"first_of": ["e", "a"]}, c=LOOK, e="c + 1") == [STOPS.format("e")]


def test_the_name_in_the_row_of_a_table_is_told_there():
    rows = {"x": {"label": "甲", "values": {"best": "c + 1", "full": "1"}}}
    assert told({"first_of": [LOOK, "a"]}, table=TABLE | {"rows": rows}, c="a / b") == [STOPS.format("c")]
    assert told({"first_of": ["a", LOOK]}, table=TABLE | {"rows": rows}, c="a / b") == []


def test_that_of_an_earlier_year_is_meant_too():
    years = INPUTS | {name: figure("1", years=3, minimum="0") for name in "ab"}
    assert told({"first_of": ["c[-1]", "2"]}, inputs=years, c=derived("a / b", years=3)) == [STOPS.format("c")]
    assert told({"first_of": ["e", "2"]}, inputs=years, c=derived("a / b", years=3), e="c[-1] + 1") == [STOPS.format("e")]


@pytest.mark.parametrize("side", ["lead", "base"])
def test_a_lead_or_base_is_looked_at(side):
    sides = {"lead": "5", "base": "1"} | {side: {"first_of": ["c", "a"]}}
    leaf = measure(kind="linear", **sides)
    assert of(group("G", leaf), inputs=INPUTS, tables={"t": TABLE}, derived={"c": derived(LOOK)}) == [STOPS.format("c")]


def test_nothing_is_said_beside_what_is_tried():
    words = "这里不能写 unknown：还不知道的，一律停在那里，不取后面的；请删去这一行。"
    assert told({"first_of": [LOOK, "a"], "unknown": "passed"}) == [words]
    assert told({"first_of": [{"first_of": [LOOK, "b"], "unknown": "stays"}, "a"]}) == [words]
    assert told({"2024-01-01": {"first_of": [LOOK, "a"], "below": "1"}}) == ["first_of 旁边不能再写“below”；请删去，或移到另一个 derived。"]


REFERENCE = "引用应写成 {table: 表, column: 列}、{bracket: 算式, at_least: [[门槛, 值], …], below: 值} 或 {first_of: […]}。"
STEPS = 'at_least 的每一档写成 ["10000", "4.31"]：门槛，值。'


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (None, "这里是空的；请写一个数、算式或引用，或删去这一行。"),
        (True, REFERENCE),
        (["a"], REFERENCE),
        ({"bracket": "a"}, REFERENCE),
        ({"bracket": "a", "at_least": True}, REFERENCE),
        ({"bracket": "a", "at_least": [[]]}, STEPS),
        ({"bracket": "a", "at_least": ["x"]}, STEPS),
        ({"bracket": "a", "at_least": [["5", None]]}, STEPS),
        ({"bracket": "a", "at_least": [{"x": "5", "y": "1"}]}, STEPS),
        ({"table": "gone", "column": "best"}, "没有“gone”这张表；请在 tables 中写明。"),
        ("a ** 2", "'a ** 2' 中的运算只能用 + - * /。"),
    ],
)
def test_what_cannot_be_tried_is_told_once_and_the_rest_still_looked_at(part, expected):
    assert told({"first_of": [part, "a"]}) == [expected]
    assert told({"first_of": ["e", "a"]}, e=part if isinstance(part, str | dict) else {"first_of": [part]})[0] == expected


def test_something_is_tried():
    assert told({"first_of": []}) == ["first_of 是空的；请写依次取的值，至少两个。"]


FILE = """\
format: greenlist.standard/1
id: tiny
edition: "1"
number: T/TINY 1
title: 小标准
subject: factory
source: 演示
in_force: {from: 2024-01-01, to: null}
total: {round: "0.01", maximum: "10"}
inputs:
  a: {label: 甲, unit: "1", clause: A}
  b: {label: 乙, unit: "1", clause: A}
derived:
  c: {label: 比, unit: "1", clause: A, value: a / b}
  d:
    label: 值
    unit: "1"
    clause: A
    value:
      first_of: [2 * c, a]
      unknown: passed
groups:
  - {id: G, title: 组, items: [{id: X, label: 项, kind: judged, points: "10", clause: A}]}
"""


def test_each_is_told_at_its_place():
    assert content(group("G", item("X")))["format"] == FILE.splitlines()[0].removeprefix("format: ")
    found = lint(read_standard(FILE, "tiny/1.yaml"))
    assert [line.split(": ")[0] for line in found] == ["tiny/1.yaml:20:22", "tiny/1.yaml:21:16"]
    assert found[0].endswith(STOPS.format("c"))
