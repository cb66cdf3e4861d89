"""Small tables, alternatives, and the kinds of score at their edges."""

from fractions import Fraction

import pytest

from greenlist.engines.scoring import ApplicationProblems, read_application, score
from tests.engines.scoring.standards import LIMITS, OVER, PRODUCTS, THREE, got, inputs, item, measure, one, result, stored

# ---- small tables ----------------------------------------------------------------------------------------------------


def products(*rows) -> tuple[str, str]:
    standard = stored(one(measure(**OVER), inputs=inputs(c={}), tables={"limits": LIMITS}, rows={"products": PRODUCTS}))
    content = {"rows": {"products": [dict(zip("peq", row, strict=True)) for row in rows]}}
    found = score(standard, read_application(standard, content)).items["M"]
    return found.status, str(found.points)


def test_the_largest_products_count_by_their_weight():
    assert products(("x", "10", "10")) == ("scored", "10")
    assert products(("x", "10", "10"), ("x", "30", "20")) == ("scored", "25/4")  # 1 × 10/40 + 0.5 × 30/40
    assert products(("x", "10", "10"), ("x", "30", "20"), ("x", "20", "20")) == ("scored", "7")  # 0.5 × 30/50 + 1 × 20/50


def test_of_equal_weights_the_earlier_row_is_taken():
    assert products(("x", "10", "10"), ("x", "10", "5"), ("x", "20", "20")) == ("scored", "10")
    assert products(("x", "10", "5"), ("x", "10", "10"), ("x", "20", "20")) == ("scored", "20/3")


def test_a_row_half_filled_or_no_row_at_all_is_unknown():
    assert products() == ("missing", "0")
    assert products(("x", "10", "")) == ("missing", "0")
    assert products(("x", "10", "10"), ("", "", "")) == ("scored", "10")
    assert products(("x", "10", "10"), ("", "5", "")) == ("missing", "0")


def test_weights_of_nothing_are_a_division_by_zero():
    assert products(("x", "0", "10")) == ("missing", "0")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"products": [{}, {}, {}, {}]}, "最多填3行，现在有4行"),
        ({"products": [{"o": "1"}]}, "产品第1行：“o”不是本表的数据项"),
        ({"others": []}, "“others”不是本标准的小表"),
        ({"products": "x"}, "“products”不是本标准的小表"),
    ],
)
def test_a_small_table_of_another_shape_is_refused(rows, words):
    standard = one(measure(**OVER), inputs=inputs(c={}), tables={"limits": LIMITS}, rows={"products": PRODUCTS})
    with pytest.raises(ApplicationProblems, match=words):
        read_application(standard, {"rows": rows})


# ---- alternatives, kinds ---------------------------------------------------------------------------------------------

ANY = [
    {"label": "有限额", "when": "h == 1", "score": {"kind": "neg", "value": "a", "lead": "2"}},
    {"label": "无限额", "when": None, "score": {"kind": "pos", "value": "b", "lead": "10"}},
]


@pytest.mark.parametrize(
    ("typed", "expected", "note"),
    [
        ({"h": "是", "a": "4"}, ("scored", "5"), "有限额：A"),
        ({"h": "否", "b": "5"}, ("scored", "5"), "无限额：B"),
        ({"h": "否", "a": "4"}, ("missing", "0"), "无限额：B"),
        ({"a": "4", "b": "5"}, ("missing", "0"), "不知道按哪一种办法计分"),
    ],
)
def test_the_first_way_whose_condition_holds_is_taken(typed, expected, note):
    standard = one(item("M", "measure", any_of=ANY), inputs=inputs(a={}, b={}, h={"one_of": "yes_no"}))
    found = result(stored(standard), inputs=typed).items["M"]
    assert ((found.status, str(found.points)), found.note) == (expected, note)


def test_without_a_way_that_holds_it_is_unknown():
    standard = one(item("M", "measure", any_of=ANY[:1]), inputs=inputs(a={}, b={}, h={"one_of": "yes_no"}))
    assert got(standard, inputs={"h": "否"}) == ("missing", "0")


def test_a_test_as_a_score_gives_all_or_nothing():
    leaf = measure(value="a >= 5", kind="yes_no")
    assert [got(one(leaf), inputs={"a": text}) for text in ("5", "4.9")] == [("scored", "10"), ("scored", "0")]


def test_steps_may_be_reached_from_above():
    leaf = measure(kind="steps", compare="at_most", steps=[["5", "0.5"], ["2", "1"]])
    assert [got(one(leaf), inputs={"a": text})[1] for text in ("5.1", "5", "2.1", "2", "-1")] == ["0", "5", "5", "10", "10"]


@pytest.mark.parametrize(("when", "expected"), [("zero", ("scored", "0")), ("full", ("scored", "10")), ("unknown", ("missing", "0"))])
@pytest.mark.parametrize("kind", ["pos", "neg", "points"])
def test_what_a_negative_value_is_worth_is_declared(kind, when, expected):
    assert got(one(measure(kind=kind, lead="3", when_negative=when)), inputs={"a": "-1"}) == expected


@pytest.mark.parametrize("kind", ["pos", "neg", "points"])
def test_a_negative_value_over_a_negative_lead_is_no_ratio_either(kind):
    assert got(one(measure(kind=kind, lead="-3")), inputs={"a": "-20"}) == ("scored", "0")


def test_a_checklist_is_full_before_all_of_it():
    leaf = item("C", "count", count_of="12", full_at="8")
    assert [got(one(leaf), "C", items={"C": text})[1] for text in ("4", "8", "12", "0")] == ["5", "10", "10", "0"]


@pytest.mark.parametrize("when_zero", ["unknown", "zero", "full"])
def test_from_a_base_that_equals_the_lead_nothing_can_be_computed_whatever_a_division_by_zero_is_worth(when_zero):
    found = result(one(measure(kind="linear", base="b", lead="c", when_zero=when_zero)), inputs={"a": "1", "b": "2", "c": "2"}).items["M"]
    assert (found.status, found.note) == ("missing", "引领值等于基准值，无法计算")


def test_a_part_that_divides_by_nothing_is_passed_over():
    lead = {"first_of": ["b / c", "4"]}
    assert got(one(measure(kind="pos", lead=lead)), inputs={"a": "2", "b": "8", "c": "0"}) == ("scored", "5")
    assert got(one(measure(kind="pos", lead=lead)), inputs={"a": "2", "b": "8", "c": "1"}) == ("scored", "5/2")


def test_a_division_by_zero_in_one_row_is_settled_for_that_row():
    leaf = measure(**{**OVER, "when_zero": "full"})
    standard = one(leaf, inputs=inputs(c={}), tables={"limits": LIMITS}, rows={"products": PRODUCTS})
    rows = [{"p": "x", "e": "10", "q": "0"}, {"p": "x", "e": "30", "q": "15"}]
    assert score(standard, read_application(standard, {"rows": {"products": rows}})).items["M"].points == Fraction(10) / 4


def test_a_coefficient_holds_in_every_year():
    coefficients = {"k": {"label": "系数", "unit": "1", "value": "2", "clause": "表2"}}
    standard = one(measure(value="mean_years(a * k, 2)", kind="pos", lead="16"), inputs=THREE, coefficients=coefficients)
    assert got(standard, inputs={"a": "6", "a[-1]": "2"}) == ("scored", "5")
