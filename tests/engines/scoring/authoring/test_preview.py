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


KEPT = Path(__file__).with_name("kept_preview.html")
FIGURE = {"label": "数", "unit": "t", "clause": "附录A"}
ROWS = {"products": {"label": "产品", "clause": "A", "most": 3, "inputs": {"p": FIGURE | {"label": "单耗"}, "w": FIGURE | {"unit": "1"}}}}
TABLES = {"t": {"key": "k", "columns": {"best": "t"}, "rows": {"x": {"label": "钢", "values": {"best": "5"}}}}}
GATES = [
    {"id": "G1", "label": "近年无事故", "clause": "4.1", "look_back": 3},
    {"id": "G2", "label": "鼓励用绿电", "clause": "4.2", "encouraged": True, "confidence": "GUESS"},
    {"id": "G3", "label": "产量够大", "clause": "4.3", "test": "a >= 30"},
]
WAYS = [
    {"label": "大", "when": "b > 1", "score": {"kind": "neg", "value": "a", "lead": "4.12345", "cap": "1.12345"}},
    {"label": "其余", "when": None, "score": {"kind": "points", "value": "e", "lead": "d", "cap": None}},
]
WHOLE = (
    group(
        "R",
        item("R1", "required", evidence="许可证"),
        item("R2", "yes_no", "2.12345", may_be_not_applicable=True),
        required_block=True,
    ),
    group("S", item("S1"), item("S2"), best=1, choose_by="declared", not_applicable="full"),
    group("T", item("T1", "count", count_of=4), item("T2", "count", count_of=4, full_at="3"), best=1),
    group(
        "M",
        measure("M1", "1", kind="pos", value="p", lead="w", over={"rows": "products", "weight": "w", "top": 2}),
        measure("M2", "1", kind="linear", base="5", lead={"table": "t", "column": "best"}),
        measure("M3", "1", kind="steps", compare="at_most", steps=[["2.12345", "1/2"], ["1", "1"]]) | {"confidence": "RECALLED"},
        measure("M4", "1", kind="yes_no", value="a > 1") | {"points_confidence": "GUESS"},
        item("M5", "optional", "1", test="a > b"),
        item("M6", "measure", "1", any_of=WAYS),
        groups=(group("N", item("N1"), weight="10.12345"),),
    ),
    group("B", item("B1"), bonus=True, most="3"),
)


def whole_page() -> str:
    """The picture of a standard with one of everything, without its style."""
    inputs = {n: FIGURE | {"label": n.upper()} for n in "abc"}
    inputs |= {
        "k": FIGURE | {"label": "钢种", "unit": "1", "one_of": {"table": "t"}},
        "five": FIGURE | {"label": "五种", "unit": "1", "one_of": {f"c{i}": f"第{i}种" for i in range(5)}},
        "yes": FIGURE | {"label": "有证", "unit": "1", "one_of": "yes_no"},
        "share": FIGURE | {"label": "比例", "unit": "%"},
    }
    derived = {
        "d": {"label": "比", "unit": "1", "value": "a / b", "clause": "附录B", "confidence": "GUESS"},
        "e": {"label": "强度", "unit": "t", "value": {"first_of": [{"table": "t", "column": "best"}, "b"]}, "clause": "附录C"},
    }
    conventions = [{"id": "V1", "label": "四舍六入", "why": "标准没有写 <保留> 几位", "clause": "5"}]
    more = {"inputs": inputs, "rows": ROWS, "tables": TABLES, "derived": derived, "gates": GATES, "conventions": conventions}
    page = preview(source(*WHOLE, in_force={"from": "2024-01-01", "to": "2027-01-01"}, maximum="30.5", **more))
    return re.sub("<style>.*?</style>", "", page, flags=re.DOTALL)


