"""Every formula can be read, and its names are known, of that year, and free of circles."""

import pytest

from greenlist.engines.scoring import compile_plan, form_of
from greenlist.engines.scoring.authoring.branches import branches
from greenlist.engines.scoring.authoring.lint import lint
from greenlist.engines.scoring.authoring.lint.formulas import formula_faults
from greenlist.engines.scoring.check import check_file
from tests.engines.scoring.authoring.lint.saying import derived, figure, of
from tests.engines.scoring.standards import DAY, group, item, measure, source

GONE = "没有“gone”这个名称；请在 inputs、derived 或 coefficients 中写明。"


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (item("X", "optional", test="a > gone"), GONE),
        (measure(kind="pos", value="gone", lead="1"), GONE),
        (measure(kind="pos", lead="gone * 2"), GONE),
        (measure(kind="linear", base="gone", lead="1"), GONE),
        (measure(kind="pos", lead={"2024-01-01": "1", "2025-01-01": "gone"}), GONE),
        (measure(kind="pos", lead={"first_of": ["gone", "2"]}), GONE),
        (measure(kind="pos", lead={"bracket": "gone", "at_least": [["1", "2"]]}), GONE),
        (item("X", "optional", test="a + b"), "这里要一个判断（如 a >= 30），写的是一个值：a + b。"),
        (measure(kind="pos", value="a > b", lead="1"), "这里要一个值，写的是一个判断：a > b。"),
        (measure(kind="yes_no", value="a"), "这里要一个判断（如 a >= 30），写的是一个值：a。"),
        (measure(kind="pos", value="a + (b > 1)", lead="1"), "+ 的一边要值，写的是判断：a + (b > 1)。"),
        (measure(kind="pos", value="if_(a + 1, b, c)", lead="1"), "if 的一边要判断，写的是值：if_(a + 1, b, c)。"),
    ],
)
def test_a_formula_that_cannot_be_is_refused(leaf, expected):
    assert of(group("G", leaf)) == [expected]


def test_a_name_misspelt_is_told_with_the_one_that_is_meant():
    inputs = {"energy": figure("tce")}
    assert of(group("G", measure(kind="pos", value="enrgy", lead="1")), inputs=inputs) == ["没有“enrgy”这个名称；是不是“energy”？"]


def test_a_formula_that_is_too_large_is_refused_at_once():
    many = " + ".join(["a"] * 5000)
    (found,) = of(group("G", measure(kind="pos", value=many, lead="1")))
    assert found.startswith("算式太长：超过4000个字符")


def test_a_number_of_forty_digits_is_refused_in_a_formula():
    (found,) = of(group("G", measure(kind="pos", value="a * " + "1" * 40, lead="1")))
    assert "整数和小数各不超过15位" in found


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"d": "a / b"}, []),
        ({"d": "a / b", "e": "d * 2"}, []),
        ({"d": "e * 2", "e": "a / b"}, ["“e”写在后面；计算值只能用写在它前面的计算值，请把“e”移到“d”前面。"]),
        ({"d": "d + 1"}, ["计算值互相引用成圈：d → d；请去掉其中一处引用。"]),
        ({"d": "e", "e": "f", "f": "d"}, ["计算值互相引用成圈：d → e → f → d；请去掉其中一处引用。"]),
    ],
    ids=["from inputs", "from an earlier one", "from a later one", "from itself", "in a circle"],
)
def test_a_derived_value_rests_on_inputs_and_earlier_derived_values_only(values, expected):
    assert of(group("G", item("X")), derived={name: derived(value) for name, value in values.items()}) == expected


def test_many_values_that_rest_on_one_another_are_looked_at_once_each():
    values = {"d0": derived("a", "t"), "d1": derived("d0 + a", "t")}
    values |= {f"d{i}": derived(f"d{i - 1} + d{i - 2}", "t") for i in range(2, 300)}
    made = source(group("G", measure(kind="pos", value="d299", lead="1")), derived=values)
    assert lint(made) == []
    assert {branch.key for branch in branches(made.standard)} == {"below_lead", "at_lead", "negative", "missing"}
    assert [row.id for row in form_of(compile_plan(made, DAY)).sections[0].rows] == ["a", "M", "b", "c"]


