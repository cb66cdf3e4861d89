"""Leads and bases that are looked up: tables, brackets, the first of several."""

from fractions import Fraction

import pytest

from greenlist.engines.scoring import ApplicationProblems, Plan, form_of, read_application
from greenlist.engines.scoring.expr import FormulaError
from greenlist.engines.scoring.references import found_by, tables_passed
from tests.engines.scoring.standards import LIMITS, LINEAR, got, inputs, measure, one, result, stored

CHOSEN = inputs(p={"one_of": {"table": "limits"}}, a={}, c={})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"p": "x", "a": "1.5"}, ("scored", "5")),
        ({"p": "甲品", "a": "1.5"}, ("scored", "5")),
        ({"p": "y", "a": "-30"}, ("scored", "10")),
        ({"p": "y", "a": "-21"}, ("scored", "5")),
        ({"p": "z", "a": "1"}, ("missing", "0")),
        ({"a": "1"}, ("missing", "0")),
        ({"p": "w", "a": "2", "c": "85"}, ("scored", "10")),
        ({"p": "w", "a": "2"}, ("missing", "0")),
    ],
)
def test_lead_and_base_are_looked_up_by_a_choice(typed, expected):
    assert got(one(measure(**LINEAR), inputs=CHOSEN, tables={"limits": LIMITS}), inputs=typed) == expected


def test_a_choice_that_is_not_made_is_asked_for_and_without_words_for_none_none_are_offered():
    found = result(one(measure(**LINEAR), inputs=CHOSEN, tables={"limits": LIMITS}), inputs={"a": "1"})
    assert (found.items["M"].note, found.trace["nodes"]["lead_M"]["note"]) == ("还没有选“P”", "还没有选“P”")


def test_a_choice_that_the_table_does_not_have_is_refused():
    with pytest.raises(ApplicationProblems, match="P：“q”不在可选之列"):
        read_application(one(measure(**LINEAR), inputs=CHOSEN, tables={"limits": LIMITS}), {"inputs": {"p": "q"}})


def test_a_looked_up_value_stands_in_the_tree_with_its_row():
    standard = one(measure(**LINEAR), inputs=CHOSEN, tables={"limits": LIMITS})
    node = result(standard, inputs={"p": "x", "a": "1"}).trace["nodes"]["lead_M"]
    assert (node["kind"], node["value"]["exact"], node["inputs"], node["note"]) == ("lookup", "1", ["p", "c"], "甲品；VERIFIED")


def test_a_value_looked_up_for_several_years_is_found_by_the_one_choice():
    derived = {"d": {"label": "差", "unit": "1", "value": {"table": "limits", "column": "l2"}, "clause": "d", "years": 2}}
    asked = CHOSEN | inputs(a={"years": 2})
    standard = one(measure(value="a[-1] / d[-1]", kind="pos", lead="1"), inputs=asked, tables={"limits": LIMITS}, derived=derived)
    assert got(standard, inputs={"p": "x", "a[-1]": "1"}) == ("scored", "5")


BRACKET = {"bracket": "b", "at_least": [["10", "8"], ["5", "a * 2"]], "below": "2"}


@pytest.mark.parametrize(("size", "points"), [("10", "5"), ("9.9", "5"), ("5", "5"), ("4.9", "10")])
def test_a_lead_by_the_size_of_another_figure(size, points):
    assert got(one(measure(kind="pos", lead=BRACKET)), inputs={"a": "4", "b": size}) == ("scored", points)


def test_without_a_lowest_bracket_there_is_no_value_below():
    lead = {key: value for key, value in BRACKET.items() if key != "below"}
    assert got(one(measure(kind="pos", lead=lead)), inputs={"a": "4", "b": "1"}) == ("missing", "0")


CITED = one(
    measure(kind="pos", lead={"first_of": [{"table": "limits", "column": "l2"}, "b"]}),
    inputs=CHOSEN | inputs(b={}),
    tables={
        "limits": {**LIMITS, "none": "没有适用的限额", "rows": {**LIMITS["rows"], "v": {"label": "戊品", "values": {"l1": "1", "l2": "c"}}}}
    },
)