def test_the_picture_of_a_standard_with_one_of_everything_is_the_one_that_was_looked_at():
    """Write it anew with `PYTHONPATH=src python -m tests.engines.scoring.authoring.test_preview` and read the difference."""
    assert whole_page() == KEPT.read_text(encoding="utf-8")


def test_an_edition_without_an_end_holds_until_now():
    assert "<p>2024-01-01 至 今　满分 10　made by hand</p>" in preview(source(group("G", item("X"))))
    bare = preview(source(group("G", item("X")), inputs={}))
    assert "基本要求" not in bare
    assert "<h2>算式</h2>" not in bare
    assert "这样处理" not in bare


def test_a_part_without_questions_is_not_drawn_in_the_form():
    computed = group("H", measure("N", kind="pos", lead="20"))  # of a figure that was asked before
    page = preview(source(group("G", measure(kind="pos", lead="10")), computed, inputs={"a": FIGURE}))
    form = page.split("申报单位看到的表单")[1]
    assert form.count("<h2>") == 1


def heads(*groups: dict) -> list[str]:
    """What is said of each group, behind its title."""
    return [re.sub("<[^>]+>", "", head) for head in re.findall(r'<tr><th colspan="10">(.*?)</th></tr>', preview(source(*groups), DAY))]


def test_the_head_of_a_group_says_what_holds_for_its_items():
    inner = group("N", item("N1", points="4", may_be_not_applicable=True), not_applicable="full", weight="5")
    assert heads(group("M", groups=(inner,), weight="5"), group("B", item("B1", points="2"), bonus=True)) == [
        "M　组M 权重 5",
        "N　组N 权重 5；分值合计 4；不适用项的分值按满分",
        "B　组B 分值合计 2；加分",
    ]
    assert heads(group("M", groups=(group("N", item("N1")),))) == ["M　组M", "N　组N 分值合计 10"]


@pytest.mark.parametrize(
    ("policy", "words"), [("redistribute", "分给本组其余项"), ("redistribute_all", "分给全部其余项"), ("full", "按满分"), ("zero", "按0分")]
)
def test_it_says_where_the_points_of_what_does_not_apply_go(policy, words):
    said = heads(group("G", item("X", may_be_not_applicable=True), not_applicable=policy))
    assert said == [f"G　组G 分值合计 10；不适用项的分值{words}"]


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        ({"kind": "linear", "base": "1", "lead": "5"}, "A：从基准值到引领值按比例"),
        ({"kind": "yes_no", "value": "a > 1"}, "A &gt; 1：成立得满分"),
        ({"kind": "pos", "lead": "5"}, "A：值÷引领值，不封顶"),
    ],
)
def test_only_what_may_exceed_its_points_is_said_to_have_no_cap(rule, way):
    (row,) = cells(group("G", measure(**rule, cap=None)))
    assert row[7] == way


def test_bases_of_alternatives_stand_one_below_the_other():
    ways = [
        {"label": "小", "when": "c > 1", "score": {"kind": "linear", "value": "a", "lead": "8", "base": "4"}},
        {"label": "其余", "when": None, "score": {"kind": "linear", "value": "a", "lead": "9", "base": "5"}},
    ]
    (row,) = cells(group("G", item("X", "measure", any_of=ways)))
    assert row[4:6] == ["小：8<br>其余：9", "小：4<br>其余：5"]


@pytest.mark.parametrize(("first", "day", "lead"), [("2024-05-26", None, "4"), ("2024-05-26", date(2024, 5, 28), "6"), (None, None, "5")])
def test_the_picture_is_of_the_day_given_or_else_of_the_first_of_the_edition(first, day, lead):
    leaf = measure(kind="pos", lead={"2024-05-26": "4", "2024-05-27": "5", "2024-05-28": "6"})
    page = preview(source(group("G", leaf), in_force={"from": first, "to": None}), day)
    assert re.findall(r"<td>([456])</td>", page) == [lead]


if __name__ == "__main__":
    KEPT.write_text(whole_page(), encoding="utf-8")
