"""Which branches of a standard the tests inside its file take."""

import pytest

from greenlist.engines.scoring.authoring.cases import run_tests
from greenlist.engines.scoring.authoring.coverage import uncovered
from greenlist.engines.scoring.check import coverage_of
from greenlist.rulebook.standards import held_editions
from tests.engines.scoring.standards import group, item, measure, written

INPUTS = {name: {"label": name, "unit": "t", "clause": "A"} for name in "abc"}  # none of them may be negative


def gone(*groups: dict, cases: list[dict], **more) -> list[str]:
    """The branches not taken, as id.key."""
    made = written(*groups, tests=cases, **{"inputs": INPUTS, **more})
    problems, runs = run_tests(made)
    assert all("verdict 是" in problem for problem in problems)  # what comes out is not asked here, only the way to it
    return [line.rpartition("（")[2].removesuffix("）。") for line in uncovered(made, runs)[0]]


def case(inputs: dict | None = None, items: dict | None = None, absent: dict | None = None) -> dict:
    application = {"inputs": inputs or {}, "items": items or {}, "not_applicable": absent or {}}
    return {"name": "一", "at": "2024-06-01", "application": application, "expect": {"verdict": "?"}}


def of_values(leaf: dict, *values: str | dict, **more) -> list[str]:
    """One leaf, one test for each value of `a` (or of several inputs)."""
    return gone(group("G", leaf), cases=[case(v if isinstance(v, dict) else {"a": v}) for v in values], **more)


@pytest.mark.parametrize(
    ("leaf", "all_values"),
    [
        (measure(kind="pos", lead="10"), {"M.below_lead": "9", "M.at_lead": "10", "M.missing": ""}),
        (measure(kind="pos", lead="10", cap="1.2"), {"M.below_lead": "9", "M.at_lead": "11", "M.capped": "12", "M.missing": ""}),
        (measure(kind="neg", lead="10"), {"M.below_lead": "11", "M.at_lead": "10", "M.zero": "0", "M.missing": ""}),
        (
            measure(kind="linear", base="5", lead="10"),
            {"M.below_base": "4", "M.at_base": "5", "M.between": "6", "M.at_lead": "10", "M.missing": ""},
        ),
        (
            measure(kind="steps", steps=[["1", "1/2"], ["2", "1"]]),
            {"M.below_steps": "0", "M.step:0": "1", "M.step:1": "3", "M.missing": ""},
        ),
        (measure(kind="pos", lead="10", value="a - 5"), {"M.below_lead": "9", "M.at_lead": "15", "M.negative": "4", "M.missing": ""}),
        (item("M", "required", test="a > 5"), {"M.met": "6", "M.not_met": "5", "M.missing": ""}),
        (measure(kind="yes_no", value="a > 5"), {"M.met": "6", "M.not_met": "5", "M.missing": ""}),
        (
            measure(kind="steps", compare="at_most", steps=[["2", "1/2"], ["1", "1"]]),
            {"M.below_steps": "3", "M.step:0": "2", "M.step:1": "1", "M.missing": ""},
        ),
    ],
    ids=["pos", "a cap above one", "neg", "linear", "steps", "a difference", "a test", "yes or no", "steps downwards"],
)
def test_each_value_takes_its_branch_and_no_other(leaf, all_values):
    assert sorted(of_values(leaf)) == sorted(all_values)
    for branch, value in all_values.items():
        taken = set(all_values) - set(of_values(leaf, value))
        assert taken - {"M.at_lead" if branch == "M.capped" else ""} == {branch}
    assert of_values(leaf, *all_values.values()) == []


def test_a_denominator_that_may_be_zero_is_a_branch_of_the_value_that_divides():
    leaf = measure(kind="pos", lead="1", value="a / b")
    assert "M.zero" in of_values(leaf, {"a": "1", "b": "1"})
    assert "M.zero" not in of_values(leaf, {"a": "1", "b": "0"})
    derived = {"d": {"label": "比", "unit": "1", "value": "a / b", "clause": "A"}}
    leaf = measure(kind="pos", lead="1", value="d")
    assert of_values(leaf, {"a": "1", "b": "1"}, derived=derived) == ["d.zero", "M.below_lead", "M.missing"]
    assert of_values(leaf, {"a": "1", "b": "0"}, derived=derived) == ["M.below_lead", "M.at_lead"]


