"""What may grow to thousands of digits is refused, told once and where it begins; what is usual is let through."""

import json
import subprocess
import sys

import pytest

from greenlist.engines.scoring.authoring.lint.sizes import LIMIT
from tests.engines.scoring.authoring.lint.saying import derived, figure, of
from tests.engines.scoring.standards import OVER, PRODUCTS, group, item, measure

GROWS = "结果可能长达 {} 位数，超过 2,000 位就不能计算；请减少连乘、连除，或把算式拆到不同的项目中。"
ONE, TEN = figure("1"), " * ".join(["a"] * 10)


def said(**values: object) -> list[str]:
    """What is said of derived values one after another."""
    made = {name: derived(value) for name, value in values.items()}
    return of(group("G", item("X")), inputs={"a": ONE, "b": ONE}, derived=made)


def test_a_product_of_products_is_told_once_where_it_grows_too_long():
    assert said(d=TEN, e=TEN.replace("a", "d"), f="e * 2") == [GROWS.format("5,000")]
    assert said(d=TEN) == []


def test_just_the_limit_is_let_through():
    assert LIMIT == 2_000 and said(d=TEN, e="d * d * d * d") == []
    assert said(d=TEN, e="d * d * d * d * 2") == [GROWS.format("2,031")]
    assert said(d=TEN, e="d * d * d * d", f="e * 2") == [GROWS.format("2,031")]
    assert said(d=TEN, e="d * d * d * d * 0.5") == [GROWS.format("2,031")]


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("d * d * d / (d * d)", "2,180"),  # what is divided by brings its places above
        ("d * d * d * d / (1 / a)", "2,050"),
        ("1 / d / d / d / d / d", "2,500"),
        ("d * d * d * d * 2 / 2", "2,031"),
        ("d * d * d * d / 0.5", "2,015"),  # fifteen places of a number
        ("d * d * d * d + 1", "2,001"),
        ("1 / (d * d) + d * d", "2,001"),
        ("1 / (d * d) - d * d", "2,001"),
        ("1 / (d * d) + 1 / (d * d * a)", "2,050"),
        ("max(b, -(d * d * d * d * a))", "2,050"),
    ],
)
def test_the_longer_one_of_numerator_and_denominator_is_told(value, digits):
    assert said(d=TEN, e=value) == [GROWS.format(digits)]


def test_a_value_of_an_earlier_year_is_as_long():
    values = {"d": derived(TEN, years=2), "e": derived("d[-1] * d[-1] * d[-1] * d[-1] * 2")}
    assert of(group("G", item("X")), inputs={"a": figure("1", years=2)}, derived=values) == [GROWS.format("2,031")]


def test_a_row_of_a_shared_table_is_longer_than_a_figure():
    tables = {"t": {"key": "k", "columns": {"advanced": "1"}, "of": "energy-limits"}}
    above, below = " * ".join(["h"] * 12), " * ".join(["h"] * 8)
    values = {"h": derived({"table": "t", "column": "advanced"}), "e": derived(f"{above} / ({below})")}
    inputs = {"a": ONE, "k": figure("1", one_of={"table": "t"})}
    assert of(group("G", item("X")), inputs=inputs, tables=tables, derived=values) == [GROWS.format("2,112")]
    own = {"key": "k", "columns": {"advanced": "1"}, "rows": {"x": {"label": "甲", "values": {"advanced": "5"}}}}
    assert of(group("G", item("X")), inputs=inputs, tables={"t": own}, derived=values) == []


@pytest.mark.parametrize("rule", [{"kind": "steps", "value": "v", "steps": [["1", "1"]]}, {"kind": "yes_no", "value": "v > 1"}])
@pytest.mark.parametrize(("top", "digits"), [(1, "2,018"), (2, "2,019")])
def test_the_weights_of_rows_add_to_the_length_of_a_share(top, digits, rule):
    rows = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"v": ONE, "w": ONE}}}
    values = {"u": derived(" * ".join(["w"] * 12), rows="p")}
    leaf = measure(**rule, over={"rows": "p", "weight": "u * u", "top": top})
    assert of(group("G", leaf), rows=rows, derived=values) == [GROWS.format(digits)]


@pytest.mark.parametrize(("kind", "expected"), [("pos", []), ("points", []), ("neg", [GROWS.format("2,519")])])
def test_in_a_sum_of_rows_it_matters_what_is_divided_by_what(kind, expected):
    rows = {"p": {"label": "产品", "clause": "A", "most": 2, "inputs": {"w": ONE}}}
    values = {"u": derived(" * ".join(["w"] * 12), rows="p")}
    leaf = measure(kind=kind, value="u * u", lead="w", over={"rows": "p", "weight": "w", "top": 2})
    assert of(group("G", leaf), rows=rows, derived=values) == expected


