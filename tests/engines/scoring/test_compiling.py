"""From a file to a plan: names, units, dates and what is left out, part by part."""

import re
from datetime import date
from fractions import Fraction

import pytest

from greenlist.engines.scoring import compile_plan
from greenlist.engines.scoring.compiling import NotInForce, name_of
from greenlist.engines.scoring.expr import FormulaError
from greenlist.rulebook.reference.coefficients import coefficient
from greenlist.rulebook.reference.tables import COEFFICIENTS, ReferenceTable, Row
from tests.engines.scoring.standards import DAY, UNITS, content, group, item, measure, one, plan, source

CHOICE = {"label": "产品", "unit": "1", "clause": "附录p", "one_of": {"table": "limits"}}
LOOKED = {"table": "limits", "column": "v"}
INPUTS = {name: {"label": name, "unit": unit, "clause": "附录"} for name, unit in UNITS.items()} | {"p": CHOICE}


def row(unit, **values):
    return Row("某产品", unit, values, "GB 1", "GUESS")


def rows_of(columns, rows, /, **more):
    """The rows that a plan has of a reference table with these rows."""
    tables = {"limits": {"key": "p", "columns": columns, "of": "energy-limits"}}
    held = ReferenceTable("energy-limits", {}, rows)
    made = compile_plan(source(group("G", item("X")), inputs=INPUTS, tables=tables, **more), DAY, {"energy-limits": held})
    return made.content["tables"]["limits"]["rows"]


@pytest.mark.parametrize(
    ("unit", "column", "value", "expected"),
    [
        ("kgce/t", "kgce/t", "3", "3"),
        ("kgce/t", "tce/t", "3", "3 / 1000"),
        ("tce/t", "kgce/t", "0.003", "3"),
        ("tce/t", "kgce/t", "3/4", "750"),
        ("kgce/t", "tce/t", "a + 1", "(a + 1) * 1 / 1000"),
        ("tce/t", "kgce/t", "a", "(a) * 1000 / 1"),
        ("kgce/t", "kgce/产品", "a + 1", "a + 1"),
        ("kgce/重量箱", "kgce/产品", "3", "3"),
        ("kgce/重量箱", "tce/产品", "3", "3 / 1000"),
        ("kgce/t", "kgce/t", None, None),
        ("kgce/t", "tce/t", None, None),
    ],
)
def test_a_value_of_a_reference_table_comes_in_the_unit_of_the_column(unit, column, value, expected):
    assert rows_of({"v": column}, {"A": row(unit, v=value)}) == {
        "A": {"label": "某产品", "values": {"v": expected}, "source": "GB 1", "confidence": "GUESS"}
    }


@pytest.mark.parametrize(
    ("unit", "column"), [("kgce", "kgce/产品"), ("kgce/t", "t"), ("光年", "t"), ("kgce/产品", "kgce/t"), ("kgce/重量箱", "kgce/t")]
)
def test_a_row_of_another_kind_of_unit_stays_out(unit, column):
    assert rows_of({"v": column}, {"A": row(unit, v="3"), "B": row(column, v="3")}).keys() == {"B"}


def test_of_two_columns_the_one_of_another_kind_stays_out():
    assert rows_of({"v": "kgce/t", "w": "m³/t"}, {"A": row("kgce/t", v="3", w="4")})["A"]["values"] == {"v": "3"}


def test_a_correction_that_reads_what_the_standard_does_not_ask_is_no_value():
    more = {
        "derived": {"d": {"label": "d", "unit": "1", "value": "a / b", "clause": "A"}},
        "coefficients": {"k": {"label": "k", "unit": "1", "value": "2", "clause": "A"}},
        "rows": {"fuels": {"label": "燃料", "clause": "F", "most": 2, "inputs": {"f": {"label": "用量", "unit": "t", "clause": "F"}}}},
    }
    for known in ("a", "d", "k", "f", "a + d * k"):
        assert rows_of({"v": "t"}, {"A": row("t", v=known)}, **more)["A"]["values"] == {"v": known}
    for unknown in ("heat", "a + heat"):
        assert rows_of({"v": "t"}, {"A": row("t", v=unknown)}, **more)["A"]["values"] == {"v": None}


def test_tables_given_in_place_of_the_shipped_ones_hold_for_that_plan_alone():
    columns = {"advanced": "kgce/产品"}
    shipped = compile_plan(
        source(group("G", item("X")), inputs=INPUTS, tables={"limits": {"key": "p", "columns": columns, "of": "energy-limits"}}), DAY
    ).content["tables"]["limits"]
    assert rows_of(columns, {"A": row("kgce/t", advanced="3")}).keys() == {"A"}
    assert (shipped["key"], shipped["of"], shipped["columns"]) == ("p", "energy-limits", columns)
    assert len(shipped["rows"]) > 10
    assert "A" not in shipped["rows"]


def test_the_name_of_a_reference_holds_its_side_and_nothing_that_no_name_may_hold():
    assert name_of("lead", "E-1.2") == "lead_E_1_2"


