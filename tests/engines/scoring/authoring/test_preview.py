"""The picture of a standard: every row of its table and every row of its form, escaped, without scripts."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from greenlist.engines.scoring.authoring.preview import preview
from greenlist.engines.scoring.compiling import compile_plan
from greenlist.engines.scoring.form import form_of
from greenlist.engines.scoring.load import load_standard
from greenlist.rulebook.standards import held_editions
from tests.engines.scoring.standards import DAY, group, item, measure, source

TOY = Path(__file__).parents[3] / "assets" / "standards" / "toy" / "2024.yaml"


@pytest.mark.parametrize("path", [*held_editions(), TOY], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_item_and_every_question_of_a_standard_held_is_drawn(path):
    standard = load_standard(path)
    page = preview(standard)
    text = unescape(re.sub("<[^>]+>", "", page))
    plan = compile_plan(standard, date.fromisoformat(standard.standard.in_force["from"]))
    assert all(i.label in text and i.clause in text for i in plan.items.values())
    assert all(row.label in text for section in form_of(plan).sections for row in section.rows)
    assert not re.search("<script|javascript:|<link|src=|http", page)


def cells(*groups: dict, **more) -> list[list[str]]:
    """The rows of the table of indicators."""
    table = preview(source(*groups, **more), DAY).split("<h2>指标表</h2>")[1].split("</table>")[0]
    rows = re.findall(r"<tr><td>(.*?)</td></tr>", table)
    return [re.split(r"</td><td[^>]*>", row) for row in rows]


def test_a_row_says_lead_base_way_clause_and_sureness():
    steps = measure("S", "5", kind="steps", steps=[["1", "1/2"], ["2", "1"]])
    linear = measure("L", "3", kind="linear", base="10", lead="b") | {"scoring_confidence": "GUESS"}
    capped, count = measure("P", "1", kind="pos", lead="4", cap="1.2"), item("C", "count", "1", count_of=8, full_at="6")
    assert cells(group("G", steps, linear, capped, count)) == [
        ["S", "项S", "测算", "t", "", "", "5", "A：≥ 1 得 50%，≥ 2 得 100%", "§S", "已核原文"],
        ["L", "项L", "测算", "t", "B", "10", "3", "A：从基准值到引领值按比例", "§L", "未见原文，暂列"],
        ["P", "项P", "测算", "t", "4", "", "1", "A：值÷引领值，最多 1.2 倍", "§P", "已核原文"],
        ["C", "项C", "计数", "", "", "", "1", "共 8 个，按个数给分，6 个得满分", "§C", "已核原文"],
    ]


def test_a_bracket_and_alternatives_are_told_one_below_the_other():
    bracket = {"bracket": "b", "at_least": [["10", "4"]], "below": "6"}
    ways = [
        {"label": "小", "when": "c > 1", "score": {"kind": "neg", "value": "a", "lead": bracket}},
        {"label": "其余", "when": None, "score": {"kind": "yes_no", "value": "a > 1"}},
    ]
    (row,) = cells(group("G", item("X", "measure", any_of=ways)))
    assert row[4] == "小：B：≥ 10 为 4，否则为 6"
    assert row[7] == "小：A：引领值÷值<br>其余：A &gt; 1：成立得满分"


def test_what_stands_in_a_small_table_has_its_label_and_unit():
    inputs = {name: {"label": label, "unit": "tce", "clause": "A"} for name, label in (("w", "产品能耗"), ("best", "先进值"))}
    rows = {"products": {"label": "产品", "clause": "A", "most": 2, "inputs": inputs}}
    leaf = measure("X", kind="pos", value="w", lead={"first_of": ["best", "5"]}, over={"rows": "products", "weight": "w", "top": 1})
    (row,) = cells(group("G", leaf), rows=rows)
    assert row[3:8] == ["tce", "先进值；没有的，5", "", "10", "产品能耗：值÷引领值；取前 1 行加权平均"]


@pytest.mark.parametrize(("count", "expected"), [(4, "甲0甲1甲2甲3"), (5, "甲0 ▾共 5 个可选")])
def test_a_long_choice_is_drawn_as_a_list_that_opens(count, expected):
    inputs = {"a": {"label": "种类", "unit": "1", "clause": "A", "one_of": {f"c{i}": f"甲{i}" for i in range(count)}}}
    page = preview(source(group("G", item("X")), inputs=inputs), DAY)
    assert re.sub("<[^>]+>", "", page.split('class="field">')[-1]).strip() == expected


def test_what_an_author_writes_cannot_become_markup():
    page = preview(source(group("G", item("X") | {"label": "<b onclick=alert(1)>"})), DAY)
    assert "<b onclick" not in page
    assert "&lt;b onclick" in page