@pytest.mark.parametrize(
    ("typed", "expected", "why"),
    [
        ({"p": "x", "b": "4"}, ("scored", "5"), "A"),
        ({"p": "v", "b": "4", "c": "2"}, ("scored", "5"), "A"),
        ({"p": "z", "b": "4"}, ("scored", "5/2"), "A"),  # the table has no value for it
        ({"p": "none", "b": "4"}, ("scored", "5/2"), "A"),
        ({"p": "没有适用的限额", "b": "4"}, ("scored", "5/2"), "A"),
        ({"b": "4"}, ("missing", "0"), "还没有选“P”；没有的请选“没有适用的限额”"),
        ({"p": {"value": "x", "doubtful": True}, "b": "4"}, ("missing", "0"), "“P”存疑，弄清之前不能取值"),
        ({"p": {"value": "none", "doubtful": True}, "b": "4"}, ("missing", "0"), "“P”存疑，弄清之前不能取值"),
        ({"p": "v", "b": "4"}, ("missing", "0"), "还没有填“C”"),
        ({"p": "z"}, ("missing", "0"), "还没有填“B”"),
        ({"p": "none"}, ("missing", "0"), "还没有填“B”"),
    ],
)
def test_the_next_value_is_taken_only_where_it_is_known_that_there_is_none(typed, expected, why):
    found = result(stored(CITED), inputs={"a": "1", **typed})
    item = found.items["M"]
    assert ((item.status, str(item.points)), item.note) == (expected, why)
    assert found.verdict == ("qualified" if expected[0] == "scored" else "incomplete")
    if expected[0] == "missing":
        assert found.trace["nodes"]["lead_M"]["note"] == why


def test_a_bracket_by_a_size_that_is_not_known_is_not_passed_over():
    lead = {"first_of": [{"bracket": "b", "at_least": [["10", "8"]]}, "4"]}
    standard = one(measure(kind="pos", lead=lead))
    assert got(standard, inputs={"a": "2", "b": "10"}) == ("scored", "5/2")
    assert got(standard, inputs={"a": "2", "b": "9"}) == ("scored", "5")
    assert got(standard, inputs={"a": "2"}) == ("missing", "0")


def test_the_first_place_of_several_is_asked_in_any_case():
    asked = {row.id: row.is_required for section in form_of(CITED).sections for row in section.rows if row.is_input}
    assert asked == {"p": True, "c": False, "b": False, "a": True}


def test_a_plan_stored_before_passes_over_what_is_not_known_as_it_did():
    content = stored(CITED).as_content()
    assert content["derived"]["lead_M"]["value"].pop("unknown") == "stays"
    before = Plan.from_content(content)
    for typed in ({}, {"p": "z"}, {"p": "v"}, {"p": {"value": "x", "doubtful": True}}):
        assert result(before, inputs={"a": "1", "b": "4", **typed}).items["M"].points == Fraction(5, 2)
    assert result(before, inputs={"a": "1", "b": "4", "p": "x"}).items["M"].points == 5
    assert not {row.id: row for section in form_of(before).sections for row in section.rows}["p"].is_required


def test_a_reference_table_is_taken_into_the_plan_in_the_unit_of_the_column():
    limits = {"key": "p", "of": "energy-limits", "columns": {"advanced": "tce/产品", "limit": "tce/产品"}}
    asked = CHOSEN | inputs(clinker_percent={}, altitude_m={}, pressure_pa={})
    standard = one(measure(kind="neg", lead={"table": "limits", "column": "advanced"}), inputs=asked, tables={"limits": limits})
    codes = {words: code for code, words in standard.choices["p"].items()}
    code = next(code for words, code in codes.items() if "水泥" in words and "综合能耗" in words and "熟料" not in words)
    assert got(standard, inputs={"p": code, "a": "0.08", "clinker_percent": "75"}) == ("scored", "10")
    assert got(standard, inputs={"p": code, "a": "0.149", "clinker_percent": "70"}) == ("scored", "5")  # 74.5 kgce/t
    assert not [row for row in standard.content["tables"]["limits"]["rows"].values() if "kWh" in str(row)]


