"""What a formula gives, by kind and scale, against the unit that its place declares."""

import pytest

from greenlist.engines.scoring.authoring.lint.units import measure_of
from greenlist.rulebook.reference.units import unit
from tests.engines.scoring.authoring.lint.saying import derived, figure, of
from tests.engines.scoring.standards import group, item, measure

INPUTS = {
    "money": figure("万元"), "land": figure("m²"), "coal": figure("tce"), "waste": figure("t"), "used": figure("kg"), "share": figure("%"),
    "power": figure("万kWh"), "made": figure("产品"), "steam": figure("GJ"), "limit": figure("tce/产品"),
}  # fmt: skip


def told(value: object, unit_symbol: str) -> list[str]:
    return of(group("G", item("X")), inputs=INPUTS, derived={"d": derived(value, unit_symbol)})


@pytest.mark.parametrize(
    ("value", "symbol"),
    [
        ("money / (land / 10000)", "万元/hm²"),
        ("money / land * 10000", "万元/hm²"),
        ("money / 10000 / land", "亿元/m²"),
        ("waste / (waste + waste) * 100", "%"),
        ("waste / (waste + waste)", "1"),
        ("used / waste / 1000", "1"),
        ("used / waste / 10", "%"),
        ("coal * 1000 / money", "kgce/万元"),
        ("power * 36", "GJ"),
        ("power * 0.5", "万kWh"),
        ("(1 - waste / waste) * 100", "%"),
        ("max(share, 0)", "%"),
        ("if_(coal > 1000, share, 100)", "%"),
        ("coal / made - limit", "tce/产品"),
        ("-coal", "tce"),
        ("abs(coal)", "tce"),
        ("5", "t"),
        ({"bracket": "coal", "at_least": [["1000", "share"]], "below": "5"}, "%"),
    ],
)
def test_a_result_in_its_unit_is_let_through(value, symbol):
    assert told(value, symbol) == []


@pytest.mark.parametrize(
    ("value", "symbol", "expected"),
    [
        ("money / land", "万元/hm²", "算式得到的是“万元/m²”，unit 写的是 万元/hm²；请改算式或 unit。"),
        ("money / (land / 10000)", "万元/m²", "算式得到的是“元/m²”，unit 写的是 万元/m²；请改算式或 unit。"),
        ("waste / waste * 100", "1", "算式得到的是“%”，unit 写的是 1；请改算式或 unit。"),
        ("waste / waste", "%", "算式得到的是“1”，unit 写的是 %；请改算式或 unit。"),
        ("coal / money", "t/万元", "算式得到的是“tce/万元”，unit 写的是 t/万元；请改算式或 unit。"),
        ("coal", "t", "算式得到的是“tce”，unit 写的是 t；请改算式或 unit。"),
        ("used", "t", "算式得到的是“kg”，unit 写的是 t；请改算式或 unit。"),
        ("waste * waste", "t", "算式得到的是“质量^2”（基本单位的 1000000 倍），unit 写的是 t；请改算式或 unit。"),
        ("coal + waste", "t", "“tce”和“t”不能相加：coal + waste。"),
        ("waste - used", "t", "“t”和“kg”不能相减：waste - used。"),
        ("min(share, waste / waste)", "%", "“%”和“1”不能取小：min(share, waste / waste)。"),
        ("if_(coal > waste, 1, 2)", "1", "“tce”和“t”不能比较：if_(coal > waste, 1, 2)。"),
        ("if_(coal > 5, coal, waste)", "t", "“tce”和“t”不能两种结果：if_(coal > 5, coal, waste)。"),
        ({"first_of": ["coal", "waste"]}, "t", "算式得到的是“tce”，unit 写的是 t；请改算式或 unit。"),
    ],
)
def test_a_result_in_another_unit_is_told_with_what_it_is(value, symbol, expected):
    assert told(value, symbol) == [expected]


def test_an_unknown_unit_is_told_wherever_it_stands():
    rows = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": figure("桶")}}}
    found = of(group("G", item("X")), inputs={"a": figure("斤")}, derived={"d": derived("a / 2", "桶/t")}, rows=rows)
    assert [p.split("；")[0] for p in found] == ["不认识单位“斤”", "不认识单位“桶”", "不认识单位“桶/t”"]


@pytest.mark.parametrize(("lead", "is_right"), [("limit", True), ("10", True), ("coal", False), ("limit * 1000", False)])
def test_lead_and_base_are_in_the_unit_of_the_value(lead, is_right):
    leaf = measure(kind="pos", value="coal / made", lead=lead)
    found = of(group("G", leaf), inputs=INPUTS)
    assert found == [] if is_right else found[0].endswith("指标值是“tce/产品”；两者的单位要一致。")


def test_the_column_of_a_table_is_in_the_unit_of_the_value():
    tables = {"t": {"key": "k", "columns": {"best": "kgce/产品"}, "rows": {"x": {"label": "x", "values": {"best": "5"}}}}}
    inputs = INPUTS | {"k": figure("1", one_of={"table": "t"})}
    value = derived({"table": "t", "column": "best"}, "tce/产品")
    assert of(group("G", item("X")), inputs=inputs, tables=tables, derived={"d": value}) == [
        "表中这一列的单位是 kgce/产品，unit 写的是 tce/产品；请改成一致。"
    ]


