"""Reading a standard file: digits kept as text, every fault at file:line:column, all at once."""

from pathlib import Path
from typing import get_args

import pytest

from greenlist.engines.scoring.load import StandardProblems, load_standard, read_standard
from greenlist.engines.scoring.schema import Group, ItemKind
from greenlist.engines.scoring.written import LIMIT_BYTES, LIMIT_DEPTH

TOY = Path(__file__).parents[2] / "assets" / "standards" / "toy" / "2024.yaml"
KINDS = "、".join(sorted(get_args(ItemKind)))
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
        ("label: 项", "lable: 项", "small/1.yaml:18:18: 没有“lable”这个字段；是不是“label”？"),
        ("label: 项, ", "", "small/1.yaml:18:9: 缺“label”；请补上。"),
        ("kind: judged", "kind: maybe", "small/1.yaml:18:34: “kind”不能写“maybe”；应写{KINDS}之一。"),
        ("{label: 甲, unit: t, clause: A.1}", "{label: 甲, unit: t}", "small/1.yaml:11:6: 缺“clause”；请补上。"),
        ('{id: G1, label: 依法, clause: "1"}', "{id: G1, label: 依法}", "small/1.yaml:13:5: 缺“clause”；请补上。"),
        ("subject: factory", "subject: school", "small/1.yaml:6:10: “subject”不能写“school”；应写factory、park、supply_chain之一。"),
        ("title: 小\n", "", "small/1.yaml:1:1: 缺“title”；请补上。"),
        ("id: A\n", "id: A\n    colour: red\n", "small/1.yaml:16:5: 没有“colour”这个字段；可写：{FIELDS}。"),
        ("format: greenlist.standard/1", "format: greenlist.standard/2", "small/1.yaml:1:9: “format”不能写“greenlist.standard/2”；应写greenlist.standard/1。是不是“greenlist.standard/1”？"),
        ("id: A\n", "id: A\n    best: two\n", "small/1.yaml:16:11: “best”应写整数，这里是“two”。"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_line_and_column(tmp_path, old, new, expected):
    assert old in SMALL
    assert problems(tmp_path, SMALL.replace(old, new, 1)) == [expected.format(KINDS=KINDS, FIELDS="、".join(Group.__struct_fields__))]


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
    assert problems(tmp_path, text) == ["small/1.yaml:23:13: 缺“points”；请补上。"]


def test_a_key_that_stands_twice_is_a_fault(tmp_path):
    assert problems(tmp_path, SMALL.replace("id: small", "id: small\nid: other")) == [
        "small/1.yaml:3:1: “id”写了两次，第一次在第 2 行；请只留一处。"
    ]
    assert problems(tmp_path, SMALL.replace("points: 10.00", "points: 10.00, points: 5")) == [
        "small/1.yaml:18:57: “points”写了两次，第一次在第 18 行；请只留一处。"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "small/1.yaml:1:1: 文件是空的；第一行写 format，如 format: greenlist.standard/1。"),
        ("# only a remark\n", "small/1.yaml:1:1: 文件是空的；第一行写 format，如 format: greenlist.standard/1。"),
        ("- a\n- b\n", "small/1.yaml:1:1: 文件应写几行“名称: 值”，这里是一个列表。"),
        ("just words\n", "small/1.yaml:1:1: 文件应写几行“名称: 值”，这里是“just words”。"),
        ("a: [1, 2\nb: 3\n", "small/1.yaml:2:2: 不是合格的 YAML：花括号或方括号里缺逗号，或没有写完；含方括号或逗号的算式请加引号。"),
        ("a: b: c\n", "small/1.yaml:1:5: 不是合格的 YAML：一行里有两个“: ”；值里有冒号时请加引号。"),
        ("\ttab: 1\n", "small/1.yaml:1:1: 行首用了制表符（Tab）；请改成空格。"),
    ],
)
def test_a_file_that_is_no_standard_at_all_is_told_with_its_place(tmp_path, text, expected):
    assert problems(tmp_path, text) == [expected]


def test_a_file_in_another_encoding_is_told(tmp_path):
    file = tmp_path / "1.yaml"
    file.write_bytes("title: 绿色工厂".encode("gb18030"))
    with pytest.raises(StandardProblems, match=r"1\.yaml:1:1: 这一行不是 UTF-8 编码；请把文件另存为 UTF-8。"):
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


# ---- what a file may not do: told, and nothing is made of it -----------------------------------------------------------

LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("made by hand", "!!python/object:os.system x", ["small/1.yaml:7:9: 不能用标记“tag:yaml.org,2002:python/object:os.system”；请删去感叹号开头的词。"]),
        ("label: 甲", "<<: {label: 甲}", ["small/1.yaml:11:6: 缺“label”；请补上。", "small/1.yaml:11:7: 不能用“<<”合并别处的内容；请把内容写全。"]),
        ("clause: A.1}", "clause: &same A.1}\n  b: {label: 乙, unit: t, clause: *same}", ["small/1.yaml:12:34: 这里引用了别处的内容（*名称）；请把内容写全。"]),
        ("clause: A.1", "clause: *gone", ["small/1.yaml:11:34: 这里引用了别处的内容（*名称）；请把内容写全。"]),
        ("title: 小", "title:\n\t小", ["small/1.yaml:6:1: 行首用了制表符（Tab）；请改成空格。"]),
        ("title: 小", "title: yes", ["small/1.yaml:5:8: “title”应写文字，这里被读成是或否；请加引号。"]),
        ("title: 小", "title: '小", ["small/1.yaml:19:1: 不是合格的 YAML：引号没有写完。"]),
        ("title: 小", "title: \x01", ["small/1.yaml:5:1: 不是合格的 YAML：有不可见的控制字符；请删去。"]),
        ("title: 小", "title: 小\n? [a]\n: b", ["small/1.yaml:6:3: 冒号前只能写名称；请给含括号的值加引号。"]),
        ("title: 小", "title: 小\n? " + "[" * 400 + "]" * 400 + "\n: b", ["small/1.yaml:6:3: 冒号前只能写名称；请给含括号的值加引号。"]),
        ("title: 小", "title: 小\n---\nid: b", ["small/1.yaml:6:1: 不是合格的 YAML：文件只能有一个文档；请删去中间的“---”。"]),
        ("title: 小", "title: " + "[" * 40 + "]" * 40, ["small/1.yaml:5:8: “title”应写文字，这里是一个列表。", f"small/1.yaml:5:{8 + LIMIT_DEPTH}: 层数超过 {LIMIT_DEPTH}；请减少嵌套。"]),
        ("title: 小", "title: " + "[" * 5000, ["small/1.yaml:5:1007: 不是合格的 YAML：层数太多。"]),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_told_at_its_place(tmp_path, old, new, expected):
    assert old in SMALL
    found = problems(tmp_path, SMALL.replace(old, new, 1))
    assert [p for p in found if "这里是空的" not in p] == expected


def test_a_file_of_copies_of_copies_is_refused_without_being_spread(tmp_path):
    found = problems(tmp_path, LAUGHS)
    told = [p.split(": ")[0] for p in found if "这里引用了别处的内容" in p]
    assert told == [f"small/1.yaml:{line}:{column}" for line, column in ((2, 8), (2, 12), (3, 8), (3, 12), (4, 5), (4, 9))]
    assert any("这里引用了别处的内容" in p for p in problems(tmp_path, "a: &a [*a]\n"))


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(StandardProblems) as found:
        read_standard(b" " * (LIMIT_BYTES + 1), "s/1.yaml")
    assert found.value.problems == ["s/1.yaml:1:1: 文件有 2,000,001 字节，超过 2 MB；一个文件只写一个标准的一个版本。"]


def test_a_wrong_byte_is_told_with_its_line():
    with pytest.raises(StandardProblems, match="s/1.yaml:3:1: 这一行不是 UTF-8 编码"):
        read_standard(b"a: 1\nb: 2\nc: \xb1\xea\n", "s/1.yaml")


def test_faults_are_told_in_the_order_of_the_file(tmp_path):
    text = SMALL.replace("points: 10.00", "points: [1]").replace("unit: t", "unti: t").replace("subject: factory", "subject: fabrik")
    assert [p.split(": ")[0] for p in problems(tmp_path, text)] == ["small/1.yaml:6:10", "small/1.yaml:11:17", "small/1.yaml:18:50"]


