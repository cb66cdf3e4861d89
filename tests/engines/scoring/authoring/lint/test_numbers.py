"""Everything that has to be a number is one."""

import pytest

from greenlist.engines.scoring.authoring.lint.numbers import number_faults
from tests.engines.scoring.authoring.lint.saying import figure, of
from tests.engines.scoring.standards import group, item, measure, source


def test_everything_that_is_to_be_a_number_is_checked_at_once():
    leaves = [item("X", points="four"), measure("M", "0", kind="pos", cap="x", floor="y", lead="1")]
    leaves += [measure("S", "-1", kind="steps", steps=[["a", "1"], ["2", "b"]]), item("C", "count", count_of=3, full_at="z")]
    more = {"grades": [{"name": "甲", "at_least": "no", "clause": "A"}], "ranks": [{"name": "甲", "share": "1.5", "clause": "A"}]}
    more["inputs"] = {"a": figure(minimum="m", maximum="n")}
    more["total"] = {"round": "fine", "maximum": "ten", "pass_line": "p"}
    found = of(group("G", *leaves, weight="much", bonus=True, most="all"), **more)
    wrong = [p.partition("“")[2].partition("”")[0] for p in found if "应写" in p]
    assert sorted(wrong) == sorted(["four", "0", "x", "y", "-1", "a", "b", "z", "no", "1.5", "m", "n", "fine", "ten", "p", "much", "all"])
    assert "points：“four”不是数；应写大于0的数，只用数字，例如 0.1 或 43/8。" in found
    assert "points：应写大于0的数，这里是“0”。" in found


@pytest.mark.parametrize("text", ["1e3", "1_000", "0x10", ".5", "5.", "+5", "∞", "inf", ".nan", "５", "1/2/3", "--1", "", " 5"])
def test_a_number_is_digits_only(text):
    assert f"points：“{text}”不是数；应写大于0的数，只用数字，例如 0.1 或 43/8。" in of(group("G", item("X", points=text)))


def test_a_number_has_at_most_fifteen_digits():
    forty = "1234567890" * 4
    assert of(group("G", item("X", points=forty))) == [f"points：“{forty}”超过 15 位有效数字；请写到 15 位以内，或写成分数。"]
    assert of(group("G", item("X", points="1/" + forty))) == [
        f"points：“{('1/' + forty)[:40]}”超过 15 位有效数字；请写到 15 位以内，或写成分数。"
    ]
    fifteen = "0.00000123456789012345"
    assert not [p for p in of(group("G", item("X", points=fifteen))) if "有效数字" in p]


def test_a_fraction_over_zero_is_refused():
    assert of(group("G", item("X", points="1/0"))) == ["points：“1/0”的分母是0。"]


def test_the_thresholds_of_a_bracket_are_numbers():
    lead = {"bracket": "b", "at_least": [["viel", "1"]], "below": "2"}
    assert of(group("G", measure(kind="pos", lead=lead))) == ["at_least：“viel”不是数；应写数，只用数字，例如 0.1 或 43/8。"]


