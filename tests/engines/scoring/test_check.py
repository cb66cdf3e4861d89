"""Lint, the tests inside a standard file, scoring one file, the empty form."""

import copy
from pathlib import Path

import pytest
import yaml

from greenlist.engines.scoring.application import ApplicationProblems
from greenlist.engines.scoring.check import check_file, lint, score_file, template
from greenlist.rulebook.standards import held_editions
from tests.engines.scoring.standards import content, group, item, measure, source

TOY = Path(__file__).parents[2] / "assets" / "standards" / "toy" / "2024.yaml"
GOOD = content(group("G", item("X", points="4"), item("Y", points="6")))


def problems(tmp_path, change) -> list[str]:
    """What `standards check` says of a good small standard after a change, without the place."""
    standard = copy.deepcopy(GOOD)
    change(standard)
    file = tmp_path / "tiny" / "1.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(standard, allow_unicode=True, sort_keys=False), encoding="utf-8")
    found = check_file(file)
    assert all(p.startswith("tiny/1.yaml:") for p in found)
    return [p.split(": ", 1)[1] for p in found]


def of(*groups: dict, **more) -> list[str]:
    """What lint says of a standard made in the test."""
    return [p.split(": ", 1)[1] for p in lint(source(*groups, **more))]


@pytest.mark.parametrize("path", [*held_editions(), TOY], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_every_standard_held_and_the_toy_are_sound(path):
    assert check_file(path) == []


def test_a_good_small_standard_is_sound(tmp_path):
    assert problems(tmp_path, lambda s: None) == []


def test_a_fault_of_shape_hides_no_line(tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text("format: greenlist.standard/1\nwrong: 1\n", encoding="utf-8")
    found = check_file(file)
    assert f"{tmp_path.name}/1.yaml:2:1: 没有“wrong”这个字段；可写：" in "\n".join(found)
    assert len(found) == 10  # and the nine fields that every standard has


# ---- numbers and totals ---------------------------------------------------------------------------------------------


def test_everything_that_is_to_be_a_number_is_checked_at_once(tmp_path):
    def change(s):
        s["total"] = {"round": "fine", "maximum": "ten"}
        s["groups"][0]["weight"] = "much"
        s["groups"][0]["items"] = [item("X", points="four"), measure("M", "0", kind="pos", cap="x", floor="y", lead="1")]
        s["groups"][0]["items"].append(measure("S", "-1", kind="steps", steps=[["a", "1"], ["2", "b"]]))

    found = problems(tmp_path, change)
    assert [p.split(" is not")[0] for p in found] == [
        "maximum 'ten'", "round 'fine'", "weight 'much'", "points 'four'", "points '0'", "cap 'x'", "floor 'y'", "points '-1'", "step 'a'", "step 'b'",
    ]  # fmt: skip
    assert all(p.endswith("is not a number above 0; write it as 0.1 or 43/8") for p in found)


def test_a_total_without_its_rounding_is_told(tmp_path):
    assert problems(tmp_path, lambda s: s["total"].pop("round")) == ["round None is not a number above 0; write it as 0.1 or 43/8"]


def test_points_must_sum_to_the_maximum():
    assert of(group("G", item("X", points="4")), maximum="10") == ["points do not sum to 10"]
    assert of(group("G", item("X", points="4"), groups=(group("I", item("Y", points="6")),)), maximum="10") == []


def test_a_best_group_counts_only_so_many_points():
    assert of(group("G", *(item(n, points="5") for n in "XYZ"), best=2), maximum="10") == []
    assert of(group("G", *(item(n, points="5") for n in "XYZ"), best=2), maximum="15") == ["points do not sum to 15"]


def test_weights_must_sum_to_the_maximum_and_stand_on_all_top_groups():
    groups = [group("A", item("X"), weight="60"), group("B", item("Y"), weight="30")]
    assert of(*groups, maximum="100") == ["weights sum to 90, not 100"]
    assert of(*groups, group("C", item("Z")), maximum="90") == ["either every top group has a weight or none has"]


def test_a_weight_inside_is_refused_because_it_would_not_count():
    assert of(group("G", groups=(group("I", item("X"), weight="5"),))) == ["only a top group can have a weight"]


@pytest.mark.parametrize("best", [0, 3, -1])
def test_best_must_be_a_number_of_the_groups_own_items(best):
    found = of(group("G", item("X", points="5"), item("Y", points="5"), best=best))
    assert "best must be a number of its own items, and such a group has no groups inside" in found


def test_a_best_group_has_equal_points_and_no_groups_inside():
    assert of(group("G", item("X", points="5"), item("Y", points="6"), best=1), maximum="5") == ["a choose-best group needs equal points"]
    inner = (group("I", item("Z", points="5")),)
    assert of(group("G", item("X", points="5"), best=1, groups=inner), maximum="5") == [
        "best must be a number of its own items, and such a group has no groups inside"
    ]
    assert "a choose-best group needs equal points" in of(group("G", best=1))


# ---- ids, clauses, units --------------------------------------------------------------------------------------------


def test_an_id_stands_once_in_the_whole_file():
    gates = [{"id": "X", "label": "门槛", "clause": "1"}, {"id": "X", "label": "门槛", "clause": "1"}]
    assert of(group("G", item("X", points="4"), item("X", points="6")), gates=gates) == [
        "X stands twice, or is a name of the tree; give it another id",
        "item X stands twice, or is the id of a gate or a figure",
        "item X stands twice, or is the id of a gate or a figure",
    ]


@pytest.mark.parametrize("name", ["a", "total", "round", "compare", "verdict"])
def test_an_item_may_not_bear_the_name_of_a_figure_or_of_the_tree(name):
    assert of(group("G", item(name))) == [f"item {name} stands twice, or is the id of a gate or a figure"]


def test_a_group_stands_once():
    assert of(group("G", item("X", points="5")), group("G", item("Y", points="5"))) == ["group G stands twice"]


def test_an_item_without_a_clause_is_refused():
    assert of(group("G", item("X") | {"clause": ""})) == ["item X has no clause"]


def test_an_unknown_unit_is_refused():
    derived = {"d": {"label": "比", "unit": "桶/t", "value": "a / b", "clause": "A"}}
    inputs = {"a": {"label": "甲", "unit": "桶", "clause": "A"}, "b": {"label": "乙", "unit": "t", "clause": "A"}}
    assert of(group("G", item("X")), inputs=inputs, derived=derived) == ["unknown unit '桶'", "unknown unit '桶/t'"]


# ---- formulas -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (item("X", test="a > gone"), "unknown name 'gone' in 'a > gone'"),
        (measure(kind="pos", value="gone", lead="1"), "unknown name 'gone' in 'gone'"),
        (measure(kind="pos", lead="gone * 2"), "unknown name 'gone' in 'gone * 2'"),
        (measure(kind="linear", base="gone", lead="1"), "unknown name 'gone' in 'gone'"),
        (measure(kind="pos", lead={"2024-01-01": "1", "2025-01-01": "gone"}), "unknown name 'gone' in 'gone'"),
        (
            measure(kind="pos", value="open(a)", lead="1"),
            "'open(a)' 中没有函数 'open'；可以用：min max sum mean abs if_ mean_years sum_years all_years any_year count_years",
        ),
        (item("X", test="a + b"), "'a + b' is a value, not a test"),
        (measure(kind="pos", value="a > b", lead="1"), "'a > b' is a test, not a value"),
        (item("X", "count"), "a count item needs count_of"),
        (item("X", "measure"), "a measure item needs score"),
        (measure(kind="linear", base="5", lead="5"), "lead equals base"),
        (measure(kind="steps", steps=[["2", "1"], ["1", "1/2"]]), "steps must rise"),
    ],
)
def test_a_leaf_that_cannot_be_scored_is_refused(leaf, expected):
    assert of(group("G", leaf)) == [expected]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("gone > 1", "unknown name 'gone' in 'gone > 1'"),
        ("a", "'a' is a value, not a test"),
        ("a ** 2 > 1", "'a ** 2 > 1' 中的运算只能用 + - * /"),
    ],
)
def test_the_test_of_a_gate_is_checked_like_any_other(test, expected):
    assert of(group("G", item("X")), gates=[{"id": "G1", "label": "门槛", "clause": "1", "test": test}]) == [expected]