def test_a_lead_that_is_left_out_is_short():
    values = {"d": derived(TEN)}
    found = of(group("G", measure(kind="pos", value="d * d * d * d * 2")), inputs={"a": ONE}, derived=values)
    assert found == ["kind: pos 要写 lead。", GROWS.format("2,031")]


@pytest.mark.parametrize(
    "value",
    [
        "d / d / d / d / d",
        "1 / d / d / d / d / d",
        "d * d * d * d * d + b",
        "b - d * d * d * d * d",
        "max(b, d * d * d * d * d)",
        "if_(b > 1, 2, d * d * d * d * d)",
        "1 / d + 1 / (d + 1) + 1 / (d + 2) + 1 / (d + 3) + 1 / (d + 4)",
        {"bracket": "b", "at_least": [["2", "d * d * d * d * d"]], "below": "1"},
        {"bracket": "b", "at_least": [["2", "1"]], "below": "d * d * d * d * d"},
        {"first_of": ["b", "d * d * d * d * d"]},
        {"2024-01-01": "d * d * d * d * d"},
    ],
)
def test_it_is_told_in_whatever_it_grows(value):
    (found,) = said(d=TEN, e=value)
    assert found.startswith("结果可能长达 2,") and found.endswith(GROWS[-30:])


@pytest.mark.parametrize("value", ["d > d * d * d * d * d", "a > 1 and d * d * d * d * d > b"])
def test_a_test_is_worth_one_digit(value):
    assert said(d=TEN, e=f"if_({value}, 1, 2)") == []


def test_a_test_that_stands_for_a_number_is_as_short():
    value = "1 / (d * d * d * d) + (b > 1)"
    assert said(d=TEN, e=value) == [f"+ 的一边要值，写的是判断：{value}。", GROWS.format("2,003")]


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "pos", "lead": "d * d * d * d"},
        {"kind": "neg", "lead": "d * d * d * d"},
        {"kind": "linear", "base": "d * d * d", "lead": "2"},
        {"kind": "linear", "base": "2", "lead": "d * d * d * d"},
        {"kind": "steps", "steps": [["1", "1"]], "value": "d * d * d * d * d"},
        {"kind": "pos", "lead": {"table": "t", "column": "v"}},
    ],
)
def test_a_share_that_grows_too_long_is_told_at_its_item(rule):
    leaf = measure(**{"value": "d", **rule})
    rows = {"x": {"label": "甲", "values": {"v": "d * d * d * d"}}}
    inputs = {"a": ONE, "b": ONE, "k": figure("1", one_of={"table": "t"})}
    tables = {"t": {"key": "k", "columns": {"v": "1"}, "rows": rows}}
    found = of(group("G", leaf), inputs=inputs, derived={"d": derived(TEN)}, tables=tables)
    assert [line[:7] for line in found] == ["结果可能长达 "]


def test_rows_add_to_the_length_of_a_share():
    limits = {"key": "p", "columns": {"l1": "tce/产品", "l2": "tce/产品"}, "rows": {"x": {"label": "甲", "values": {"l1": "1", "l2": "2"}}}}
    assert of(group("G", measure(**OVER)), rows={"products": PRODUCTS}, tables={"limits": limits}) == []
    longer = OVER | {"value": "(e / q) * (e / q) * (e / q)"}
    assert of(group("G", measure(**longer)), rows={"products": PRODUCTS}, tables={"limits": limits}) == []
    many = measure(**longer | {"over": {"rows": "products", "weight": "e", "top": 20}})
    found = of(group("G", many), rows={"products": PRODUCTS | {"most": 20}}, tables={"limits": limits})
    assert [line[:7] for line in found] == ["结果可能长达 "]


ASKS = """
import sys
if sys.argv[1] == "Fraction":
    sys.modules["gmpy2"] = None
from greenlist.engines.scoring.rational import Rational
assert Rational.__name__ == sys.argv[1], Rational
import json
from tests.engines.scoring.standards import got, group, measure, plan
from tests.engines.scoring.authoring.lint.saying import derived, figure
values = {"d": derived(" * ".join(["a"] * 10)), "e": derived("1 / (d * d)")}
made = plan(group("G", measure(kind="pos", value="e", lead="d * d")), inputs={"a": figure("1")}, derived=values)
print(json.dumps([got(made, inputs={"a": {"value": typed}}) for typed in ("999999999999999", "1.00000000000001e-15", "0.000000000000123456789012345")]))
"""


def test_what_is_let_through_is_written_alike_with_either_number():
    told = []
    for number in ("mpq", "Fraction"):
        done = subprocess.run([sys.executable, "-c", ASKS, number], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        told.append(json.loads(done.stdout))
    assert told[0] == told[1]