@pytest.mark.parametrize(
    ("below", "names", "asked"), [({}, ("b", "a"), ["a", "b"]), ({"below": "c + 1"}, ("b", "a", "c"), ["a", "b", "c"])]
)
def test_a_bracket_rests_on_what_it_has_and_on_what_it_is_below_if_that_is_said(below, names, asked):
    told = {"label": "限", "unit": "1", "clause": "§", "value": {"bracket": "b", "at_least": [["5", "a * 2"]], **below}}
    standard = stored(one(measure(kind="pos", lead="d"), derived={"d": told}))
    assert (standard.derived["d"][1].names, standard.inputs_of(standard.items["M"])) == (names, asked)


def test_a_bracket_without_a_lowest_is_written_out_for_earlier_years_and_shown_with_four_decimals():
    value = {"bracket": "b", "at_least": [["5.123456", "a * 2"]]}
    told = {"label": "限", "unit": "1", "clause": "§", "years": 2, "value": value}
    standard = stored(one(measure(kind="pos", lead="d[-1]"), inputs=inputs(a={"years": 2}, b={"years": 2}, c={}), derived={"d": told}))
    assert standard.derived["d[-1]"][1].names == ("b[-1]", "a[-1]")
    assert standard.derived["d"][0]["shown"] == "B：≥ 5.1235 为 A × 2"


def test_the_first_of_three_is_the_first_that_has_a_value():
    lead = {"first_of": [BRACKET | {"below": "1 / c"}, {"bracket": "a", "at_least": [["9", "1"]]}, "b"]}
    assert got(one(measure(kind="pos", lead=lead)), inputs={"a": "1", "b": "4", "c": "0"}) == ("scored", "5/2")


@pytest.mark.parametrize(
    "content",
    [
        5, ["a"], {"bracket": "a"}, {"bracket": "a", "at_least": [["1", "2"]], "above": "3"}, {"at_least": []},
        {"first_of": []}, {"first_of": "a"},
    ],
)  # fmt: skip
def test_what_is_neither_formula_nor_reference_is_refused(content):
    with pytest.raises(FormulaError, match="引用"):
        found_by(content, {})


@pytest.mark.parametrize(
    ("content", "tables", "told"),
    [
        ({"table": "limit", "column": "l1"}, {}, "没有表 'limit'；有：（无）"),
        ({"table": "limit", "column": "l1"}, {"limits": LIMITS, "own": LIMITS}, "没有表 'limit'；有：limits、own"),
        ({"table": "limits", "column": "l3"}, {"limits": LIMITS}, "表 limits 没有 'l3' 列；有：l1、l2"),
        ({"bracket": "a", "at_least": [["5", "1"], ["10", "2"]]}, {}, "at_least 要从大到小写"),
        ({"bracket": "a", "at_least": [["9", "1"], ["5", "2"], ["5", "3"]]}, {}, "at_least 要从大到小写"),
    ],
)
def test_a_reference_that_leads_nowhere_says_what_there_is(content, tables, told):
    with pytest.raises(FormulaError) as found:
        found_by(content, tables)
    assert str(found.value) == told


def test_a_first_of_of_which_nothing_is_written_passes_over_no_table():
    assert [list(tables_passed({"first_of": parts})) for parts in (None, [], [{"table": "limits"}])] == [[], [], []]


def test_what_a_first_of_needs_is_what_its_first_needs():
    first = {"bracket": "b", "at_least": [["5", "a"]]}
    assert [found_by({"first_of": [part, "c"], "unknown": "stops"}, {}).needed_names for part in ("a / b", first)] == [("a", "b"), ("b",)]
    assert found_by({"first_of": ["a / b", "c"]}, {}).needed_names == ()