def derived(**values: str) -> dict:
    return {name: {"label": name, "unit": "1", "value": value, "clause": "A"} for name, value in values.items()}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"d": "a / b"}, []),
        ({"d": "a", "e": "d * 2"}, []),
        ({"d": "e * 2", "e": "a"}, ["unknown name 'e' in 'e * 2'"]),
        ({"d": "d + 1"}, ["unknown name 'd' in 'd + 1'"]),
        ({"d": "e", "e": "d"}, ["unknown name 'e' in 'e'"]),
        ({"a": "b"}, ["a is an input too; give it another name"]),
        ({"d": "a > b"}, ["'a > b' is a test, not a value"]),
    ],
    ids=["from inputs", "from an earlier one", "from a later one", "from itself", "in a circle", "named as an input", "a test"],
)
def test_a_derived_value_rests_on_inputs_and_earlier_derived_values_only(values, expected):
    assert of(group("G", item("X")), derived=derived(**values)) == expected


def test_all_faults_of_content_are_told_at_once():
    groups = [group("A", item("X", test="gone > 1"), item("X", "count"), weight="60"), group("B", item("Y") | {"clause": ""})]
    assert len(of(*groups, maximum="100", derived=derived(d="missing"))) == 7


def test_lint_finds_wrong_weights_and_unknown_names_in_the_toy(tmp_path):
    file = tmp_path / "2024.yaml"
    text = TOY.read_text(encoding="utf-8").replace('maximum: "50"', 'maximum: "60"').replace("energy / output", "fuel / output")
    file.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    found = check_file(file)
    assert [p.split(": ", 1)[1] for p in found] == ["points do not sum to 60", "unknown name 'fuel' in 'fuel / output'"]
    assert "groups:" in lines[int(found[0].split(":")[1]) - 2]
    assert "fuel / output" in lines[int(found[1].split(":")[1]) - 1]


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
    with pytest.raises(KeyError, match="standard gbt-36132 edition 2025 is not held"):
        score_text(tmp_path, HEAD.replace('"2018"', '"2025"'))


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
