"""One application as a file: every fault at its place; a zero that leaves a value undefined; the form to fill in."""

import json
import re

import pytest
import yaml

from greenlist.engines.scoring import application_file
from greenlist.engines.scoring.application import ApplicationProblems
from greenlist.engines.scoring.application_file import ApplicationFile, template
from tests.engines.scoring.standards import content, group, item, measure


def score_text(tmp_path, text: str):
    file = tmp_path / "unit.yaml"
    file.write_text(text, encoding="utf-8")
    return ApplicationFile(file).score()


HEAD = 'format: greenlist.application/1\nstandard: gbt-36132\nedition: "2018"\nreference_date: 2024-05-27\n'


def test_a_file_is_scored_by_the_standard_it_names(tmp_path):
    found = score_text(tmp_path, HEAD + "items:\n  6.4-1: 5\ninputs:\n  energy: {value: '1200', unit: tce}\n")
    assert (found.plan.standard, found.plan.content["reference_date"]) == ("gbt-36132", "2024-05-27")
    assert (found.items["6.4-1"].points, found.verdict) == (5, "incomplete")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["unit.yaml:1:1: 文件是空的；第一行写 format，"]),
        ("- 1\n", ["unit.yaml:1:1: 第一行应为 format: greenlist.application/1。"]),
        ("format: greenlist.table/1\n", ["unit.yaml:1:1: 第一行应为 format: greenlist.application/1。"]),
        ("format: greenlist.application/1\nedition: '2018'\n", ["unit.yaml:1:1: 缺 standard；", "unit.yaml:1:1: 缺 reference_date；"]),
        (HEAD.replace("2024-05-27", "27.5.2024"), ["unit.yaml:4:17: reference_date 应写成 2024-05-27 的样子。"]),
        (HEAD.replace("2024-05-27", "2017-05-27"), ["unit.yaml:4:17: 这一天没有可用的标准："]),
        (HEAD + "items: [a: b: c\n", ["unit.yaml:5:13: 不是合格的 YAML：花括号或方括号里缺逗号，"]),
        (HEAD + "items: {a: 1, a: 2}\n", ["unit.yaml:5:15: “a”写了两次，第一次在第 5 行；"]),
        (HEAD + "items: [1]\ninputs: many\n", ["unit.yaml:5:8: items 下应是", "unit.yaml:6:9: inputs 下应是"]),
        (
            HEAD + "items:\n  nonsense: 1\ninputs:\n  energy: {value: abc}\n",
            ["unit.yaml:6:13: “nonsense”不是本标准的项目", "unit.yaml:8:11: 综合能源消费量：“abc”不是数字"],
        ),
    ],
)
def test_a_file_that_cannot_be_scored_says_what_and_where(tmp_path, text, expected):
    with pytest.raises(ApplicationProblems) as found:
        score_text(tmp_path, text)
    assert len(found.value.problems) == len(expected)
    for problem, beginning in zip(found.value.problems, expected, strict=True):
        assert problem.startswith(beginning)


GENERAL = HEAD.replace("gbt-36132", "miit-general").replace("2018", "2025").replace("2024-05-27", "2025-11-01")

PARK = (
    HEAD.replace("gbt-36132", "green-park").replace("2018", "2024")
    + """\
data_year: 2023
inputs:
  pollutant: {years: {2023: "5", 2022: "0"}}
  value_added: 5
  value_added_before: 4
"""
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "items:\n  6.4-1: 5\nnot_applicable:\n  5.1-1: 没有\n", "unit.yaml:8:10: “5.1-1”"),
        (HEAD + "items:\n  6.4-1: 5\nchosen:\n  G9: [X]\n", "unit.yaml:8:7: “G9”"),
        (GENERAL + "items: {}\nrows:\n  fuels: []\n", "unit.yaml:7:10: “fuels”"),
        (
            PARK.replace("data_year: 2023", "data_year: 2022"),
            "unit.yaml:7:14: 主要污染物排放量（多种时填增长最快的一种）：只要2021至2022年的数",
        ),
    ],
)
def test_a_fault_of_every_section_is_told_where_it_stands(tmp_path, text, expected):
    with pytest.raises(ApplicationProblems) as found:
        score_text(tmp_path, text)
    assert [problem[: len(expected)] for problem in found.value.problems] == [expected]