LOOKED_UP = {"limits": {"key": "p", "columns": {"v": "t"}, "rows": {"A": {"label": "甲", "values": {"v": "2"}}}}}
FOUND = {"table": "limits", "column": "v"}


@pytest.mark.parametrize(("more", "sureness"), [({"scoring_confidence": "RECALLED"}, "RECALLED"), ({}, "GUESS")])
def test_a_looked_up_lead_or_base_becomes_a_value_of_its_own_as_sure_as_the_way_to_the_points(more, sureness):
    leaf = item("E-1", "measure", score={"kind": "linear", "value": "a", "lead": FOUND, "base": FOUND}, confidence="GUESS", **more)
    made = one(leaf, inputs=INPUTS, tables=LOOKED_UP).content
    entry = {"unit": "1", "value": FOUND, "clause": "§E-1", "confidence": sureness, "when_zero": "unknown"}
    assert made["derived"] == {"lead_E_1": {"label": "项E-1的引领值", **entry}, "base_E_1": {"label": "项E-1的基准值", **entry}}
    score = made["groups"][0]["items"][0]["score"]
    assert (score["lead"], score["base"]) == ("lead_E_1", "base_E_1")


def test_the_ways_of_an_item_are_counted_from_one():
    ways = [
        {"label": f"第{i}种", "when": when, "score": {"kind": "pos", "value": "a", "lead": FOUND}} for i, when in ((1, "a > 1"), (2, None))
    ]
    made = one(item("E", "measure", any_of=ways), inputs=INPUTS, tables=LOOKED_UP).content
    assert list(made["derived"]) == ["lead_E_1", "lead_E_2"]
    assert [(way["label"], way["when"], way["score"]["lead"]) for way in made["groups"][0]["items"][0]["any_of"]] == [
        ("第1种", "a > 1", "lead_E_1"), ("第2种", None, "lead_E_2"),
    ]  # fmt: skip


@pytest.mark.parametrize(("years", "expected"), [(1, {}), (2, {"years": 2}), (3, {"years": 3})])
def test_a_coefficient_holds_as_many_years_as_any_figure_is_asked_for(years, expected):
    inputs = {"a": INPUTS["a"] | {"years": years}, "b": INPUTS["b"]}
    held = {"k": {"label": "系数", "unit": "tce/t", "value": "0.7", "clause": "附录K", "confidence": "RECALLED"}}
    entry = {"label": "系数", "unit": "tce/t", "value": "0.7", "clause": "附录K", "confidence": "RECALLED", "when_zero": "unknown"}
    assert one(item("X"), inputs=inputs, coefficients=held).content["derived"] == {"k": entry | expected}
    assert one(item("X"), inputs={}, coefficients=held).content["derived"] == {"k": entry}


def test_a_cited_coefficient_brings_its_value_and_its_own_sureness():
    name = "gbt-2589/2020#电力（当量值）"
    held, entry = coefficient(name), {"label": "电", "unit": "kgce/kWh", "of": name, "clause": "附录K", "confidence": "GUESS"}
    made = one(item("X"), coefficients={"k": entry}).content["derived"]["k"]
    assert (Fraction(made["value"].replace(" ", "")), made["confidence"]) == (held.value, held.confidence)
    assert made["confidence"] != "GUESS"


def test_a_coefficient_somebody_has_checked_is_taken_in_place_of_the_shipped_one():
    name = "gbt-2589/2020#电力（当量值）"
    made = source(group("G", item("X")), coefficients={"k": {"label": "电", "unit": "kgce/kWh", "of": name, "clause": "附录K"}})

    def taken(rows: dict[str, Row]):
        held = ReferenceTable(COEFFICIENTS, {"value": "系数"}, rows)
        return compile_plan(made, date(2024, 6, 1), {COEFFICIENTS: held}).content["derived"]["k"]

    found = taken({name: Row("电", "kgce/kWh", {"value": "0.125"}, "表A.1", "VERIFIED")})
    assert (found["value"], found["confidence"]) == ("1 / 8", "VERIFIED")
    with pytest.raises(NotInForce, match=f"^{re.escape(name)} 每年不同；请作为一项数据让申报单位写明取用的值和出处$"):
        taken({name: Row("电", "kgce/kWh", {"value": None}, "表A.1", "VERIFIED", why="每年不同")})
    with pytest.raises(NotInForce, match="不在系数表中；请"):
        taken({})


def test_a_plan_says_of_its_standard_what_the_file_says():
    made = plan(group("G", item("X")), gates_title="一票否决", gates=[{"id": "g", "label": "守法", "clause": "4"}]).content
    told = {
        key: made[key] for key in ("format", "standard", "edition", "number", "title", "subject", "file", "reference_date", "gates_title")
    }
    assert told == {
        "format": "greenlist.plan/1", "standard": "tiny", "edition": "1", "number": "T/TINY 1", "title": "小标准", "subject": "factory",
        "file": "tiny/1.yaml", "reference_date": "2024-05-27", "gates_title": "一票否决",
    }  # fmt: skip
    assert (made["interval"], made["maximum"], made["gates"][0]["at"]) == ("0.01", "10", "tiny/1.yaml:0")


