"""Bad input, as the issue lists it: each is an error that names file, line, what was found and what was wanted."""

import pytest

from greenlist.engines.scoring.application import ApplicationProblems
from greenlist.engines.scoring.application_file import ApplicationFile
from greenlist.engines.scoring.check import check_file

STANDARD = """\
format: greenlist.standard/1
id: small
edition: "1"
number: T/SMALL 1
title: 小
subject: factory
source: made by hand
in_force: {from: 2024-01-01, to: 2027-01-01}
total: {round: "0.1", maximum: "10"}
inputs:
  energy: {label: 能耗, unit: tce, clause: A.1, confidence: GUESS}
  output: {label: 产值, unit: 万元, clause: A.2, confidence: GUESS}
derived:
  intensity: {label: 强度, unit: tce/万元, value: energy / output, clause: A.3, when_zero: zero, confidence: GUESS}
groups:
  - id: A
    title: 能源
    items:
      - {id: A1, label: 强度, kind: measure, points: "10", clause: "1", score: {kind: neg, value: intensity, lead: "1", when_zero: zero}, confidence: GUESS, points_confidence: GUESS}
"""
MANY = " + ".join(["energy"] * 5000)  # 10,000 nodes


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("label: 能耗", "lable: 能耗", ["11:12: 没有“lable”这个字段；是不是“label”？"]),
        ("title: 小", "title: 小\ntitle: 大", ["6:1: “title”写了两次，第一次在第 5 行；请只留一处。"]),
        ("value: energy / output", "value: intensity + 1", ["14:47: 计算值互相引用成圈：intensity → intensity；请去掉其中一处引用。"]),
        (
            "unit: tce/万元, value: energy",
            "unit: kgce/万元, value: energy",
            ["14:48: 算式得到的是“tce/万元”，unit 写的是 kgce/万元；请改算式或 unit。"],
        ),
        ("unit: tce, clause", "unit: 斤, clause", ["11:29: 不认识单位“斤”；"]),
        ("value: energy / output", f"value: {MANY}", ["14:47: 算式太长：超过4000个字符；请拆成几个 derived。"]),
        ("points: \"10\"", "points: " + "1" * 40, ["19:52: points：“" + "1" * 40 + "”超过 15 位有效数字；"]),
        ("value: energy / output", "value: energy * " + "1" * 40, ["14:56: 'energy * " + "1" * 40 + "' 中的数"]),
        ("points: \"10\"", "points: .inf", ["19:52: points：“.inf”不是数；应写大于0的数，只用数字，例如 0.1 或 43/8。"]),
        ("value: energy / output", "value: 'energy[-1] / output'", ["14:48: 要用到“energy”的 2 个年度，它只有 1 个；请在它下面写 years: 2。"]),
        ("lead: \"1\"", "lead: \"0\"", ["19:115: kind: neg 按比值得分，引领值要大于0；有负值的请用 linear。"]),
    ],
    ids=["unknown field", "duplicate key", "cyclic formula", "scale", "unit", "10,000 nodes", "40 digits", "40 digits in a formula", "infinite",
         "missing year", "zero lead"],
)  # fmt: skip
def test_a_standard_with_bad_input_is_refused_at_its_place(tmp_path, old, new, expected):
    assert STANDARD.count(old) == 1
    file = tmp_path / "1.yaml"
    file.write_text(STANDARD.replace(old, new), encoding="utf-8")
    found = check_file(file)
    assert len(found) == len(expected)
    for problem, beginning in zip(found, expected, strict=True):
        assert problem.startswith(f"{tmp_path.name}/1.yaml:{beginning}")


def test_the_standard_is_sound_without_its_faults(tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text(STANDARD, encoding="utf-8")
    assert check_file(file) == []


APPLICATION = """\
format: greenlist.application/1
standard: gbt-36132
edition: "2025"
reference_date: 2026-06-30
data_year: 2025
inputs:
  energy: "1200"
  output_value: {years: {2025: "100", 2024: "90", 2023: "80"}}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("energy: ", "enrgy: ", "7:11: “enrgy”不是本标准的数据项；请删去或核对编号。"),
        ('"1200"', '"-1200"', "7:12: 全厂综合能耗（不含用作原料的能源）：应不小于0，现在是“-1200”。"),
        (
            '"1200"',
            '"' + "1" * 40 + '"',
            "7:12: 全厂综合能耗（不含用作原料的能源）：“" + "1" * 40 + "”超过15位有效数字；请核对，或换用较大的单位。",
        ),
        ('"1200"', "{value: 1200, unit: 斤}", "7:11: 全厂综合能耗（不含用作原料的能源）：不认识单位“斤”，本项用 tce。"),
        ('"1200"', "{value: 1200, unit: t}", "7:11: 全厂综合能耗（不含用作原料的能源）：单位“t”不能换算成 tce。"),
        ("2023:", "2022:", "8:17: 工业总产值：只要2023至2025年的数，不要“2022”年的。"),
    ],
    ids=["unknown", "negative where impossible", "40 digits", "unknown unit", "unit that does not convert", "year outside"],
)
def test_an_application_with_bad_input_is_refused_at_its_place(tmp_path, old, new, expected):
    assert APPLICATION.count(old) == 1
    file = tmp_path / "unit.yaml"
    file.write_text(APPLICATION.replace(old, new), encoding="utf-8")
    with pytest.raises(ApplicationProblems) as found:
        ApplicationFile(file)
    assert found.value.problems == [f"unit.yaml:{expected}"]


def test_a_missing_year_leaves_what_needs_it_open(tmp_path):
    file = tmp_path / "unit.yaml"
    file.write_text(APPLICATION.replace(', 2023: "80"', ""), encoding="utf-8")
    result = ApplicationFile(file).score()
    assert result.verdict == "incomplete"
    assert result.items["P2"].status == "missing"


def test_a_zero_output_is_told_with_its_line_and_what_cannot_be_computed(tmp_path):
    file = tmp_path / "unit.yaml"
    file.write_text(APPLICATION.replace("inputs:\n", "inputs:\n  product_energy: 5\n  product_output: 0\n"), encoding="utf-8")
    read = ApplicationFile(file)
    result = read.score()
    assert result.items["E1"].status == "missing"
    assert any(
        line.startswith("unit.yaml:8:19: 产品产量（") and "是0，无法计算“单位产品综合能耗”；请核对，分母不能为0。" in line
        for line in read.zeros(result)
    )