def test_a_place_inside_a_text_is_told_by_its_column(tmp_path):
    source = load(tmp_path, SMALL.replace('clause: "2"', 'clause: "2", test: "a > 1"').replace("made by hand", "made\n  by hand"))
    assert source.place("groups", 0, "items", 0, "test", offset=4) == "small/1.yaml:19:81"
    assert source.place("groups", 0, "items", 0, "points", "deeper", offset=4) == "small/1.yaml:19:50"
    assert source.place("source", offset=4) == "small/1.yaml:7:9"
    assert source.place() == "small/1.yaml:1:1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb\nc: 2\n", "3:1: 不是合格的 YAML：缺“: ”（冒号后要空一格），或上一行的缩进不对。"),
        ("a: 1\n- b\n", "2:1: 不是合格的 YAML：缩进不对齐，或上一行的括号、引号没有写完。"),
        ("a: - 1\n", "1:4: 不是合格的 YAML：“- ”不能写在这里；请另起一行并缩进。"),
        ("- a\nb: 1\n", "2:1: 不是合格的 YAML：列表各项的“- ”没有对齐。"),
        ("a: @b\n", "1:4: 不是合格的 YAML：值以特殊符号开头；请加引号。"),
        ("a: ]\n", "1:4: 不是合格的 YAML：方括号或花括号里的符号不对，或没有写完。"),
        ("\n\x01", "2:1: 不是合格的 YAML：有不可见的控制字符；请删去。"),
        ("a: 1\n...\nb: 2\n", "3:1: 不是合格的 YAML：文件只能有一个文档，或开头的缩进不对。"),
        ("--- a\n--- b\n", "2:1: 不是合格的 YAML：文件只能有一个文档；请删去中间的“---”。"),
        ("a: !<x\n", "1:7: 不是合格的 YAML：did not find the expected '>'。"),
    ],
)
def test_what_the_parser_says_is_told_in_words(text, expected):
    with pytest.raises(StandardProblems) as found:
        read_standard(text, "s/1.yaml")
    assert found.value.problems == [f"s/1.yaml:{expected}"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b" " * LIMIT_BYTES, ["1:1: 文件是空的；第一行写 format，如 format: greenlist.standard/1。"]),
        (b"\xef\xbb\xbf", ["1:1: 文件是空的；第一行写 format，如 format: greenlist.standard/1。"]),
        (b"\xef\xbb\xbf\ta: 1", ["1:1: 行首用了制表符（Tab）；请改成空格。"]),
        ("*x", ["1:1: 这里引用了别处的内容（*名称）；请把内容写全。", "1:1: 文件应写几行“名称: 值”，这里是空的。"]),
        (SMALL.replace("id: A\n", "id: A\n    best: 007\n"), ["16:11: “best”应写整数，这里是“007”；请去掉前面的0。"]),
        (b"\n\xb1", ["2:1: 这一行不是 UTF-8 编码；请把文件另存为 UTF-8。"]),
        ("\n\ta: 1", ["2:1: 行首用了制表符（Tab）；请改成空格。"]),
        ("  \n\n\tb: 1\n \tc: 2\n", ["3:1: 行首用了制表符（Tab）；请改成空格。", "4:1: 行首用了制表符（Tab）；请改成空格。"]),
    ],
    ids=[
        "as large as it may be",
        "a mark of order alone",
        "a tab behind a mark of order",
        "a reference and nothing else",
        "a whole number with noughts before it",
        "a wrong byte",
        "a tab",
        "two tabs",
    ],
)
def test_a_file_is_told_from_its_first_line(content, expected):
    with pytest.raises(StandardProblems) as found:
        read_standard(content, "s/1.yaml")
    assert found.value.problems == [f"s/1.yaml:{one}" for one in expected]


def test_a_list_over_several_lines_is_no_text_over_several_lines(tmp_path):
    source = load(tmp_path, SMALL.replace("made by hand", "made\n  by hand"))
    assert source.folded == {("source",)}
    assert source.keys["groups", 0, "id"] == (16, 5)


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quoted_text_begins_after_its_quote(tmp_path, quote):
    source = load(tmp_path, SMALL.replace("title: 小", f"title: {quote}小{quote}"))
    assert source.place("title") == "small/1.yaml:5:9"