def test_what_a_file_leaves_out_is_left_out_of_the_plan():
    made = one(measure(kind="pos", lead="1")).content
    assert not {"tables", "rows", "grades", "ranks", "conventions", "round_item", "round_group", "compare", "pass_line"} & made.keys()
    (branch,) = made["groups"]
    assert not {"choose_by", "bonus", "most"} & branch.keys()
    assert not {"scoring_confidence", "any_of", "full_at", "checklist"} & branch["items"][0].keys()
    assert not {"when_negative", "compare", "over"} & branch["items"][0]["score"].keys()
    assert not {"years", "maximum", "one_of"} & made["inputs"]["a"].keys()


def test_what_is_said_of_the_total_is_in_the_plan():
    total = {"round": "0.1", "maximum": "10", "round_item": "0.5", "round_group": "1", "compare": "rounded", "pass_line": "6"}
    made = one(item("X"), total=total).content
    assert {key: made[key] for key in total if key != "round"} | {"round": made["interval"]} == total


@pytest.mark.parametrize(
    ("day", "first"),
    [(date(2024, 5, 27), "2021-05-27"), (date(2024, 2, 29), "2021-02-28"), (date(2025, 2, 28), "2022-02-28")],
)
def test_a_requirement_looks_back_whole_years_to_the_day(day, first):
    gates = [{"id": "g", "label": "无事故", "clause": "4", "look_back": 3}]
    made = compile_plan(source(group("G", item("X")), gates=gates), day).content["gates"][0]
    assert made["look_back"] == {"years": 3, "from": first, "to": day.isoformat()}


def test_a_mapping_is_a_list_of_dates_only_when_every_key_is_a_date():
    mixed = {"first_of": [{"2024-01-01": "3", "2025-01-01": "4"}, {"bracket": "a", "at_least": [["2", "5"]], "below": {"2024-01-01": "6"}}]}
    derived = {"d": {"label": "d", "unit": "1", "value": mixed, "clause": "A"}}
    made = one(item("X"), derived=derived).content["derived"]["d"]["value"]
    assert made == {"first_of": ["3", {"bracket": "a", "at_least": [["2", "5"]], "below": "6"}], "unknown": "stays"}


@pytest.mark.parametrize("value", [{"2024-01-01": "3", "以后": "4"}, {}])
def test_a_mapping_that_is_no_list_of_dates_is_left_to_who_reads_references(value):
    derived = {"d": {"label": "d", "unit": "1", "value": value, "clause": "A"}}
    made = one(item("X"), derived=derived)
    assert made.content["derived"]["d"]["value"] == value
    with pytest.raises(FormulaError, match="引用要写成"):
        assert made.derived


def test_a_dated_value_that_has_not_begun_is_told_where_it_stands():
    late = {"d": {"label": "d", "unit": "1", "value": {"2030-01-01": "1"}, "clause": "A"}}
    held = source(group("G", item("X")), derived=late)
    placed = type(held)(held.standard, held.name, {("derived", "d"): (7, 3), ("derived", "d", "value"): (7, 9)})
    with pytest.raises(NotInForce, match=r"^tiny/1.yaml:7: 2024-05-27还没有值；最早的日期在它以后"):
        compile_plan(placed, DAY)


def test_an_edition_of_which_no_first_day_is_held_is_in_force_at_once():
    assert compile_plan(source(group("G", item("X")), in_force={"from": None, "to": "2024-12-31"}), date(1990, 1, 1))
    assert content()["in_force"] == {"from": "2024-01-01", "to": None}


@pytest.mark.parametrize(
    ("lead", "none", "stays"),
    [
        ({"first_of": [LOOKED, "a"]}, None, False),
        ({"first_of": [LOOKED, "a"]}, " ", False),
        ({"first_of": [LOOKED, "a"]}, "都不是", True),
        ({"2024-01-01": {"first_of": ["b", {"first_of": ["b", LOOKED]}]}}, None, True),  # nothing follows the table
        ({"first_of": [{"first_of": ["b", LOOKED]}, "a"]}, None, False),
        ({"first_of": ["b", "a"]}, None, True),
    ],
)
def test_an_edition_loaded_before_none_was_a_word_keeps_what_an_unknown_meant(lead, none, stays):
    """A unit has no words for none on its form, and two persons signed it so; a new file is refused by the lint."""
    limits = {"key": "p", "columns": {"v": "t"}, "rows": {"x": {"label": "甲", "values": {"v": "1"}}}, "none": none}
    either = item("E", "measure", any_of=[{"label": "甲", "when": None, "score": {"value": "a", "kind": "neg", "lead": lead}}])
    own = {"d": {"label": "值", "unit": "t", "value": lead, "clause": "A"}}
    for leaf, derived in ((measure(kind="pos", lead=lead), {}), (measure(kind="linear", base=lead), {}), (either, {}), (item("X"), own)):
        made = plan(group("G", leaf), inputs=INPUTS, tables={"limits": limits}, derived=derived)
        assert ("stays" in str(made.content["derived"])) is stays
