"""One application as a file: every fault at its place; a zero that leaves a value undefined; the form to fill in."""

import pytest
import yaml

from greenlist.engines.scoring.application import ApplicationProblems
from greenlist.engines.scoring.application_file import ApplicationFile, template


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
    assert "  energy: {value: '', unit: 'tce'}  # 综合能源消费量" in text.splitlines()


@pytest.mark.parametrize(("standard", "edition"), [("gbt-36132", "2025"), ("miit-general", "2025"), ("green-park", "2024")])
def test_the_empty_form_of_every_kind_of_standard_can_be_scored(tmp_path, standard, edition):
    found = score_text(tmp_path, template(standard, edition))
    assert (found.verdict, found.shown) == ("incomplete", "0.00")