def test_a_figure_that_may_be_negative_has_a_branch_for_it():
    inputs = INPUTS | {"a": INPUTS["a"] | {"minimum": None}}
    leaf = measure(kind="neg", lead="10")
    assert of_values(leaf, "1", inputs=inputs) == ["M.below_lead", "M.negative", "M.zero", "M.missing"]
    assert of_values(leaf, "-1", inputs=inputs) == ["M.below_lead", "M.at_lead", "M.zero", "M.missing"]
    assert of_values(leaf, "0", inputs=inputs) == ["M.below_lead", "M.at_lead", "M.negative", "M.missing"]
    leaf = measure(kind="neg", lead="10", when_negative="unknown")
    assert of_values(leaf, "-1", inputs=inputs) == ["M.below_lead", "M.at_lead", "M.zero", "M.missing"]
    leaf = measure(kind="pos", lead="10")
    assert of_values(leaf, "0", inputs=inputs) == ["M.at_lead", "M.negative", "M.missing"]


def test_a_lead_that_is_computed_may_be_zero_or_equal_to_the_base():
    leaf = measure(kind="linear", base="b", lead="c")
    assert "M.zero" in of_values(leaf, {"a": "1", "b": "1", "c": "2"})
    assert "M.zero" not in of_values(leaf, {"a": "1", "b": "1", "c": "1"})
    assert "M.zero" not in of_values(measure(kind="pos", lead="b"), {"a": "1", "b": "0"})


def test_each_alternative_has_the_branches_of_its_score():
    low, high = measure(kind="pos", lead="10")["score"], measure(kind="steps", steps=[["5", "1"]])["score"]
    leaf = item("M", "measure", any_of=[{"label": "小", "when": "b > 1", "score": low}, {"label": "其余", "when": None, "score": high}])
    ways = {
        "M.1/below_lead": {"a": "9", "b": "2"},
        "M.1/at_lead": {"a": "10", "b": "2"},
        "M.2/below_steps": {"a": "1", "b": "1"},
        "M.2/step:0": {"a": "5", "b": "1"},
        "M.missing": {"a": "5"},
    }
    assert sorted(of_values(leaf)) == sorted(ways)
    for branch, values in ways.items():
        assert set(ways) - set(of_values(leaf, values)) == {branch}
    lines, _ = uncovered(written(group("G", leaf), inputs=INPUTS), [])
    assert "tiny/1.yaml:1:1: M：没有测试走到“第2种情形，达到第1档”（M.2/step:0）。" in lines


BRACKET = {"bracket": "b", "at_least": [["100", "10"], ["50", "20"]], "below": "30"}


def test_each_bracket_is_a_branch_of_the_value_that_goes_by_it():
    found = [b for b in of_values(measure(kind="pos", lead=BRACKET), {"a": "1", "b": "60"}) if b.startswith("lead")]
    assert found == ["lead_M.step:0", "lead_M.below_steps"]
    found = of_values(measure(kind="pos", lead=BRACKET), {"a": "1", "b": "50"})
    assert [b for b in found if b.startswith("lead")] == ["lead_M.step:0", "lead_M.below_steps"]


@pytest.mark.parametrize(
    ("bracket", "whole", "divided"),
    [
        ({"bracket": "a / b", "at_least": [["5", "1"]], "below": "2"}, {"a": "5", "b": "1"}, {"a": "5", "b": "0"}),
        ({"bracket": "a", "at_least": [["5", "a / b"]], "below": "2"}, {"a": "1", "b": "0"}, {"a": "5", "b": "0"}),
        ({"bracket": "a", "at_least": [["5", "1"]], "below": "a / b"}, {"a": "5", "b": "0"}, {"a": "1", "b": "0"}),
    ],
)
def test_a_bracket_that_divides_by_zero_takes_a_branch_of_its_own(bracket, whole, divided):
    derived = {"d": {"label": "值", "unit": "t", "value": bracket, "clause": "A"}}
    leaf = measure(kind="pos", lead="1", value="d")
    assert "d.zero" in of_values(leaf, whole, derived=derived)
    assert "d.zero" not in of_values(leaf, divided, derived=derived)
    leaf = measure(kind="linear", base="0", lead=bracket)
    assert "lead_M.zero" in of_values(leaf, whole)
    assert "lead_M.zero" not in of_values(leaf, divided)