ZEROS = """\
inputs:
  building_area: 10
  structure_area: 2
  land_area: 0
  far_control: 1
  output_value: 5
  green_material_amount: 0
  solid_waste_used: 0
  solid_waste: 5
  energy: 0
"""
WATER = """\
rows:
  water_products: [{product_water: "2000", quota_advanced: "2", quota_general: "4", water_output: "0"}]
"""
SECOND_ROW = """\
rows:
  products:
    - {product: "GB 16780 水泥 单位产品综合能耗", product_energy: "80", product_output: "10", clinker_percent: "75"}
    - product: "GB 16780 水泥 单位产品综合能耗"
      product_energy: "80"
      product_output: "0"
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + ZEROS, ["8:14: 工厂用地面积是0，无法计算“容积率”", "8:14: 工厂用地面积是0，无法计算“单位用地面积产值”"]),
        (HEAD + ZEROS.replace("land_area: 0", "land_area: 4").replace("far_control: 1", "far_control: 0"),
         ["9:16: 控制指标规定的容积率是0，无法计算“容积率达到控制指标1.2倍及以上、2倍及以上更优”"]),
        (GENERAL + SECOND_ROW, ["10:24: 产品2：产量（按限额标准的产量单位）是0，无法计算“产品2：单位产品综合能耗”"]),
        (GENERAL + WATER, ["6:100: 用水产品1：产量是0，无法计算“用水产品1：单位产品取水量”"]),
        (PARK, ["7:14: 主要污染物排放量（多种时填增长最快的一种）（上年）是0，无法计算“主要污染物弹性系数”"]),
        (HEAD + ZEROS.replace("land_area: 0", "land_area: 4"), []),
        (HEAD + "inputs:\n  green_material_amount: 0\n  main_material: 4\n", []),
    ],
    ids=["derived", "item", "second row", "second table", "year before", "none below a line", "above a line"],
)  # fmt: skip
def test_a_zero_that_leaves_a_value_undefined_is_told_where_it_stands(tmp_path, text, expected):
    file = tmp_path / "unit.yaml"
    file.write_text(text, encoding="utf-8")
    read = ApplicationFile(file)
    assert read.zeros(read.score()) == [f"unit.yaml:{one}；请核对，分母不能为0。" for one in expected]


SPARE = {"label": "余量", "unit": "t", "value": "a - b", "clause": "§S"}
RATIO = {"label": "余量比", "unit": "1", "value": "c / spare", "clause": "§R"}


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ("{a: 5, b: 0, c: 1}", ["unit.yaml:5:19: B是0，无法计算“项M”；请核对，分母不能为0。"]),
        ("{a: 5, b: 0}", ["unit.yaml:5:19: B是0，无法计算“项M”；请核对，分母不能为0。"]),
        ("{a: 3, b: 3, c: 1}", []),
    ],
    ids=["filled", "the lead not filled", "a difference of nought: which of the figures is wrong nobody knows"],
)
def test_a_zero_is_told_of_what_was_filled_in(tmp_path, monkeypatch, filled, expected):
    held = tmp_path / "1.yaml"
    held.write_text(json.dumps(content(group("G", measure(kind="pos", value="a / b", lead="c")), derived={"spare": SPARE, "ratio": RATIO})))
    monkeypatch.setattr(application_file, "standard_file", lambda standard, edition: held)
    file = tmp_path / "unit.yaml"
    file.write_text(HEAD + f"inputs: {filled}\n", encoding="utf-8")
    read = ApplicationFile(file)
    assert read.zeros(read.score()) == expected


def zeros_of(tmp_path, monkeypatch, filled, leaf, **more):
    """[(name of the figure, what cannot be computed)] of a small standard."""
    held = tmp_path / "1.yaml"
    held.write_text(json.dumps(content(group("G", leaf), **more)))
    monkeypatch.setattr(application_file, "standard_file", lambda standard, edition: held)
    file = tmp_path / "unit.yaml"
    file.write_text(HEAD + f"inputs: {filled}\n", encoding="utf-8")
    read = ApplicationFile(file)
    return [tuple(re.search(r": (\S+)是0，无法计算“(.+?)”", line).groups()) for line in read.zeros(read.score())]


BOTH = {"both": {"label": "合计", "unit": "t", "value": "b + c", "clause": "§T"}}


@pytest.mark.parametrize(
    ("filled", "leaf", "derived", "blamed"),
    [
        ("{a: 0, b: 0, c: 1}", {"kind": "pos", "value": "a / b", "lead": "c"}, {}, [("B", "项M")]),
        ("{a: 0, b: 3, c: 0}", {"kind": "pos", "value": "a / b", "lead": "c"}, {}, [("C", "项M")]),
        ("{a: 0, b: 3, c: 2}", {"kind": "neg", "value": "a / b", "lead": "c"}, {}, [("A", "项M")]),
        ("{a: 0, b: 0, c: 0}", {"kind": "pos", "value": "a / (b + c)", "lead": "2"}, {}, [("B", "项M"), ("C", "项M")]),
        ("{a: 0, b: 0, c: 4}", {"kind": "pos", "value": "a / (b * c)", "lead": "2"}, {}, [("B", "项M")]),
        ("{a: 0, b: 0, c: 0}", {"kind": "pos", "value": "a / both", "lead": "2"}, BOTH, [("B", "项M"), ("C", "项M")]),
        ("{a: 0, b: 0, c: 4}", {"kind": "pos", "value": "if_(c > 1, a / b, c / a)", "lead": "2"}, {}, [("B", "项M")]),
        ("{a: 0, b: 0, c: 4}", {"kind": "pos", "value": "a / (b / c)", "lead": "2"}, {}, [("B", "项M")]),
        ("{a: 0, b: 3, c: 4}", {"kind": "pos", "value": "a / b", "lead": "c"}, {}, []),
        ("{a: 0, b: 0, c: 1}", {"kind": "pos", "value": "a / b", "lead": "c", "when_zero": "zero"}, {}, []),
    ],
    ids=["above too", "the lead", "the value of a turned ratio", "a sum", "a factor", "a derived sum", "the way taken",
         "a quotient below", "only above", "the standard says what a nought is worth"],
)  # fmt: skip
def test_only_what_makes_the_denominator_nought_is_blamed(tmp_path, monkeypatch, filled, leaf, derived, blamed):
    assert zeros_of(tmp_path, monkeypatch, filled, measure(**leaf), derived=derived) == blamed


def test_of_several_ways_the_one_that_holds_is_blamed(tmp_path, monkeypatch):
    ways = [
        {"label": "产量", "when": "c > 1", "score": {"kind": "pos", "value": "c / a", "lead": "2"}},
        {"label": "其他", "when": None, "score": {"kind": "pos", "value": "a / b", "lead": "2"}},
    ]
    leaf = item("W", "measure", any_of=ways)
    assert zeros_of(tmp_path, monkeypatch, "{a: 0, b: 0, c: 1}", leaf) == [("B", "项W")]
    assert zeros_of(tmp_path, monkeypatch, "{a: 0, b: 0, c: 2}", leaf) == [("A", "项W")]


def test_of_a_small_table_the_row_s_denominator_is_blamed_or_the_weights_that_are_nought_together(tmp_path, monkeypatch):
    asked = {name: {"label": name, "unit": "t", "clause": "§F"} for name in ("w", "x", "y")}
    leaf = measure(kind="pos", value="x / y", lead="2", over={"rows": "fuels", "weight": "w", "top": 2})
    rows = {"fuels": {"label": "燃料", "clause": "§F", "most": 2, "inputs": asked}}
    told = zeros_of(tmp_path, monkeypatch, "{}\nrows: {fuels: [{w: 1, x: 0, y: 0}, {w: 0, x: 1, y: 1}]}", leaf, rows=rows)
    assert told == [("燃料1：y", "项M")]
    told = zeros_of(tmp_path, monkeypatch, "{}\nrows: {fuels: [{w: 0, x: 0, y: 1}]}", leaf, rows=rows)
    assert told == [("燃料1：w", "项M")]


def test_a_standard_that_is_not_held_is_told(tmp_path):
    with pytest.raises(ApplicationProblems, match="unit.yaml:2:11: 没有录入 gbt-36132/2032；已录入：gbt-36132/2018、"):
        score_text(tmp_path, HEAD.replace('"2018"', '"2032"'))


def test_an_empty_form_from_the_command_line_can_be_scored(tmp_path):
    found = score_text(tmp_path, template("gbt-36132", "2018"))
    assert (found.verdict, found.shown) == ("incomplete", "0.00")


def test_the_empty_form_has_every_place_once_with_its_unit_and_words():
    text = template("gbt-36132", "2018")
    form = yaml.safe_load(text)
    assert list(form) == ["format", "standard", "edition", "reference_date", "inputs", "items", "not_applicable"]
    assert len(form["inputs"]) == 27
    assert form["inputs"]["energy"] == {"value": "", "unit": "tce"}
    assert form["inputs"]["water_reuse_average"]["unit"] == "%"
    assert {"4-1", "5.1-1", "9.5-4"} <= set(form["items"])
    assert "10.5-1" not in form["items"]
    assert {"  energy: {value: '', unit: 'tce'}  # 综合能源消费量", "  # 基础设施", "  # 绩效"} <= set(text.splitlines())


@pytest.mark.parametrize(("standard", "edition"), [("gbt-36132", "2025"), ("miit-general", "2025"), ("green-park", "2024")])
def test_the_empty_form_of_every_kind_of_standard_can_be_scored(tmp_path, standard, edition):
    found = score_text(tmp_path, template(standard, edition))
    assert (found.verdict, found.shown) == ("incomplete", "0.00")
