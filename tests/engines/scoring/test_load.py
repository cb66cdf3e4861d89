"""Reading a standard file: digits kept as text, every fault at file:line:column, all at once."""

from pathlib import Path

import pytest

from greenlist.engines.scoring.load import StandardProblems, load_standard

TOY = Path(__file__).parents[2] / "assets" / "standards" / "toy" / "2024.yaml"
SMALL = """\
format: greenlist.standard/1
id: small
edition: "1"
number: T/SMALL 1
title: 小
subject: factory
source: made by hand
in_force: {from: 2024-01-01, to: null}
total: {round: 0.10, maximum: 10}
inputs:
  a: {label: 甲, unit: t, clause: A.1}
gates:
  - {id: G1, label: 依法, clause: "1"}
groups:
  - id: A
    title: 能源
    items:
      - {id: A1, label: 项, kind: judged, points: 10.00, clause: "2"}
"""


def load(tmp_path, text: str):
    file = tmp_path / "small" / "1.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return load_standard(file)


def problems(tmp_path, text: str) -> list[str]:
    with pytest.raises(StandardProblems) as found:
        load(tmp_path, text)
    assert str(found.value) == "\n".join(found.value.problems)
    return found.value.problems


def test_numbers_keep_the_digits_that_were_written(tmp_path):
    standard = load(tmp_path, SMALL).standard
    assert standard.total == {"round": "0.10", "maximum": "10"}
    assert standard.groups[0].items[0].points == "10.00"
    assert standard.edition == "1"
    assert standard.in_force == {"from": "2024-01-01", "to": None}


def test_a_long_number_is_not_touched_by_a_binary_float(tmp_path):
    text = SMALL.replace("10.00", "0.1000000000000000055511151231257827")
    assert load(tmp_path, text).standard.groups[0].items[0].points == "0.1000000000000000055511151231257827"


@pytest.mark.parametrize(
    ("word", "expected"), [("true", True), ("false", False), ("yes", True), ("no", False), ("On", True), ("OFF", False)]
)
def test_yes_and_no_are_read_as_such(tmp_path, word, expected):
    text = SMALL.replace('clause: "2"', f'clause: "2", may_be_not_applicable: {word}')
    assert load(tmp_path, text).standard.groups[0].items[0].may_be_not_applicable is expected


def test_what_is_not_given_has_the_schemas_default(tmp_path):
    leaf = load(tmp_path, SMALL).standard.groups[0]
    assert (leaf.weight, leaf.best, leaf.not_applicable, leaf.required_block, leaf.groups) == (None, None, "redistribute", False, [])
    assert (leaf.items[0].confidence, leaf.items[0].test, leaf.items[0].score, leaf.items[0].count_of) == ("VERIFIED", None, None, None)