@pytest.mark.parametrize(
    ("value", "years", "expected"),
    [
        ("e[-1] / e", 1, []),
        ("e[-2] / e", 1, ["要用到“e”的 3 个年度，它只有 2 个；请在它下面写 years: 3。"]),
        ("mean_years(e, 3) / e", 1, ["要用到“e”的 3 个年度，它只有 2 个；请在它下面写 years: 3。"]),
        ("e / e", 3, ["要用到“e”的 3 个年度，它只有 2 个；请在它下面写 years: 3。"]),
        ("e / e", 2, []),
    ],
)
def test_a_year_outside_the_window_of_an_input_is_refused(value, years, expected):
    found = of(group("G", item("X")), inputs={"e": figure("tce", years=2)}, derived={"d": derived(value, years=years)})
    assert list(dict.fromkeys(found)) == expected


def test_a_name_of_a_small_table_has_a_meaning_inside_it_only():
    rows = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": figure()}}}
    assert of(group("G", measure(kind="pos", value="w", lead="1")), rows=rows) == ["“w”是 p 每一行的值，只能在 rows: p 的算式里用。"]
    assert of(group("G", item("X")), rows=rows, derived={"d": derived("w", "t", rows="p")}) == []


def test_a_choice_is_no_number():
    inputs = {"k": figure("1", one_of={"steel": "钢"})}
    assert of(group("G", item("X")), inputs=inputs, derived={"d": derived("k * 2")}) == [
        "“k”是一个选择，不是数，不能写进算式；按它取值请用 table。"
    ]
    assert of(group("G", item("X")), inputs={"k": figure("1", one_of="yes_no")}, derived={"d": derived("k * 2")}) == []


@pytest.mark.parametrize("text", ["a / 0", "1 + a / (2 - 2)", "a / (1 / 0)", "if_(a > 1, a / 0.0, a)"])
def test_a_division_by_nothing_is_told(text):
    found = of(group("G", item("X")), derived={"d": derived(text, "t")})
    assert f"除以0，永远算不出来：{text}；请改分母。" in found


@pytest.mark.parametrize("text", ["a / 2", "a / (b - b)", "a / (3 - 2)", "0 / b"])
def test_a_denominator_that_may_be_something_is_no_division_by_nothing(text):
    assert not [fault for fault in of(group("G", item("X")), derived={"d": derived(text, "t")}) if "除以0" in fault]


def test_a_fault_inside_a_formula_is_told_at_its_column(tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text(TEXT, encoding="utf-8")
    name = tmp_path.name
    assert check_file(file) == [
        f"{name}/1.yaml:13:40: 没有“eergy”这个名称；是不是“energy”？",
        f"{name}/1.yaml:14:36: 'energy ** 2' 中的运算只能用 + - * /。",
        f"{name}/1.yaml:15:36: 没有“gone”这个名称；请在 inputs、derived 或 coefficients 中写明。",
        f"{name}/1.yaml:15:43: 没有“away”这个名称；请在 inputs、derived 或 coefficients 中写明。",
        f"{name}/1.yaml:20:27: 要写条款号 clause：这一条出自标准的哪里。",
        f"{name}/1.yaml:20:52: points：“many”不是数；应写大于0的数，只用数字，例如 0.1 或 43/8。",
    ]


TEXT = """\
format: greenlist.standard/1
id: small
edition: "1"
number: T/SMALL 1
title: 小
subject: factory
source: made by hand
in_force: {from: 2024-01-01, to: null}
total: {round: "0.1", maximum: "10"}
inputs:
  energy: {label: 能耗, unit: tce, clause: A.1, confidence: GUESS}
derived:
  x: {label: 甲, unit: "1", value: "1 + eergy", clause: A.2, confidence: GUESS}
  y: {label: 乙, unit: tce, value: "energy ** 2", clause: A.3, confidence: GUESS}
  z: {label: 丙, unit: tce, value: (gone + away), clause: A.4, confidence: GUESS}
groups:
  - id: A
    title: 能源
    items:
      - {id: A1, clause: '', kind: judged, points: many, label: 项, confidence: GUESS, points_confidence: GUESS}
"""


def test_a_cited_constant_holds_in_every_year_of_a_window():
    rate = {"k": {"label": "折标系数", "unit": "tce/t", "clause": "附录C", "value": "0.7", "confidence": "VERIFIED"}}
    leaf = measure(kind="pos", value="mean_years(e * k, 3)", lead="1")
    inputs = {"e": figure("t") | {"years": 3}, "f": figure("t")}
    derived_ = {"d": derived("tce", "sum_years(e * k, 2)")}
    assert not [fault for fault in of(group("G", leaf), inputs=inputs, coefficients=rate, derived=derived_) if "年度" in fault]


@pytest.mark.parametrize("sign", [">", ">=", "<", "<=", "=="])
def test_every_comparison_is_a_yes_or_no(sign):
    assert of(group("G", item("X", "optional", test=f"a {sign} 1 and b > 1"))) == []
    (found,) = of(group("G", measure(kind="pos", value=f"a + (b {sign} 1)", lead="1")))
    assert found.startswith("+ 的一边要值，写的是判断")


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("a > 1 or b > 1", []),
        ("not a > 1", []),
        ("not (a > 1 and b > 1)", []),
        ("yes and a > 1", []),
        ("not yes or a > 1", []),
        ("a > 1 or (b + 1)", ["or 的一边要判断，写的是值：a > 1 or (b + 1)。"]),
        ("not (b + 1)", ["not 的一边要判断，写的是值：not (b + 1)。"]),
        ("a > 1 and (b + 1)", ["and 的一边要判断，写的是值：a > 1 and (b + 1)。"]),
        ("a + (b or c) > 1", ["+ 的一边要值，写的是判断：a + (b or c) > 1。"]),
        ("a + (not b) > 1", ["+ 的一边要值，写的是判断：a + (not b) > 1。"]),
        ("if_(yes, a, b) > 1", []),
    ],
)
def test_what_joins_yes_and_no_is_one_itself(test, expected):
    inputs = {n: figure() for n in "abc"} | {"yes": figure("1", one_of="yes_no")}
    assert of(group("G", item("X", "optional", test=test)), inputs=inputs) == expected


