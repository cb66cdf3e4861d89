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