def test_a_row_of_a_table_that_divides_by_zero_takes_a_branch_of_its_own():
    rows = {"x": {"label": "甲", "values": {"best": "1"}}, "y": {"label": "乙", "values": {"best": "a / b"}}}
    tables = {"limits": {"key": "kind", "columns": {"best": "t"}, "rows": rows}}
    inputs = INPUTS | {"kind": {"label": "产品", "unit": "1", "clause": "A", "one_of": {"table": "limits"}}}
    leaf = measure(kind="pos", lead={"table": "limits", "column": "best"})
    given = {"a": "1", "b": "0"}
    assert "lead_M.zero" in of_values(leaf, given | {"kind": "x"}, inputs=inputs, tables=tables)
    assert "lead_M.zero" not in of_values(leaf, given | {"kind": "y"}, inputs=inputs, tables=tables)


def test_each_of_several_values_is_a_branch_and_so_is_a_table_without_one():
    tables = {"limits": {"key": "kind", "columns": {"best": "t"}, "rows": {}}}
    tables["limits"]["rows"] = {c: {"label": c, "values": {"best": v}} for c, v in (("steel", "5"), ("glass", None))}
    inputs = INPUTS | {"kind": {"label": "产品", "unit": "1", "clause": "A", "one_of": {"table": "limits"}}}
    look = {"table": "limits", "column": "best"}
    leaf = measure(kind="pos", lead={"first_of": [look, "b"]})
    with_table = {"a": "1", "kind": "steel"}
    found = [b for b in of_values(leaf, with_table, inputs=inputs, tables=tables) if b.startswith("lead")]
    assert found == ["lead_M.first:1"]
    assert "lead_M.first:1" in of_values(leaf, with_table | {"b": "3"}, inputs=inputs, tables=tables)
    assert "lead_M.first:1" in of_values(leaf, {"a": "1", "b": "3"}, inputs=inputs, tables=tables)  # it stops at what is not known
    without = {"a": "1", "kind": "glass", "b": "3"}
    assert "lead_M.first:0" in of_values(leaf, without, inputs=inputs, tables=tables)
    assert "lead_M.first:1" not in of_values(leaf, without, inputs=inputs, tables=tables)
    leaf = measure(kind="pos", lead=look)
    assert "lead_M.no_value" in of_values(leaf, with_table, inputs=inputs, tables=tables)
    assert "lead_M.no_value" not in of_values(leaf, {"a": "1", "kind": "glass"}, inputs=inputs, tables=tables)
    assert "lead_M.no_value" in of_values(leaf, {"a": "1"}, inputs=inputs, tables=tables)


def test_rows_beyond_those_that_count_are_a_branch():
    rows = {"products": {"label": "产品", "clause": "A", "most": 2, "inputs": {"p": INPUTS["a"], "w": INPUTS["b"]}}}
    leaf = measure(kind="pos", value="p", lead="10", over={"rows": "products", "weight": "w", "top": 1})
    one = {"p#1": "9", "w#1": "1"}
    assert of_values(leaf, one, rows=rows) == ["M.at_lead", "M.zero", "M.more_rows", "M.missing"]
    assert of_values(leaf, one | {"p#2": "10", "w#2": "2"}, rows=rows) == ["M.zero", "M.missing"]