CONSTANT = {"label": "系数", "unit": "1", "clause": "A"}
WHOLE = {"round": "0.1", "maximum": "10"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"coefficients": {"c1": CONSTANT | {"value": "x"}}}, "value：“x”不是数；应写数，只用数字，例如 0.1 或 43/8。"),
        ({"coefficients": {"c1": CONSTANT | {"value": "-1/2"}}}, None),
        ({"rows": {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": figure(minimum="m")}}}}, "minimum：“m”不是数；"),
        ({"rows": {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": figure(maximum="m")}}}}, "maximum：“m”不是数；"),
        ({"grades": [{"name": "甲", "at_least": "-1", "clause": "A"}]}, "at_least：应写不小于0的数，这里是“-1”。"),
        ({"grades": [{"name": "甲", "at_least": "0", "clause": "A"}]}, None),
        ({"ranks": [{"name": "甲", "share": "1", "clause": "A"}]}, None),
        ({"ranks": [{"name": "甲", "share": "0", "clause": "A"}]}, None),
        ({"ranks": [{"name": "甲", "share": "1.01", "clause": "A"}]}, "share：应写0到1之间的数，这里是“1.01”。"),
        ({"ranks": [{"name": "甲", "share": "-0.01", "clause": "A"}]}, "share：应写0到1之间的数，这里是“-0.01”。"),
        ({"total": WHOLE | {"round": "0"}}, "round：应写大于0、至多12位小数的数，这里是“0”。"),
        ({"total": WHOLE | {"round_group": "x"}}, "round_group：“x”不是数；"),
        ({"total": WHOLE | {"round_item": "x"}}, "round_item：“x”不是数；"),
        ({"total": WHOLE | {"round_group": "none"}}, "round_group：“none”不是数；"),
        ({"total": WHOLE | {"round_item": "none"}}, "round_item：“none”不是数；"),
        ({"total": WHOLE | {"round": "1/3"}}, "round：应写大于0、至多12位小数的数，这里是“1/3”。"),
        ({"total": WHOLE | {"round": "0.0000000000001"}}, "round：应写大于0、至多12位小数的数"),
        ({"total": WHOLE | {"round": "1/8", "round_group": "0.000000000001"}}, None),
        ({"total": WHOLE | {"pass_line": "0"}}, None),
        ({"total": WHOLE | {"maximum": "100/3"}, "groups": [group("G", item("X", points="100/3"))]}, None),
        ({"total": WHOLE | {"pass_line": "-1"}}, "pass_line：应写不小于0的数，这里是“-1”。"),
    ],
)
def test_a_number_is_in_the_range_of_its_place(more, expected):
    found = of(*more.pop("groups", [group("G", item("X"))]), **more)
    assert found == [] if expected is None else found[0].startswith(expected)


@pytest.mark.parametrize(("key", "value"), [("weight", "0"), ("most", "0")])
def test_what_a_group_weighs_or_adds_is_more_than_nought(key, value):
    assert f"{key}：应写大于0的数，这里是“0”。" in of(group("G", item("X"), bonus=True, **({"most": "1"} | {key: value})))


def test_a_small_number_is_a_number():
    assert of(group("G", item("X", points="0.5")), maximum="0.5") == []
    assert of(group("G", measure(kind="linear", base="1", lead="2", floor="0.99"))) == []
    assert of(group("G", measure(kind="linear", base="1", lead="2", floor="0"))) == []
    assert of(group("G", measure(kind="linear", base="1", lead="2", floor="2"))) == ["floor：应写0到1之间的数，这里是“2”。"]
    assert of(group("G", measure(kind="pos", lead="2", cap="0"))) == ["cap：应写大于0的数，这里是“0”。"]
    assert of(group("G", measure(kind="steps", steps=[["-5", "0"], ["1", "1"]]))) == []


@pytest.mark.parametrize(
    ("text", "is_long"),
    [
        ("123456789012345", False),
        ("1234567890123456", True),
        ("-00.00123456789012345", False),
        ("1234567890123456/2", True),
        ("123456789/123456789", False),
    ],
)
def test_sixteen_digits_are_one_too_many(text, is_long):
    found = of(group("G", item("X")), inputs={"a": figure(minimum=text)})
    assert found == ([f"minimum：“{text}”超过 15 位有效数字；请写到 15 位以内，或写成分数。"] if is_long else [])


def test_a_long_text_is_shown_by_its_beginning():
    (found,) = of(group("G", item("X", points="a" * 50)))
    assert found.startswith(f"points：“{'a' * 40}”不是数")


def test_a_denominator_of_nought_point_nought_is_nought():
    assert of(group("G", item("X", points="1/0.0"))) == ["points：“1/0.0”的分母是0。"]


@pytest.mark.parametrize(
    "value",
    [{"bracket": "b", "at_least": [["x", "1"]], "below": "2"}, {"2024-01-01": {"bracket": "b", "at_least": [["x", "1"]], "below": "2"}}],
)
def test_the_thresholds_of_every_bracket_are_looked_at(value):
    expected = "at_least：“x”不是数；应写数，只用数字，例如 0.1 或 43/8。"
    assert of(group("G", item("X")), derived={"d": {"label": "值", "unit": "t", "value": value, "clause": "A"}}) == [expected]
    assert of(group("G", measure(kind="linear", lead="1", base=value))) == [expected]


@pytest.mark.parametrize("steps", ["viel", [], [[]], ["x"], [{"x": "1"}], [[["5"], "1"]]])
def test_a_bracket_of_another_shape_is_left_to_the_tables(steps):
    found = of(group("G", measure(kind="pos", lead={"bracket": "b", "at_least": steps, "below": "2"})))
    assert not any("不是数" in line for line in found)


def test_a_number_in_a_list_is_told_at_its_own_place():
    steps = measure("S", kind="steps", steps=[["1", "0"], ["x", "y"]])
    bracket = measure("B", kind="pos", lead={"bracket": "b", "at_least": [["9", "1"], ["z", "1"]]})
    found = number_faults(source(group("G", steps, bracket)).standard)
    assert [fault.path[5:] for fault in found] == [("steps", 1, 0), ("steps", 1, 1), ("lead", "at_least", 1, 0)]


@pytest.mark.parametrize("side", ["lead", "base"])
def test_a_number_over_nought_is_left_to_the_formulas(side):
    sides = {"lead": "2", "base": "1"} | {side: "1/0"}
    assert of(group("G", measure(kind="linear", **sides))) == ["除以0，永远算不出来：1/0；请改分母。"]