@pytest.mark.parametrize(
    ("symbol", "other"), [("t", "kg"), ("万元", "元"), ("hm²", "m²"), ("%", "1"), ("kgce/MJ", "kgce/GJ"), ("gce/kWh", "kgce/kWh")]
)
def test_kind_and_scale_of_a_unit_are_those_of_the_table(symbol, other):
    a, b = measure_of(symbol), measure_of(other)
    assert a is not None
    assert b is not None
    assert a.kind == b.kind
    assert next(iter(a.scales)) / next(iter(b.scales)) == unit(symbol).factor / unit(other).factor
    assert measure_of("桶") is None


@pytest.mark.parametrize(
    ("symbol", "words"),
    [
        ("万元", "金额"),
        ("t", "质量"),
        ("tce", "标准煤"),
        ("GJ", "能量"),
        ("hm²", "面积"),
        ("m", "长度"),
        ("m³", "体积"),
        ("tCO₂e", "碳排放"),
        ("产品", "产品"),
        ("人", "人数"),
        ("件", "件数"),
        ("辆", "车辆"),
        ("天", "天"),
        ("年", "年"),
        ("分", "分"),
    ],
)
def test_what_has_no_unit_of_its_own_is_told_by_its_kind(symbol, words):
    (found,) = of(group("G", item("X")), inputs={"x": figure(symbol)}, derived={"d": derived("x * x", "1")})
    assert found.startswith(f"算式得到的是“{words}^2”")


@pytest.mark.parametrize(("left", "right", "is_told"), [(1, 1, True), (16, 15, True), (16, 16, False)])
def test_where_too_many_numbers_may_convert_nothing_is_said(left, right, is_told):
    value = " * ".join(["coal", *["3.6"] * left]) + " * (" + " * ".join(["coal", *["3.6"] * right]) + ")"
    assert bool(told(value, "t")) is is_told


@pytest.mark.parametrize(("numbers", "is_told"), [("3 * 7 * 11 * 13 * 17", True), ("3 * 7 * 11 * 13 * 17 * 19", False)])
def test_where_one_figure_may_be_in_more_than_32_scales_nothing_is_said(numbers, is_told):
    assert bool(told(f"coal * {numbers}", "t")) is is_told


@pytest.mark.parametrize(
    ("value", "symbol", "is_right"),
    [
        ("coal / 0.001 / money", "kgce/万元", True),
        ("coal * 0", "tce", True),
        ("coal / (2 - 2)", "tce", True),
        ("1 / coal", "1", False),
        ("10 / coal * coal", "1", False),
        ("5 / coal * coal", "1", True),
        ("coal * (2 * 5)", "tce", False),
        ("coal * (20 / 2)", "tce", False),
        ("coal * (20 / 3)", "tce", True),
        ("coal * -10", "tce", True),
        ("-10 * coal", "tce", True),
        ("10 * coal", "tce", False),
        ("coal * 11", "tce", True),
        ("coal * 1", "tce", True),
        ("coal * (1 / 10)", "tce", False),
        ("coal + 5", "tce", True),
        ("min(coal, waste)", "tce", False),
        ("max(coal, 5)", "tce", True),
        ("if_(coal > 1, 5, coal)", "tce", True),
        ("if_(coal > 1, 5, coal)", "t", False),
        ("coal / waste * waste", "tce", True),
        ("limit * made", "tce", True),
        ("limit / made", "tce", False),
        ("abs(-coal)", "t", False),
        ("-coal", "t", False),
        ("min(coal, coal)", "t", False),
        ("max(coal, 5)", "t", False),
        ("coal + coal", "t", False),
        ("coal - 5", "t", False),
        ("coal * (5 / 0)", "tce", True),
        ("coal * (20 + 2)", "tce", True),
        ("coal * (2 / 5)", "tce", True),
        ("coal * -10", "t", False),
        ("max(power * 36, power)", "GJ", False),
        ("max(power * 36, steam)", "GJ", True),
    ],
)
def test_numbers_and_signs_keep_or_change_the_unit(value, symbol, is_right):
    assert ([fault for fault in told(value, symbol) if not fault.startswith("除以0")] == []) is is_right


@pytest.mark.parametrize(
    ("kind", "sides", "is_right"),
    [
        ("linear", {"base": "coal", "lead": "limit"}, False),
        ("linear", {"base": "limit", "lead": "coal"}, False),
        ("linear", {"base": "limit", "lead": "limit * 2"}, True),
        ("pos", {"lead": {"bracket": "coal", "at_least": [["5", "limit"]], "below": "limit"}}, True),
        ("pos", {"lead": {"bracket": "coal", "at_least": [["5", "coal"]], "below": "limit"}}, False),
        ("pos", {"lead": {"bracket": "coal", "at_least": [["5", "limit"]], "below": "coal"}}, False),
        ("pos", {"lead": {"first_of": ["limit", "coal"]}}, False),
    ],
)
def test_every_lead_and_base_is_in_the_unit_of_the_value(kind, sides, is_right):
    found = of(group("G", measure(kind=kind, value="coal / made", **sides)), inputs=INPUTS)
    assert found == ([] if is_right else ["它是“tce”，指标值是“tce/产品”；两者的单位要一致。"])


