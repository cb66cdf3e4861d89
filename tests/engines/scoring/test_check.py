"""Checking one standard file, scoring one file, the empty form."""

from pathlib import Path

import pytest
import yaml

from greenlist.engines.scoring.application import ApplicationProblems
from greenlist.engines.scoring.check import check_file, score_file, template
from greenlist.rulebook.standards import held_editions

TOY = Path(__file__).parents[2] / "assets" / "standards" / "toy" / "2024.yaml"


@pytest.mark.parametrize("path", [*held_editions(), TOY], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_standard_held_and_the_toy_are_sound(path):
    assert check_file(path) == []


def test_faults_are_told_before_the_tests_inside_are_run(tmp_path):
    text = TOY.read_text(encoding="utf-8")
    file = tmp_path / "2024.yaml"
    file.write_text(text.replace('maximum: "50"', 'maximum: "60"').replace("energy / output", "fuel / output"), encoding="utf-8")
    lines = text.splitlines()
    found = check_file(file)
    assert [p.split(": ", 1)[1] for p in found] == [
        "没有“fuel”这个名称；请在 inputs、derived 或 coefficients 中写明。",
        "分值合计 50，应为总分 total.maximum（60）。",
    ]
    assert "energy / output" in lines[int(found[0].split(":")[1]) - 1]
    assert "groups:" in lines[int(found[1].split(":")[1]) - 2]
    file.write_text(text.replace('total: "50.0"', 'total: "49.0"'), encoding="utf-8")
    assert [p.split(": ", 1)[1] for p in check_file(file)] == ["各项恰在引领值：total 是 50.0，应为 49.0。"]


def test_a_fault_of_shape_hides_no_line(tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text("format: greenlist.standard/1\nwrong: 1\n", encoding="utf-8")
    found = check_file(file)
    assert f"{tmp_path.name}/1.yaml:2:1: 没有“wrong”这个字段；可写：" in "\n".join(found)
    assert len(found) == 10  # and the nine fields that every standard has


# ---- scoring one file, and the form to fill in ----------------------------------------------------------------------


def score_text(tmp_path, text: str):
    file = tmp_path / "unit.yaml"
    file.write_text(text, encoding="utf-8")
    return score_file(file)


HEAD = 'format: greenlist.application/1\nstandard: gbt-36132\nedition: "2018"\nreference_date: 2024-05-27\n'


def test_a_file_is_scored_by_the_standard_it_names(tmp_path):
    found = score_text(tmp_path, HEAD + "items:\n  6.4-1: 5\ninputs:\n  energy: {value: '1200', unit: tce}\n")
    assert (found.plan.standard, found.plan.content["reference_date"]) == ("gbt-36132", "2024-05-27")
    assert (found.items["6.4-1"].points, found.verdict) == (5, "incomplete")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["unit.yaml:1：第一行应为 format: greenlist.application/1。"]),
        ("- 1\n", ["unit.yaml:1：第一行应为 format: greenlist.application/1。"]),
        ("format: greenlist.table/1\n", ["unit.yaml:1：第一行应为 format: greenlist.application/1。"]),
        ("format: greenlist.application/1\nedition: '2018'\n", ["unit.yaml：缺 standard；", "unit.yaml：缺 reference_date；"]),
        (HEAD.replace("2024-05-27", "27.5.2024"), ["unit.yaml：reference_date 应写成 2024-05-27 的样子。"]),
        (HEAD + "items: [a: b: c\n", ["unit.yaml:5：不是 YAML"]),
        (HEAD + "items: [1]\ninputs: many\n", ["inputs 下应是", "items 下应是"]),
        (
            HEAD + "items:\n  nonsense: 1\ninputs:\n  energy: {value: abc}\n",
            ["综合能源消费量：“abc”不是数字", "“nonsense”不是本标准的项目"],
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
    with pytest.raises(KeyError, match="standard gbt-36132 edition 2032 is not held"):
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