def test_a_place_is_told_as_file_and_line(tmp_path):
    source = load(tmp_path, SMALL)
    assert source.at("groups", 0, "items", 0) == "small/1.yaml:18"
    assert source.at("inputs", "a") == "small/1.yaml:11"
    assert source.at("gates", 0) == "small/1.yaml:13"
    assert source.at("nowhere") == "small/1.yaml:0"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("label: 项", "lable: 项", "small/1.yaml:18:25: Object contains unknown field `lable`"),
        ("label: 项, ", "", "small/1.yaml:18:9: Object missing required field `label`"),
        ("kind: judged", "kind: maybe", "small/1.yaml:18:34: Invalid enum value 'maybe'"),
        ("{label: 甲, unit: t, clause: A.1}", "{label: 甲, unit: t}", "small/1.yaml:11:6: Object missing required field `clause`"),
        ('{id: G1, label: 依法, clause: "1"}', "{id: G1, label: 依法}", "small/1.yaml:13:5: Object missing required field `clause`"),
        ("subject: factory", "subject: school", "small/1.yaml:6:10: Invalid enum value 'school'"),
        ("title: 小\n", "", "small/1.yaml:1:1: Object missing required field `title`"),
        ("id: A\n", "id: A\n    colour: red\n", "small/1.yaml:16:13: Object contains unknown field `colour`"),
        ("format: greenlist.standard/1", "format: greenlist.standard/2", "small/1.yaml:1:9: Invalid enum value 'greenlist.standard/2'"),
        ("id: A\n", "id: A\n    best: two\n", "small/1.yaml:16:11: Expected `int | null`, got `str`"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_line_and_column(tmp_path, old, new, expected):
    assert old in SMALL
    assert problems(tmp_path, SMALL.replace(old, new, 1)) == [expected]


def test_all_faults_are_told_at_once_in_whatever_piece_they_are(tmp_path):
    text = (
        SMALL.replace("unit: t", "unti: t")
        .replace("label: 依法", "lbl: 依法")
        .replace("kind: judged", "kind: x")
        .replace("title: 小", "titel: 小")
    )
    assert sorted(p.split(":")[1] for p in problems(tmp_path, text)) == ["11", "13", "18", "5"]


def test_faults_in_a_nested_group_are_found(tmp_path):
    text = (
        SMALL
        + '    groups:\n      - id: B\n        title: 内\n        items:\n          - {id: B1, label: 项, kind: judged, clause: "3"}\n'
    )
    assert problems(tmp_path, text) == ["small/1.yaml:23:13: Object missing required field `points`"]


def test_a_key_that_stands_twice_is_a_fault(tmp_path):
    assert problems(tmp_path, SMALL.replace("id: small", "id: small\nid: other")) == ["small/1.yaml:3:1: key 'id' stands twice; keep one"]
    assert problems(tmp_path, SMALL.replace("points: 10.00", "points: 10.00, points: 5")) == [
        "small/1.yaml:18:57: key 'points' stands twice; keep one"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "small/1.yaml:1:1: the file is empty; begin with format: greenlist.standard/1"),
        ("# only a remark\n", "small/1.yaml:1:1: the file is empty; begin with format: greenlist.standard/1"),
        ("- a\n- b\n", "small/1.yaml:1:1: expected a mapping at the top"),
        ("just words\n", "small/1.yaml:1:1: expected a mapping at the top"),
        ("a: [1, 2\nb: 3\n", "small/1.yaml:2:2: not YAML: did not find expected ',' or ']'"),
        ("a: b: c\n", "small/1.yaml:1:5: not YAML: mapping values are not allowed in this context"),
        ("\ttab: 1\n", "small/1.yaml:1:1: not YAML: found character that cannot start any token"),
    ],
)
def test_a_file_that_is_no_standard_at_all_is_told_with_its_place(tmp_path, text, expected):
    assert problems(tmp_path, text) == [expected]


def test_a_file_in_another_encoding_is_told(tmp_path):
    file = tmp_path / "1.yaml"
    file.write_bytes("title: 绿色工厂".encode("gb18030"))
    with pytest.raises(StandardProblems, match="not UTF-8; save the file as UTF-8"):
        load_standard(file)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("inputs:\n  a: {label: 甲, unit: t, clause: A.1}", "inputs: [a, b]", "10"),
        ("inputs:\n  a: {label: 甲, unit: t, clause: A.1}", "inputs: 5", "10"),
        ('gates:\n  - {id: G1, label: 依法, clause: "1"}', "gates: {G1: 依法}", "12"),
        ('gates:\n  - {id: G1, label: 依法, clause: "1"}', "gates: [依法]", "12"),
        ('    items:\n      - {id: A1, label: 项, kind: judged, points: 10.00, clause: "2"}', "    items: 3", "17"),
        ('    items:\n      - {id: A1, label: 项, kind: judged, points: 10.00, clause: "2"}', "    groups: [only a word]", "17"),
        ("\n  a: {label: 甲, unit: t, clause: A.1}", "", "10"),
    ],
)
def test_a_piece_of_the_wrong_shape_is_told_and_does_not_break_the_reader(tmp_path, old, new, line):
    assert old in SMALL
    assert {p.split(":")[1] for p in problems(tmp_path, SMALL.replace(old, new))} == {line}


def test_faults_of_the_toy_file_are_told_all_at_once_with_line_and_column(tmp_path):
    text = TOY.read_text(encoding="utf-8")
    broken = text.replace("label: 甲, kind: judged", "lable: 甲, kind: judged").replace("kind: yes_no", "kind: maybe")
    lines = {p.split(":")[1] for p in problems(tmp_path, broken)}
    wanted = {str(n) for n, line in enumerate(broken.splitlines(), 1) if "lable" in line or "maybe" in line}
    assert lines == wanted