@pytest.mark.parametrize(("value", "offset"), [("gone", 0), ("1 + gone", 4), ("agone_ + gone", 9), ("1 + ｇone", 0)])
def test_a_name_is_told_where_it_stands_in_the_formula(value, offset):
    inputs = {"agone_": figure()}
    made = source(group("G", measure(kind="pos", value=value, lead="1")), inputs=inputs)
    (found,) = formula_faults(made.standard)
    assert (found.words, found.offset) == (GONE.replace("请在 inputs、derived 或 coefficients 中写明。", "是不是“agone_”？"), offset)


def test_a_later_value_is_told_where_it_stands_in_the_formula():
    values = {"d": derived("1 + e", "t"), "e": derived("e * 2", "t")}
    made = source(group("G", measure(kind="pos", value="d", lead="1")), derived=values)
    assert [(fault.words[:5], fault.offset) for fault in formula_faults(made.standard)] == [("“e”写在", 4), ("计算值互相", 0)]


def test_a_later_value_of_an_earlier_year_is_a_later_value():
    values = {"d": derived("e[-1]", "t"), "e": derived("a", "t", years=2)}
    found = of(group("G", measure(kind="pos", value="d", lead="1")), inputs={"a": figure(years=2)}, derived=values)
    assert found == ["“e”写在后面；计算值只能用写在它前面的计算值，请把“e”移到“d”前面。"]


ROWS = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": figure(), "v": figure()}}}


@pytest.mark.parametrize(
    "value",
    [
        {"bracket": "b", "at_least": [["5", "1"], ["4", "gone"]], "below": "2"},
        {"bracket": "b", "at_least": [["5", "1"]], "below": "gone"},
        {"2024-01-01": "1", "2025-01-01": {"bracket": "gone", "at_least": [["5", "1"]]}},
    ],
)
def test_every_formula_of_a_bracket_is_read(value):
    assert of(group("G", measure(kind="pos", lead=value))) == [GONE]
    assert of(group("G", item("X")), derived={"d": derived(value, "t")}) == [GONE]


def test_a_formula_of_a_row_is_read_with_the_names_of_the_row():
    over = {"rows": "p", "weight": "v", "top": 1}
    lead = {"bracket": "v", "at_least": [["5", "w"]], "below": "w * 2"}
    assert of(group("G", measure(kind="pos", value="w", lead=lead, over=over)), rows=ROWS) == []
    assert of(group("G", measure(kind="pos", value="w", lead="v", over=over | {"weight": "gone"})), rows=ROWS) == [GONE]
    derived_ = {"d": derived({"bracket": "w", "at_least": [["5", "v"]], "below": "w"}, "t", rows="p")}
    assert of(group("G", measure(kind="pos", value="d", lead="v", over=over)), rows=ROWS, derived=derived_) == []


@pytest.mark.parametrize(
    ("test", "expected"), [("gone > 1", [GONE]), ("a + b", ["这里要一个判断（如 a >= 30），写的是一个值：a + b。"]), ("a > 1", [])]
)
def test_the_test_of_a_gate_is_read(test, expected):
    assert of(group("G", item("X")), gates=[{"id": "G1", "label": "门槛", "clause": "1", "test": test}]) == expected