def test_the_unit_of_a_column_is_known():
    tables = {"t": {"key": "k", "columns": {"best": "斤"}, "rows": {"x": {"label": "x", "values": {"best": "5"}}}}}
    inputs = INPUTS | {"k": figure("1", one_of={"table": "t"})}
    (found,) = of(group("G", item("X")), inputs=inputs, tables=tables)
    assert found.startswith("不认识单位“斤”")


@pytest.mark.parametrize("sign", [">", ">=", "<", "<=", "=="])
def test_what_is_compared_has_one_unit(sign):
    assert told(f"if_(coal {sign} waste, 1, 2)", "1") == [f"“tce”和“t”不能比较：if_(coal {sign} waste, 1, 2)。"]


def test_the_larger_of_two_has_one_unit():
    assert told("max(coal, waste)", "tce") == ["“tce”和“t”不能取大：max(coal, waste)。"]


def test_the_question_of_a_choice_of_two_has_a_unit_of_its_own():
    inputs = INPUTS | {"yes": figure("1", one_of="yes_no")}
    assert of(group("G", item("X")), inputs=inputs, derived={"d": derived("if_(yes, coal, coal)", "tce")}) == []


@pytest.mark.parametrize("value", ["coal * x", "x * coal", "5 / x", "x / 5", "coal / x", "coal + x", "-x", "x"])
def test_a_unit_that_is_not_known_is_told_once(value):
    found = of(group("G", item("X")), inputs=INPUTS | {"x": figure("斤")}, derived={"d": derived(value, "t")})
    assert [line[:5] for line in found if "斤" in line] == ["不认识单位"]
    assert value == "coal + x" or len(found) == 1


SYMBOLS = [
    "1",
    "%",
    "个",
    "元",
    "万元",
    "亿元",
    "kg",
    "t",
    "万t",
    "kgce",
    "tce",
    "kWh",
    "万kWh",
    "MJ",
    "GJ",
    "m²",
    "hm²",
    "km²",
    "m³",
    "万m³",
    "tCO₂e",
    "kgCO₂e",
    "产品",
    "人",
    "天",
    "年",
    "件",
    "m",
    "km",
    "辆",
    "kgce/产品",
]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_unit_is_told_by_its_sign(symbol):
    (found,) = of(group("G", item("X")), inputs={"x": figure(symbol)}, derived={"d": derived("x", "分")})
    assert found == f"算式得到的是“{'1' if symbol == '个' else symbol}”，unit 写的是 分；请改算式或 unit。"


def test_a_kind_without_a_unit_is_told_with_its_scale_where_there_is_one():
    assert told("coal * coal * 3.6", "t") == ["算式得到的是“标准煤^2”，unit 写的是 t；请改算式或 unit。"]
    (found,) = of(group("G", item("X")), inputs={"x": figure("kg"), "y": figure("kgce")}, derived={"d": derived("x * y / 7 * 7", "t")})
    assert found == "算式得到的是“标准煤×质量”，unit 写的是 t；请改算式或 unit。"


def test_a_number_in_no_scale_of_a_unit_is_told_with_its_scale():
    assert told("waste / used / 100", "1") == ["算式得到的是“数”（基本单位的 100000 倍），unit 写的是 1；请改算式或 unit。"]


def test_a_comparison_has_no_unit():
    assert [line for line in told("coal > coal", "t") if line.startswith("算式得到的是")] == []


def test_a_scale_is_shown_to_six_decimals():
    inputs = {"x": figure("gce/kWh"), "y": figure("产品")}
    (found,) = of(group("G", item("X")), inputs=inputs, derived={"d": derived("x * y", "1")})
    assert found == "算式得到的是“标准煤×能量^-1×产品”（基本单位的 0.000278 倍），unit 写的是 1；请改算式或 unit。"


@pytest.mark.parametrize(("value", "times"), [("x * y * 100", "0.000003"), ("x * y * 1000", "1/3600000")])
def test_a_scale_too_small_for_six_decimals_is_told_as_a_quotient(value, times):
    inputs = {"x": figure("gce/kWh"), "y": figure("产品")}
    (found,) = of(group("G", item("X")), inputs=inputs, derived={"d": derived(value, "1")})
    assert found == f"算式得到的是“标准煤×能量^-1×产品”（基本单位的 {times} 倍），unit 写的是 1；请改算式或 unit。"


def test_a_figure_of_an_earlier_year_has_its_unit():
    inputs = INPUTS | {"coal": figure("tce", years=2)}
    found = of(group("G", item("X")), inputs=inputs, derived={"d": derived("coal[-1]", "t")})
    assert found == ["算式得到的是“tce”，unit 写的是 t；请改算式或 unit。"]