def test_rows_that_weigh_nothing_take_the_branch_of_a_denominator_of_zero():
    rows = {"products": {"label": "产品", "clause": "A", "most": 2, "inputs": dict.fromkeys("pwv", INPUTS["a"])}}
    leaf = measure(kind="pos", value="p", lead="10", over={"rows": "products", "weight": "w", "top": 2})

    def zero_gone(**values: str) -> bool:
        return "M.zero" in of_values(leaf, {f"{name[0]}#{name[1]}": value for name, value in values.items()}, rows=rows)

    assert not zero_gone(p1="9", w1="0", p2="9", w2="0")
    assert zero_gone(p1="9", w1="0", p2="9", w2="1")
    assert zero_gone(p1="9")  # its weight is not known
    assert zero_gone()
    leaf = measure(kind="pos", value="p", lead="10", over={"rows": "products", "weight": "w", "top": 1})
    assert zero_gone(p1="9", w1="0", p2="9", w2="1")  # that of the largest weight counts
    leaf = measure(kind="pos", value="p", lead="10", over={"rows": "products", "weight": "w / v", "top": 1})
    assert not zero_gone(p1="9", w1="1", v1="0")
    assert zero_gone(p1="9", w1="1", v1="1")


def test_a_bonus_beyond_its_most_and_each_grade_are_branches():
    bonus = group("B", item("Y", points="5"), bonus=True, most="3")
    grades = [{"name": n, "at_least": v, "clause": "A"} for n, v in (("甲", "9"), ("乙", "5"))]
    cases = [case(items={"X": "10", "Y": "3"})]
    found = gone(group("G", item("X")), bonus, cases=cases, grades=grades)
    assert {b for b in found if b.startswith(("group", "grade"))} == {"group:B.over_most", "grade.grade:乙"}
    found = gone(group("G", item("X")), bonus, cases=[*cases, case(items={"X": "5", "Y": "4"})], grades=grades)
    assert not [b for b in found if b.startswith(("group", "grade"))]


def test_what_is_never_negative_has_no_branch_for_it():
    assert "M.negative" not in of_values(measure(kind="pos", lead="10", value="max(a - 5, 0)"))
    assert "M.negative" not in of_values(measure(kind="pos", lead="10", value="abs(a - b)"))


@pytest.mark.parametrize(
    ("leaf", "answers"),
    [
        (item("X", "yes_no"), {"X.met": "met", "X.not_met": "not_met", "X.missing": ""}),
        (item("X", "judged"), {"X.full": "10", "X.part": "5", "X.none": "0", "X.missing": ""}),
        (item("X", "count", count_of=4), {"X.full": "4", "X.part": "1", "X.none": "0", "X.missing": ""}),
    ],
    ids=["yes or no", "a degree", "a number"],
)
def test_each_answer_is_a_branch(leaf, answers):
    for branch, answer in answers.items():
        assert branch not in gone(group("G", leaf), cases=[case(items={"X": answer})])
    assert gone(group("G", leaf), cases=[case(items={"X": answer}) for answer in answers.values()]) == []


def test_what_may_be_not_applicable_is_once_marked_so():
    leaf = item("X", may_be_not_applicable=True)
    assert "X.not_applicable" in gone(group("G", leaf), cases=[case()])
    assert "X.not_applicable" not in gone(group("G", leaf), cases=[case(absent={"X": "没有"})])


def test_each_gate_is_met_not_met_and_open():
    gates = [{"id": "G1", "label": "门槛", "clause": "1"}]
    cases = [case(items={"X": x, "G1": g}) for x, g in (("10", "met"), ("5", "not_met"), ("0", ""), ("", ""))]
    assert gone(group("G", item("X")), cases=cases, gates=gates) == []
    assert gone(group("G", item("X")), cases=cases[:1], gates=gates)[:2] == ["G1.not_met", "G1.missing"]


def test_a_choose_best_group_is_tried_with_more_and_with_fewer():
    best = group("G", *(item(n, "yes_no", "5") for n in "XYZ"), best=2)
    of_group = [b for b in gone(best, cases=[case(items={"X": "met", "Y": "met"})]) if b.startswith("group")]
    assert of_group == ["group:G.spare", "group:G.short"]
    absent = group("G", *(item(n, "yes_no", "5", may_be_not_applicable=True) for n in "XYZ"), best=2)
    found = gone(absent, cases=[case(items={"X": "met", "Y": "met"}, absent={"Z": "没有"})])
    assert [b for b in found if b.startswith("group")] == ["group:G.spare", "group:G.short"]
    cases = [case(items={"X": "met", "Y": "met", "Z": "not_met"}), case(items={"X": "met"})]
    assert not [b for b in gone(best, cases=cases) if b.startswith("group")]
    alone = [[b for b in gone(best, cases=[one]) if b.startswith("group")] for one in cases]
    assert alone == [["group:G.short"], ["group:G.spare"]]