def test_the_condition_of_an_alternative_is_read():
    score = {"kind": "pos", "value": "a", "lead": "10"}
    ways = [{"label": "甲", "when": "gone > 1", "score": score}, {"label": "乙", "when": None, "score": score | {"value": "gone"}}]
    assert of(group("G", item("X", "measure", any_of=ways))) == [GONE] * 1 or of(group("G", item("X", "measure", any_of=ways))) == [
        GONE,
        GONE,
    ]


def test_a_constant_needs_no_input_beside_it():
    constants = {"k": {"label": "系数", "unit": "t", "clause": "附录C", "value": "0.7"}}
    assert of(group("G", item("X")), inputs={}, coefficients=constants, derived={"d": derived("k * 2", "t")}) == []


@pytest.mark.parametrize("back", ["e[-1]", "mean_years(e, 2)", "e"])
def test_every_formula_of_a_value_of_several_years_is_held_against_the_window(back):
    bracket = {"bracket": back, "at_least": [["5", back]], "below": back}
    found = of(group("G", item("X")), inputs={"e": figure(years=1)}, derived={"d": derived(bracket, "t", years=2)})
    years = 2 if back == "e" else 3
    assert set(found) == {
        f"要用到“e”的 {n} 个年度，它只有 1 个；请在它下面写 years: {n}。" for n in {2, years} if n == 2 and back != "e[-1]" or n == years
    }


@pytest.mark.parametrize(
    ("value", "is_sound"),
    [
        ("if_(a, 10, 2)", False),
        ("if_(not b, 10, 2)", False),
        ("if_(a > 1 and b, 10, 2)", False),
        ("if_(h, 10, 2)", True),
        ("if_(h[-1], 10, 2)", True),
        ("if_(not h and a > 1, 10, 2)", True),
        ("h * 2", True),
    ],
)
def test_only_a_yes_or_no_stands_where_one_is_asked_for(value, is_sound):
    found = of(
        group("G", measure(kind="pos", value=value, lead="10")),
        inputs={n: figure() for n in "ab"} | {"h": figure(unit="1", one_of="yes_no", years=2)},
    )
    assert (found == []) is is_sound, found


def test_a_formula_that_is_not_finished_is_told_at_its_end():
    made = source(group("G", item("X")), derived={"d": derived("a +", "t")})
    assert [(fault.words, fault.offset) for fault in formula_faults(made.standard)] == [("读不懂 'a +'，在第4个字符处。", 3)]


def test_a_division_by_nothing_is_told_where_it_divides():
    made = source(group("G", item("X")), derived={"d": derived("a / 0", "t")})
    assert [fault.offset for fault in formula_faults(made.standard) if fault.words.startswith("除以0")] == [2]


@pytest.mark.parametrize(
    "more",
    [
        {"gates": [{"id": "G1", "label": "门槛", "clause": "1", "test": "e[-1] > 1"}]},
        {"groups": [group("G", measure(kind="pos", lead="e[-1]"))]},
        {"groups": [group("G", measure(kind="pos", value="e[-1]", lead="1"))]},
    ],
    ids=["a gate", "a lead", "a value"],
)
def test_what_is_asked_of_this_year_alone_has_no_earlier_one(more):
    found = of(*more.pop("groups", [group("G", item("X"))]), inputs={"a": figure(), "e": figure()}, **more)
    assert found == ["要用到“e”的 2 个年度，它只有 1 个；请在它下面写 years: 2。"]


def test_a_constant_holds_in_no_year_that_nothing_is_asked_of():
    constants = {"k": {"label": "系数", "unit": "t", "clause": "附录C", "value": "0.7"}}
    found = of(group("G", item("X")), inputs={}, coefficients=constants, derived={"d": derived("k[-1]", "t")})
    assert found == ["要用到“k”的 2 个年度，它只有 1 个；请在它下面写 years: 2。"]


def test_the_value_of_a_bracket_is_told_at_its_own_place():
    values = {"d": derived({"bracket": "a", "at_least": [["5", "1"], ["4", "gone"]], "below": "2"}, "t")}
    (found,) = formula_faults(source(group("G", item("X")), derived=values).standard)
    assert found.path == ("derived", "d", "value", "at_least", 1, 1)


def test_a_figure_that_is_called_table_is_no_table():
    inputs = {"table": figure()}
    assert of(group("G", item("X")), inputs=inputs, derived={"d": derived("table * 2", "t")}) == []
    assert of(group("G", measure(kind="pos", value="table", lead="table + 1")), inputs=inputs) == []
