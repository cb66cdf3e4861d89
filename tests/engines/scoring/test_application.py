"""What a unit types: read exactly, put right where it is only typography, refused in Chinese, all faults at once."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenlist.engines.scoring import ApplicationProblems, read_application, score
from greenlist.engines.scoring.application import AS_SHOWN, number
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.rounding import shown
from tests.engines.scoring.standards import group, item, measure, one, plan

LEAVES = [
    item("R", "required", "5"),
    item("O", "optional", "4"),
    item("J", "judged", "4.5"),
    item("C", "count", "6", count_of=12),
    item("Y", "yes_no", "3", may_be_not_applicable=True),
    measure("M", "5", kind="pos", lead="1"),
]
PLAN = plan(group("G", *LEAVES), maximum="27.5", gates=[{"id": "G1", "label": "依法", "clause": "1"}])


def read(**content):
    return read_application(PLAN, content)


def problems(**content) -> list[str]:
    with pytest.raises(ApplicationProblems) as found:
        read(**content)
    assert str(found.value) == "\n".join(found.value.problems)
    return found.value.problems


# ---- figures as they are typed ---------------------------------------------------------------------------------------


@given(st.from_regex(AS_SHOWN, fullmatch=True).filter(lambda text: len(text) <= 15))
def test_a_figure_typed_as_it_is_shown_needs_no_showing(text):
    assert shown(number(text), 4) == text


@pytest.mark.parametrize("text", ["0", "7", "0.5", "1234.56", "0.0001", "999999999999999"])
def test_the_tree_shows_such_a_figure_as_typed_and_no_other_text(text):
    application = read(inputs={"a": text})
    assert (application.inputs, application.typed) == ({"a": number(text)}, {"a": text})
    plain = score(PLAN, replace(application, typed={})).trace
    assert score(PLAN, application).trace == plain
    assert plain["nodes"]["a"]["value"]["shown"] == plain["nodes"]["M"]["evidence"] == text


@pytest.mark.parametrize("text", ["0.50", "00.5", "5.", ".5", " 0.5", "0.12345", "1,234.5", "１.5", "-0.5", "1234567890123.456"])
def test_a_figure_typed_otherwise_is_shown_anew(text):
    assert not AS_SHOWN.fullmatch(text) or len(text) > 15


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [("0.50", "0.5"), ("2.0", "2"), ("10", "10"), ("0.0", "0"), ("0", "0"), ("20.0100", "20.01"), ("9999999999.9999", "9999999999.9999")],
)
def test_noughts_behind_are_left_out_and_what_is_typed_beside_is_kept(text, shown_as):
    application = read(inputs={"a": text, "b": "1.25", "c": "100"})
    assert application.typed == {"a": shown_as, "b": "1.25", "c": "100"}
    assert application.inputs == {"a": number(text), "b": Rational(5, 4), "c": Rational(100)}


@pytest.mark.parametrize(
    "text", ["007", "00.5", "1.", ".5", "1,200", "１２", "0.12345", "10000000000", "1e3", "5\n", "1\n2", "\n", "-1", " 1", ""]
)
def test_one_figure_typed_otherwise_changes_nothing_of_the_others(text):
    def read_alone(typed):
        try:
            return read(inputs=typed).inputs
        except ApplicationProblems as error:
            return error.problems

    alone, beside = read_alone({"a": text}), read_alone({"a": text, "b": "2.50"})
    assert beside == (alone if isinstance(alone, list) else alone | {"b": Rational(5, 2)})
    if isinstance(beside, dict):
        assert score(PLAN, read(inputs={"a": text, "b": "2.50"})).trace["nodes"]["b"]["value"]["exact"] == "2.5"


def test_a_line_break_within_a_figure_makes_two_numbers_of_none():
    assert problems(inputs={"a": "1\n2"}) == ["A：“1\n2”不是数字；请只填数字，例如 1284.6。"]
    assert read(inputs={"a": "5\n"}).inputs == {"a": 5}


def test_a_text_of_what_is_no_plain_figure_is_read_as_what_it_is():
    assert problems(inputs={"a": "1", "zz": "2"}) == ["“zz”不是本标准的数据项；请删去或核对编号。"]
    assert problems(inputs={"zz": "2"}) == ["“zz”不是本标准的数据项；请删去或核对编号。"]
    assert wide(inputs={"low": "2.5", "any": "1"}).inputs == {"low": Rational(5, 2), "any": Rational(1)}


def test_a_figure_in_another_unit_or_within_bounds_is_not_kept_as_typed():
    typed = {"a": {"value": "1.5", "unit": "kg"}, "b": {"value": "1.5", "unit": "t"}, "c": {"value": "1.5", "evidence": "台账"}}
    assert read(inputs=typed).typed == {"b": "1.5", "c": "1.5"}
    assert read(inputs=typed).inputs == {"a": Rational(3, 2000), "b": Rational(3, 2), "c": Rational(3, 2)}


def test_a_figure_whose_only_limit_is_nought_is_kept_as_typed():
    typed = {"b": {"value": "1.5", "unit": ""}, "any": "1.5", "low": "2.5", "top": "2.5", "in": "2.5"}
    assert wide(inputs=typed).typed == {"b": "1.5", "any": "1.5"}


# ---- figures --------------------------------------------------------------------------------------------------------


def test_a_figure_is_read_in_the_unit_of_the_standard():
    typed = {"a": {"value": "1500", "unit": "kg"}, "b": {"value": "2", "unit": "万t"}, "c": {"value": "3"}}
    assert read(inputs=typed).inputs == {"a": Fraction(3, 2), "b": 20000, "c": 3}


def test_a_figure_in_the_unit_of_the_standard_is_read_whether_or_not_the_table_of_units_knows_it():
    counted = one(item("X"), inputs={"n": {"label": "设备", "unit": "台套", "clause": "N"}})
    assert read_application(counted, {"inputs": {"n": "1,200"}}).inputs == {"n": 1200}


def test_a_bare_value_is_a_figure_too():
    assert read(inputs={"a": "1.5", "b": 2}).inputs == {"a": Fraction(3, 2), "b": 2}


@pytest.mark.parametrize("empty", ["", None, {"value": ""}, {"value": None}, {"unit": "t"}, {}])
def test_an_empty_place_is_not_filled_and_not_zero(empty):
    assert read(inputs={"a": empty}, items={"R": empty}).inputs == {}
    assert read(items={"R": empty}).answers == {}


def test_a_zero_is_filled():
    assert read(inputs={"a": "0"}).inputs == {"a": 0}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"value": "一百"}, "A：“一百”不是数字；请只填数字，例如 1284.6。"),
        ({"value": "5", "unit": "桶"}, "A：不认识单位“桶”，本项用 t。"),
        ({"value": "5", "unit": "万元"}, "A：单位“万元”不能换算成 t。"),
        ({"value": "12345678901234567"}, "A：“12345678901234567”超过15位有效数字；请核对，或换用较大的单位。"),
    ],
)
def test_a_figure_that_cannot_be_read_is_told_by_its_label(entry, expected):
    assert problems(inputs={"a": entry}) == [expected]


def test_evidence_and_doubt_are_kept_apart_from_the_value():
    found = read(
        inputs={"a": {"value": "1", "evidence": "台账第3页"}, "b": {"doubtful": True, "value": "2"}, "c": {"evidence": "只有证据"}},
        items={"O": {"value": "3", "evidence": "照片", "doubtful": False}, "J": {"doubtful": True}},
    )
    assert (found.inputs, found.answers) == ({"a": 1, "b": 2}, {"O": 3})
    assert found.evidence == {"a": "台账第3页", "c": "只有证据", "O": "照片"}
    assert found.doubtful == {"b", "J"}


# ---- answers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["met", "符合", "是", "true", "True", " 符合 ", True])
def test_words_for_yes(word):
    assert read(items={"R": word, "Y": word, "G1": word}).answers == {"R": True, "Y": True, "G1": True}
    assert read(items={"O": word, "J": word, "C": word}).answers == {"O": 4, "J": Fraction(9, 2), "C": 12}


@pytest.mark.parametrize("word", ["not_met", "不符合", "否", "false", "False"])
def test_words_for_no(word):
    assert read(items={"R": word, "Y": word, "G1": word}).answers == {"R": False, "Y": False, "G1": False}
    assert read(items={"O": word, "J": word, "C": word}).answers == {"O": 0, "J": 0, "C": 0}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ({"R": "1"}, "项R：只能填“符合”或“不符合”。"),
        ({"Y": "大概"}, "项Y：只能填“符合”或“不符合”。"),
        ({"G1": "1"}, "G1：只能填“符合”或“不符合”。"),
        ({"O": "4.01"}, "项O：应在0和4之间，现在是“4.01”。"),
        ({"J": "-0.1"}, "项J：应在0和4.5之间，现在是“-0.1”。"),
        ({"J": "很好"}, "项J：“很好”不是数字；请只填数字，例如 1284.6。"),
        ({"C": "13"}, "项C：应在0和12之间，现在是“13”。"),
        ({"C": "2.5"}, "项C：应填整数个，现在是“2.5”。"),
        ({"Z": "1"}, "“Z”不是本标准的项目；请删去或核对编号。"),
    ],
)
def test_an_answer_that_does_not_fit_is_told_with_the_limits(items, expected):
    assert problems(items=items) == [expected]


@pytest.mark.parametrize(
    ("name", "answer", "expected"), [("O", "0", 0), ("O", "4", 4), ("J", "4.5", Fraction(9, 2)), ("C", "12", 12), ("C", "0", 0)]
)
def test_the_limits_themselves_are_allowed(name, answer, expected):
    assert read(items={name: answer}).answers == {name: expected}


# ---- what does not apply --------------------------------------------------------------------------------------------


def test_what_does_not_apply_keeps_its_reason():
    assert read(not_applicable={"Y": "不生产用能产品"}).not_applicable == {"Y": "不生产用能产品"}


@pytest.mark.parametrize(
    ("absent", "expected"),
    [
        ({"R": "没有"}, ["“R”不能标为不适用。"]),
        ({"Z": "没有"}, ["“Z”不能标为不适用。"]),
        ({"Y": ""}, ["“项Y”标为不适用，须写明理由。"]),
        ({"Y": "  "}, ["“项Y”标为不适用，须写明理由。"]),
        ({"R": ""}, ["“R”不能标为不适用。", "“项R”标为不适用，须写明理由。"]),
        ({"Z": ""}, ["“Z”不能标为不适用。"]),
    ],
)
def test_only_what_may_be_absent_is_and_only_with_a_reason(absent, expected):
    assert problems(not_applicable=absent) == expected


# ---- all at once ----------------------------------------------------------------------------------------------------


def test_all_faults_are_told_at_once_in_the_order_of_the_paper():
    assert problems(
        inputs={"a": "一百", "zz": "1", "b": {"value": "1", "unit": "桶"}},
        items={"R": "1", "C": "99", "Z": "1"},
        not_applicable={"O": "没有"},
    ) == [
        "A：“一百”不是数字；请只填数字，例如 1284.6。",
        "“zz”不是本标准的数据项；请删去或核对编号。",
        "B：不认识单位“桶”，本项用 t。",
        "项R：只能填“符合”或“不符合”。",
        "项C：应在0和12之间，现在是“99”。",
        "“Z”不是本标准的项目；请删去或核对编号。",
        "“O”不能标为不适用。",
    ]


@pytest.mark.parametrize("key", ["inputs", "items", "not_applicable"])
@pytest.mark.parametrize("value", [["a"], "a", 5])
def test_a_part_that_is_no_table_is_told(key, value):
    assert problems(**{key: value}) == [f"{key} 下应是“编号: 值”，一行一项。"]


@pytest.mark.parametrize("content", [{}, {"inputs": None, "items": None, "not_applicable": None}, {"format": "greenlist.application/1"}])
def test_an_empty_application_is_read_as_nothing_filled(content):
    found = read(**content)
    assert (found.inputs, found.answers, found.not_applicable, found.doubtful, found.evidence) == ({}, {}, {}, frozenset(), {})
    assert found.content == content


TABLE = {"label": "燃料", "clause": "F", "most": 2, "inputs": {"f": {"label": "用量", "unit": "t", "clause": "F"}}}
WIDE = plan(
    group("G", item("P"), item("Q"), best=1, choose_by="declared"),
    rows={"fuels": TABLE},
    inputs={
        "a": {"label": "A", "unit": "t", "clause": "A", "years": 2}, "b": {"label": "B", "unit": "t", "clause": "B"},
        "p": {"label": "产品", "unit": "1", "clause": "P", "one_of": {"x": "甲", "y": "乙"}},
        "yes": {"label": "是否", "unit": "1", "clause": "Y", "one_of": "yes_no"},
        "low": {"label": "低", "unit": "t", "clause": "L", "minimum": "2"}, "any": {"label": "任", "unit": "t", "clause": "N", "minimum": None},
        "top": {"label": "高", "unit": "t", "clause": "T", "minimum": None, "maximum": "9"},
        "in": {"label": "间", "unit": "t", "clause": "I", "minimum": "1", "maximum": "9"},
    },
)  # fmt: skip


def wide(**content):
    """(what was read, or every problem)."""
    try:
        return read_application(WIDE, content)
    except ApplicationProblems as found:
        return found.problems


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"inputs": {"b": {"years": {"2023": "1"}}}}, {"b": 1}),
        ({"inputs": {"a": {"years": {"2023": "1", 2022: {"value": "2", "unit": "kg"}}}}}, {"a": 1, "a[-1]": Fraction(2, 1000)}),
        ({"data_year": 2020, "inputs": {"a": {"years": {2020: "1", 2019: "2"}}}}, {"a": 1, "a[-1]": 2}),
        ({"data_year": "今年", "inputs": {"a": {"years": {2023: "1"}}}}, {"a": 1}),
        ({"data_year": "二〇二〇", "inputs": {"a": {"years": {2023: "1"}}}}, {"a": 1}),
        ({"data_year": "20201", "inputs": {"a": {"years": {2023: "1"}}}}, {"a": 1}),
        ({"rows": {"fuels": [{"f": "1"}, {"f": {"value": "2"}}]}}, {"f#1": 1, "f#2": 2}),
        ({"rows": {"fuels": []}}, {}),
        ({"inputs": {"yes": "是", "low": "2", "any": "-5", "top": "9", "in": "1"}}, {"yes": 1, "low": 2, "any": -5, "top": 9, "in": 1}),
        ({"inputs": {"b": {"value": "0", "unit": "kg"}, "a": "0.0"}}, {"b": 0, "a": 0}),
        ({"inputs": {"yes": "NOT_MET", "top": "-3", "in": "9", "b": "0"}}, {"yes": 0, "top": -3, "in": 9, "b": 0}),
    ],
)
def test_years_rows_and_figures_within_their_limits_are_read(content, expected):
    assert wide(**content).inputs == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"inputs": {"b": {"years": {"2022": "1"}}}}, ["B：只要2023年的数，不要“2022”年的。"]),
        ({"inputs": {"a": {"years": {"2021": "1", "2024": "2", "23": "3", "02023": "4", "二〇二三": "5"}}}},
         [f"A：只要2022至2023年的数，不要“{year}”年的。" for year in ("2021", "2024", "23", "02023", "二〇二三")]),
        ({"data_year": 2020, "inputs": {"a": {"years": {2023: "1"}}}}, ["A：只要2019至2020年的数，不要“2023”年的。"]),
        ({"inputs": {"z": {"years": {}}}}, ["“z”不是本标准的数据项，或 years 下不是“年份: 值”；请核对。"]),
        ({"inputs": {"a": {"years": ["1"]}}}, ["“a”不是本标准的数据项，或 years 下不是“年份: 值”；请核对。"]),
        ({"rows": {"coal": []}}, ["“coal”不是本标准的小表，或不是一行行的“编号: 值”；请核对。"]),
        ({"rows": {"fuels": {"f": "1"}}}, ["“fuels”不是本标准的小表，或不是一行行的“编号: 值”；请核对。"]),
        ({"rows": {"fuels": [{"f": "1"}, "x"]}}, ["“fuels”不是本标准的小表，或不是一行行的“编号: 值”；请核对。"]),
        ({"rows": {"fuels": [{}, {}, {}]}}, ["燃料：最多填2行，现在有3行。"]),
        ({"rows": {"fuels": [{"f": "1"}, {"g": "1"}]}}, ["燃料第2行：“g”不是本表的数据项；请删去或核对编号。"]),
        ({"rows": ["x"]}, ["rows 下应是“编号: 值”，一行一项。"]),
        ({"chosen": ["x"]}, ["chosen 下应是“编号: 值”，一行一项。"]),
        ({"inputs": {"yes": "也许"}}, ["是否：只能填“是”或“否”。"]),
        ({"inputs": {"p": "丙"}}, ["产品：“丙”不在可选之列；请从列表中选。"]),
        ({"inputs": {"low": "1.9", "top": "9.1", "in": "0.9", "b": "-0.1"}},
         ["低：应不小于2，现在是“1.9”。", "高：应不大于9，现在是“9.1”。", "间：应在1和9之间，现在是“0.9”。", "B：应不小于0，现在是“-0.1”。"]),
        ({"inputs": {"in": "9.1"}}, ["间：应在1和9之间，现在是“9.1”。"]),
        ({"chosen": {"Z": ["P"]}}, ["“Z”不是可以自选的一组；请删去或核对编号。"]),
        ({"chosen": {"G": "P"}}, ["“G”不是可以自选的一组；请删去或核对编号。"]),
        ({"chosen": {"G": ["P", "Q"]}}, ["组G：只能选1项，现在选了2项。"]),
        ({"chosen": {"G": ["Z"]}}, ["组G：“Z”不是这一组的项目。"]),
    ],
)  # fmt: skip
def test_years_rows_choices_and_limits_that_do_not_fit_are_told(content, expected):
    assert wide(**content) == expected


def test_a_choice_whose_codes_are_numbers_is_no_figure():
    numbered = one(item("X"), inputs={"p": {"label": "级", "unit": "1", "clause": "P", "one_of": {"1": "一级", "2": "二级"}}})
    found = read_application(numbered, {"inputs": {"p": "2"}})
    assert (found.choices, found.inputs) == ({"p": "2"}, {})


def test_the_limit_of_an_answer_is_told_with_four_decimals():
    with pytest.raises(ApplicationProblems, match=r"^项J：应在0和0.3333之间，现在是“0.4”。$"):
        read_application(one(item("J", points="1/3")), {"items": {"J": "0.4"}})


def test_a_choice_is_made_by_its_code_or_its_words_and_one_named_twice_counts_once():
    assert (wide(inputs={"p": "x"}).choices, wide(inputs={"p": "乙"}).choices) == ({"p": "x"}, {"p": "y"})
    assert wide(chosen={"G": ["P", "P"]}).chosen == {"G": ("P",)}
    assert wide().chosen == {}