def test_a_required_block_is_once_emptied():
    block = group("G", item("R", "required"), item("S", "required"), required_block=True)
    assert "group:G.emptied" in gone(block, cases=[case(items={"R": "met", "S": "met"})])
    assert "group:G.emptied" not in gone(block, cases=[case(items={"R": "met", "S": "not_met"})])


def test_what_a_file_says_is_not_possible_is_not_asked_for():
    excuse = {"not_possible": {"M.missing": "本表由系统填写", "M.at_lead": "引领值达不到"}}
    assert of_values(measure(kind="pos", lead="10"), "9") == ["M.at_lead", "M.missing"]
    assert gone(group("G", measure(kind="pos", lead="10")), cases=[case({"a": "9"}), excuse]) == []


@pytest.mark.parametrize(
    ("excuse", "expected"),
    [
        ({"M.nosuch": "没有"}, "没有“M.nosuch”这条支路；请删去或核对编号。"),
        ({"M.below_lead": "不会"}, "“M.below_lead”有测试走到，不是不可能；请删去。"),
        ({"M.missing": " "}, "“M.missing”要写明为什么不可能。"),
        ({"M.missing": 5}, "“M.missing”要写明为什么不可能。"),
    ],
)
def test_an_excuse_that_does_not_hold_is_told(excuse, expected):
    made = written(group("G", measure(kind="pos", lead="10")), tests=[case({"a": "9"}), {"not_possible": excuse}], inputs=INPUTS)
    lines, _ = uncovered(made, run_tests(made)[1])
    assert f"tiny/1.yaml:1:1: {expected}" in lines


def test_an_excuse_that_names_no_branch_excuses_none():
    leaf = group("G", measure(kind="pos", lead="10"))
    assert gone(leaf, cases=[case({"a": "9"}), {"not_possible": ["M.missing"]}]) == ["M.at_lead", "M.missing"]


def test_an_alternative_that_divides_by_nought_is_not_missing():
    low = {"label": "小", "when": "b > 1", "score": {"kind": "neg", "value": "a", "lead": "10"}}
    high = {"label": "其余", "when": None, "score": {"kind": "pos", "value": "a", "lead": "10"}}
    found = of_values(item("M", "measure", any_of=[low, high]), {"a": "0", "b": "2"})
    assert "M.1/zero" not in found
    assert "M.missing" in found


def test_a_branch_of_an_earlier_year_is_one_of_the_value():
    inputs = {n: INPUTS[n] | {"years": 2} for n in "ab"}
    derived = {"d": {"label": "比", "unit": "1", "value": "a / b", "clause": "A", "years": 2}}
    leaf = measure(kind="pos", lead="1", value="d[-1]")
    years = {n: {"years": {2024: "1", 2023: earlier}} for n, earlier in (("a", "1"), ("b", "0"))}
    made = written(group("G", leaf), inputs=inputs, derived=derived, tests=[case(years)])
    made.standard.tests[0]["application"]["data_year"] = 2024
    problems, runs = run_tests(made)
    assert len(problems) == len(runs) == 1
    assert not any("（d.zero）" in line for line in uncovered(made, runs)[0])


def test_a_branch_is_told_in_words_with_its_place_and_how_to_excuse_it():
    lines, count = uncovered(written(group("G", measure(kind="steps", steps=[["1", "1"]]))), [])
    assert lines == [
        "tiny/1.yaml:1:1: M：没有测试走到“没有达到第一档”（M.below_steps）。",
        "tiny/1.yaml:1:1: M：没有测试走到“达到第1档”（M.step:0）。",
        "tiny/1.yaml:1:1: M：没有测试走到“没有填或缺数据”（M.missing）。",
    ]
    assert count == 3


@pytest.mark.parametrize("path", held_editions(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_tests_of_every_standard_held_take_every_branch(path):
    gone, count = coverage_of(path)
    assert (gone, count > 50) == ([], True)
