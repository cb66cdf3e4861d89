"""Checking one standard file: shape, then lint, then the tests inside."""

from pathlib import Path

import pytest

from greenlist.engines.scoring.check import check_file, coverage_of, preview_of
from greenlist.engines.scoring.load import StandardProblems
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


def test_what_cannot_be_reckoned_with_is_told_before_the_coverage_runs_a_test(tmp_path):
    file = tmp_path / "2024.yaml"
    file.write_text(TOY.read_text(encoding="utf-8").replace("mode: gbt8170", 'round_item: "0"'), encoding="utf-8")
    with pytest.raises(StandardProblems, match="round_item：应写大于0"):
        coverage_of(file)


@pytest.mark.parametrize(
    ("old", "new", "asked", "told"),
    [
        ('total: "50.0"', 'total: "49.0"', coverage_of, "各项恰在引领值：total 是 50.0，应为 49.0。"),
        ('maximum: "50"', 'maximum: "60"', preview_of, "分值合计 50，应为总分 total.maximum（60）。"),
    ],
)
def test_of_a_file_that_is_not_sound_neither_branches_nor_a_picture_are_given(tmp_path, old, new, asked, told):
    file = tmp_path / "2024.yaml"
    file.write_text(TOY.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(StandardProblems, match=told):
        asked(file)
