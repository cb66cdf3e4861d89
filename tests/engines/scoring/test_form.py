"""The form of any standard: every place once, where it is first needed, with everything a page must show."""

import copy
from dataclasses import astuple
from datetime import date
from pathlib import Path

import pytest

from greenlist.engines.scoring import Plan, compile_plan, form_of, load_standard
from greenlist.engines.scoring.form import FormRow
from greenlist.rulebook.standards import standard_file
from tests.engines.scoring.standards import group, item, measure, plan

TOY = compile_plan(load_standard(Path(__file__).parents[2] / "assets" / "standards" / "toy" / "2024.yaml"), date(2024, 6, 1))
REAL = compile_plan(load_standard(standard_file("gbt-36132", "2018")), date(2024, 5, 27))


@pytest.mark.parametrize("standard", [TOY, REAL], ids=["toy", "real"])
def test_the_form_of_any_standard_has_every_row_once(standard):
    rows = [row.id for section in form_of(standard).sections for row in section.rows]
    assert len(rows) == len(set(rows)) == len(standard.inputs) + len(standard.items) + len(standard.gates)
    assert set(rows) == {*standard.inputs, *standard.items, *(gate["id"] for gate, _ in standard.gates)}


def shape(standard):
    return [(s.id, s.title, s.weight, [f"{r.kind}:{r.id}" for r in s.rows]) for s in form_of(standard).sections]


def test_the_form_of_the_toy_as_a_whole():
    assert shape(TOY) == [
        ("gates", "门槛", "", ["computed:G1", "yes_no:G2"]),
        ("A", "能源", "", ["quantity:energy", "quantity:output", "computed:A1-1", "computed:A1-2", "count:A2-1", "yes_no:A2-2"]),
        ("B", "三项取二", "", ["degree:B-1", "degree:B-2", "degree:B-3"]),
        ("C", "水", "", ["quantity:waste", "computed:C-1", "degree:C-2"]),
    ]
    assert form_of(TOY).standard == "T/TOY 1—2024 玩具标准"


def test_the_sections_of_the_real_standard_have_their_weights():
    assert [(s.id, s.title, s.weight, s.clause) for s in form_of(REAL).sections] == [
        ("gates", "基本要求", "", ""), ("5", "基础设施", "20", "5"), ("6", "管理体系", "15", "6"), ("7", "能源与资源投入", "15", "7"),
        ("8", "产品", "10", "8"), ("9", "环境排放", "10", "9"), ("10", "绩效", "30", "10"),
    ]  # fmt: skip


def test_a_figure_used_twice_stands_where_it_is_first_used():
    first = measure("M", "5", kind="pos", lead="b")
    second = measure("N", "5", kind="pos", value="a + c", lead="1")
    assert shape(plan(group("A", first), group("B", second))) == [
        ("A", "组A", "", ["quantity:a", "quantity:b", "computed:M"]),
        ("B", "组B", "", ["quantity:c", "computed:N"]),
    ]


def test_a_figure_that_nothing_uses_still_has_its_place_in_the_last_section():
    assert shape(plan(group("A", measure(kind="pos", lead="1"), item("X")), maximum="20"))[-1][3] == [
        "quantity:a",
        "computed:M",
        "degree:X",
        "quantity:b",
        "quantity:c",
    ]


def test_a_standard_without_gates_has_no_section_for_them():
    assert [s.id for s in form_of(plan(group("A", item("X")))).sections] == ["A"]


def row(leaf: dict) -> FormRow:
    return next(r for r in form_of(plan(group("G", leaf))).sections[0].rows if r.id == leaf["id"])


@pytest.mark.parametrize(
    ("leaf", "kind", "unit", "maximum", "step", "required"),
    [
        (item("X", "required", "8"), "yes_no", "分", "8", "0.8", True),
        (item("X", "yes_no", "4"), "yes_no", "分", "4", "0.4", False),
        (item("X", "optional", "5.8"), "degree", "分", "5.8", "0.58", False),
        (item("X", "judged", "5"), "degree", "分", "5", "0.5", False),
        (item("X", "count", "6", count_of=12), "count", "个", "12", "0.6", False),
        (item("X", "required", "5", test="a > 1"), "computed", "分", "5", "0.5", True),
        (measure("X", "9", kind="pos", lead="1"), "computed", "分", "9", "0.9", False),
    ],
)
def test_a_row_says_how_it_is_filled_and_how_far(leaf, kind, unit, maximum, step, required):
    found = row(leaf)
    assert (found.kind, found.unit, found.maximum, found.step, found.is_required) == (kind, unit, maximum, step, required)


def test_a_row_carries_clause_proof_and_how_sure_the_standard_is():
    found = row(item("X", evidence="照片", confidence="RECALLED", points_confidence="GUESS", may_be_not_applicable=True))
    assert (found.label, found.clause, found.evidence_hint, found.confidence, found.points_confidence) == (
        "项X",
        "§X",
        "照片",
        "RECALLED",
        "GUESS",
    )
    assert found.may_be_not_applicable


def test_a_figure_has_its_unit_and_is_required():
    found = next(r for r in form_of(REAL).section("10").rows if r.id == "energy")
    assert found == FormRow(
        "energy",
        "quantity",
        "综合能源消费量",
        "A.12",
        unit="tce",
        is_required=True,
        evidence_hint="205-1 表",
        confidence="RECALLED",
        part="数据",
        is_input=True,
        minimum="0",
        asks_last_year=True,
    )