def test_thirty_levels_are_let_through_and_the_next_is_not(tmp_path):
    def found(depth: int) -> list[str]:
        return problems(tmp_path, SMALL.replace("title: 小", "title: " + "[" * depth + "]" * depth))

    assert not [p for p in found(LIMIT_DEPTH) if "层数超过" in p]
    assert [p for p in found(LIMIT_DEPTH + 1) if "层数超过" in p]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("made by hand", "'" + "字" * 50 + "'", []),
        ("subject: factory", "subject: " + "x" * 50, ["“subject”不能写“" + "x" * 40 + "”；应写factory、park、supply_chain之一。"]),
        ("id: A\n", "id: A\n    best: " + "x" * 50 + "\n", ["“best”应写整数，这里是“" + "x" * 40 + "”。"]),
        ("id: A\n", "id: A\n    best: -2\n", []),
        ("id: A\n", "id: A\n    best: ２\n", ["“best”应写整数，这里是“２”。"]),
        ("id: A\n", "id: A\n    best: 1.5\n", ["“best”应写整数，这里是“1.5”。"]),
        ("id: A\n", "id: A\n    best: yes\n", ["“best”应写整数，这里是“True”。"]),
        ("id: A\n", "id: A\n    best: {a: 1}\n", ["“best”应写整数，这里是几行“名称: 值”。"]),
        ("id: A\n", "id: A\n    required_block: 5\n", ["“required_block”应写true 或 false，这里是“5”。"]),
        ("id: A\n", "id:\n", ["“id”应写文字，这里是空的。"]),
        ("id: A\n", "id: A\n    " + "z" * 50 + ": 1\n", None),
        ("kind: judged", "kind: judge", None),
        ("label: 项, kind", "labl: 项, knd", ["没有“labl”这个字段；是不是“label”？", "没有“knd”这个字段；是不是“kind”？"]),
        ("subject: factory", "subject: [factory]", ["“subject”应写文字，这里是一个列表。"]),
        ("subject: factory", "subject: yes", ["“subject”应写文字，这里被读成是或否；请加引号。"]),
        ("items:\n", "items:\n      - [a]\n", ["“items”应写几行“名称: 值”，这里是一个列表。"]),
    ],
)  # fmt: skip
def test_what_has_another_shape_is_told_with_what_was_wanted(tmp_path, old, new, expected):
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    if expected == []:
        assert load(tmp_path, text).standard.id == "small"
        return
    told = [p.split(": ", 1)[1] for p in problems(tmp_path, text)]
    if expected is not None:
        assert told == expected
    elif "zzz" in new:
        assert told == [f"没有“{'z' * 40}”这个字段；可写：{'、'.join(Group.__struct_fields__)}。"]
    else:
        assert told == [f"“kind”不能写“judge”；应写{KINDS}之一。是不是“judged”？"]


def test_a_step_of_a_score_has_two_values(tmp_path):
    score = 'score: {kind: steps, value: a, steps: [["1", "1/2"], ["2"]]}'
    told = problems(tmp_path, SMALL.replace("kind: judged", f"kind: measure, {score}"))
    assert [p.split(": ", 1)[1] for p in told] == ["应有 2 个值，这里有 1 个。"]
    deeper = score.replace('["2"]', '["2", [x]]')
    told = problems(tmp_path, SMALL.replace("kind: judged", f"kind: measure, {deeper}"))
    assert [p.split(": ", 1)[1] for p in told] == ["“steps”应写文字，这里是一个列表。"]


def test_what_may_be_anything_is_no_second_fault(tmp_path):
    value = "{bracket: a, at_least: [[5, 1]], below: [2]}"
    derived = f"derived:\n  d: {{label: 值, unit: t, clause: A, value: {value}}}\n  e: {{label: 值, unti: t, clause: A, value: a}}\n"
    told = problems(tmp_path, SMALL.replace("gates:\n", f"{derived}gates:\n"))
    assert [p.split(": ", 1)[1] for p in told] == ["没有“unti”这个字段；是不是“unit”？"]


def test_one_of_two_words_is_wanted(tmp_path):
    told = problems(tmp_path, SMALL.replace("id: A\n", "id: A\n    choose_by: both\n"))
    assert [p.split(": ", 1)[1] for p in told] == ["“choose_by”不能写“both”；应写declared、ratio之一。"]


def test_a_name_near_two_others_stands_for_the_nearest_only(tmp_path):
    told = problems(
        tmp_path, SMALL.replace("number: T/SMALL 1\n", "").replace("title: 小\n", "").replace("source: made by hand", "sourc: x")
    )
    assert [p.split(": ", 1)[1] for p in told if "sourc" in p] == ["没有“sourc”这个字段；是不是“source”？"]
    assert {p.split(": ", 1)[1] for p in told if "sourc" not in p} == {"缺“number”；请补上。", "缺“title”；请补上。"}