def test_rows_of_an_inner_group_bear_its_title():
    assert {r.id: r.part for r in form_of(TOY).section("A").rows} == {
        "energy": "数据", "output": "数据", "A1-1": "强度", "A1-2": "强度", "A2-1": "平台", "A2-2": "平台",
    }  # fmt: skip


def test_a_section_and_a_rows_section_are_found_by_id():
    form = form_of(TOY)
    assert form.section("B").title == "三项取二"
    assert [form.row_section(name) for name in ("G2", "energy", "A2-2", "C-2", "nothing")] == ["gates", "A", "A", "C", ""]
    with pytest.raises(KeyError, match="Z"):
        form.section("Z")


FIGURES = {
    "chosen": {
        "label": "产品",
        "unit": "1",
        "clause": "附录p",
        "one_of": {"x": "甲", "y": "乙"},
        "evidence": "目录",
        "confidence": "GUESS",
    },
    "told": {"label": "是否", "unit": "1", "clause": "附录q", "one_of": "yes_no"},
    "share": {"label": "占比", "unit": "%", "clause": "附录s", "minimum": "1", "maximum": "100"},
    "change": {"label": "增减", "unit": "%", "clause": "附录c", "minimum": None},
    "years": {"label": "能耗", "unit": "t", "clause": "附录y", "years": 2},
}


def test_every_kind_of_figure_says_how_it_is_filled():
    (section,) = form_of(plan(group("G", item("X")), inputs=FIGURES)).sections
    rows = {row.id: row for row in section.rows if row.is_input}
    known = {"part": "数据", "is_required": True, "is_input": True}
    assert rows == {
        "chosen": FormRow("chosen", "choice", "产品", "附录p", unit="1", choices=("甲", "乙"), minimum="0", evidence_hint="目录", confidence="GUESS", **known),
        "told": FormRow("told", "choice", "是否", "附录q", unit="1", choices=("是", "否"), minimum="0", **known),
        "share": FormRow("share", "quantity", "占比", "附录s", unit="%", minimum="1", maximum="100", asks_last_year=True, **known),
        "change": FormRow("change", "quantity", "增减", "附录c", unit="%", minimum="", asks_last_year=True, **known),
        "years": FormRow("years", "quantity", "能耗", "附录y", unit="t", minimum="0", **known),
        "years[-1]": FormRow("years[-1]", "quantity", "能耗（上年）", "附录y", unit="t", minimum="0", **known),
    }  # fmt: skip


def test_a_figure_that_serves_only_what_may_be_left_out_may_stay_empty():
    def leaf(name, value):
        return measure(name, kind="pos", value=value, lead="1")

    groups = (
        group("A", leaf("A1", "a"), groups=(group("A2", leaf("A21", "b"), best=1), group("A3", leaf("A31", "c")))),
        group("B", leaf("B1", "d"), bonus=True, groups=(group("B2", leaf("B21", "e")),)),
    )
    inputs = {name: {"label": name, "unit": "t", "clause": "附录"} for name in "abcde"}
    rows = [row for section in form_of(plan(*groups, inputs=inputs)).sections for row in section.rows]
    assert {row.id for row in rows if row.is_alternative} == {"b", "d", "e", "A21", "B1"}
    assert {row.id for row in rows if row.is_required} == {"a", "c"}


def test_a_requirement_says_who_answers_it_its_proof_and_how_sure_it_is():
    gates = [
        {"id": "g", "label": "守法", "clause": "4.1", "evidence": "证明", "confidence": "GUESS"},
        {"id": "h", "label": "不超标", "clause": "4.2", "test": "a > 1"},
    ]
    section = form_of(plan(group("G", item("X")), gates=gates, gates_title="门槛")).sections[0]
    assert (section.id, section.title, section.clause, section.weight) == ("gates", "门槛", "", "")
    assert section.rows == (
        FormRow("g", "yes_no", "守法", "4.1", is_required=True, evidence_hint="证明", confidence="GUESS"),
        FormRow("h", "computed", "不超标", "4.2", is_required=True),
    )
    assert astuple(section.rows[1]) == (
        "h", "computed", "不超标", "4.2", "", "", "", True, False, False, "", "VERIFIED", "VERIFIED", "", False, False, "", (), False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("points", "way", "told"),
    [("GUESS", "RECALLED", "GUESS"), ("RECALLED", "GUESS", "GUESS"), ("RECALLED", None, "RECALLED"), ("VERIFIED", "VERIFIED-SECONDARY", "VERIFIED-SECONDARY")],
)  # fmt: skip
def test_the_points_of_a_row_are_as_sure_as_the_less_sure_of_points_and_way(points, way, told):
    assert row(item("X", points_confidence=points, scoring_confidence=way)).points_confidence == told


def test_the_whole_row_of_an_item():
    assert row(item("X", "optional", "2/3")) == FormRow("X", "degree", "项X", "§X", unit="分", maximum="0.6667", step="0.0667", part="组G")


def test_a_figure_of_which_an_earlier_plan_says_no_minimum_is_not_below_nought():
    content = copy.deepcopy(REAL.as_content())
    del content["inputs"]["energy"]["minimum"]
    assert next(r for r in form_of(Plan(content)).section("10").rows if r.id == "energy").minimum == "0"
