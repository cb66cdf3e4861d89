"""Gates, the verdict, doubt, and what every gap could add."""

import pytest

from greenlist.engines.scoring import read_application, score
from greenlist.engines.scoring.item_result import ItemResult
from tests.engines.scoring.standards import group, item, measure, one, plan, result

# ---- gates and verdict ------------------------------------------------------------------------------------------------


def gated(**answers):
    gates = [{"id": "G1", "label": "产值为正", "clause": "1", "test": "a > 0"}, {"id": "G2", "label": "依法", "clause": "2"}]
    typed = {"a": answers.pop("a")} if "a" in answers else {}
    return result(one(item("X"), gates=gates), inputs=typed, items={"X": "9", **answers})


@pytest.mark.parametrize(
    ("answers", "states", "verdict", "unmet"),
    [
        ({"a": "1", "G2": "met"}, ("met", "met"), "qualified", ()),
        ({"a": "0", "G2": "met"}, ("not_met", "met"), "not_qualified", ("产值为正",)),
        ({"a": "1", "G2": "not_met"}, ("met", "not_met"), "not_qualified", ("依法",)),
        ({"a": "0", "G2": "not_met"}, ("not_met", "not_met"), "not_qualified", ("产值为正", "依法")),
        ({"G2": "met"}, ("missing", "met"), "incomplete", ()),
        ({"a": "1"}, ("met", "missing"), "incomplete", ()),
        ({"a": "0"}, ("not_met", "missing"), "not_qualified", ("产值为正",)),
        ({"a": "1", "G2": {"value": "met", "doubtful": True}}, ("met", "missing"), "incomplete", ()),
    ],
    ids=["both", "no output", "unlawful", "neither", "output unknown", "law unknown", "a no outweighs an unknown", "law in doubt"],
)
def test_a_gate_disqualifies_whatever_the_score_and_an_unknown_leaves_it_open(answers, states, verdict, unmet):
    found = gated(**answers)
    assert (tuple(found.gates.values()), found.verdict, found.unmet, found.shown) == (states, verdict, unmet, "9.00")


def ends_at(total: str, pass_line: str | None):
    return result(one(item("X", points="100"), maximum="100"), items={"X": total}, pass_line=pass_line)


@pytest.mark.parametrize(
    ("total", "shown", "verdict"),
    [
        ("85", "85.00", "qualified"),
        ("84.995", "85.00", "not_qualified"),
        ("84.985", "84.98", "not_qualified"),
        ("85.001", "85.00", "qualified"),
        ("84.9999999999", "85.00", "not_qualified"),
    ],
)
def test_the_full_value_is_compared_with_the_pass_line_not_the_rounded_one(total, shown, verdict):
    found = ends_at(total, "85")
    assert (found.shown, found.verdict) == (shown, verdict)
    assert found.trace["nodes"]["compare"]["label"] == "合格线（全数值比较）"


def test_without_a_pass_line_any_score_passes_and_nothing_is_compared():
    found = ends_at("0", None)
    assert (found.shown, found.verdict) == ("0.00", "qualified")
    assert "compare" not in found.trace["nodes"]


# ---- doubt and gaps ---------------------------------------------------------------------------------------------------


def test_an_item_in_doubt_scores_nothing_and_is_never_a_yes():
    found = result(one(item("X", "required")), items={"X": {"value": "met", "doubtful": True}})
    assert (found.items["X"].status, found.total, found.verdict) == ("doubtful", 0, "incomplete")
    assert found.items["X"].note == "存疑，弄清之前按0分计"


def test_an_item_in_doubt_is_not_a_no_either():
    found = result(plan(group("G", item("R", "required", "5"), item("S", "required", "5"), required_block=True)),
                   items={"R": "met", "S": {"value": "not_met", "doubtful": True}})  # fmt: skip
    assert (found.total, found.unmet, found.verdict) == (5, (), "incomplete")


def test_a_figure_in_doubt_makes_what_rests_on_it_unknown():
    standard = plan(group("G", measure("M", "5", kind="pos", lead="1"), measure("N", "5", kind="pos", value="b", lead="1")))
    found = result(standard, inputs={"a": {"value": "9", "doubtful": True}, "b": "9"})
    assert [(r.status, r.points) for r in found.items.values()] == [("missing", 0), ("scored", 5)]


def test_every_gap_is_listed_with_what_it_could_add_to_the_total():
    groups = [group("A", item("P", points="40"), measure("M", "10", kind="pos", lead="1"), weight="60"), group("B", item("Q"), weight="40")]
    gates = [{"id": "G2", "label": "依法", "clause": "2"}]
    found = result(plan(*groups, maximum="100", gates=gates), items={"Q": "10"})
    assert [(m.id, m.label, m.section, m.gain) for m in found.missing] == [
        ("G2", "依法", "gates", 0),
        ("P", "项P", "A", 48),
        ("M", "项M", "A", 12),
    ]
    assert found.gain == "60"


# ---- what only one part of a rule decides -----------------------------------------------------------------------------


def test_a_group_of_which_nothing_applies_gives_nothing_and_asks_for_nothing():
    standard = plan(group("G", item("N", may_be_not_applicable=True)), group("H", item("X")), maximum="20")
    found = result(standard, items={"X": "4"}, not_applicable={"N": "不生产"})
    assert (found.total, found.missing, found.groups[0].points, found.groups[0].maximum) == (4, (), 0, 10)
    assert found.items["N"] == ItemResult("N", "not_applicable", 0, 10, "", "不生产")


def test_an_optional_item_that_is_not_met_empties_no_block_and_decides_nothing():
    leaves = (item("R", "required", "5"), item("Y", "yes_no", "5"))
    found = result(plan(group("G", *leaves, required_block=True)), items={"R": "met", "Y": "not_met"})
    assert (found.total, found.unmet, found.verdict) == (5, (), "qualified")


def test_a_choice_not_fully_made_lacks_the_largest_of_what_was_not_chosen():
    leaves = [item(name, points=points) for name, points in (("P", "6"), ("Q", "3"), ("R", "2"))]
    standard = plan(group("G", *leaves, best=2, choose_by="declared"), maximum="9")
    found = score(standard, read_application(standard, {"items": {"P": "4"}, "chosen": {"G": ["P"]}}))
    assert [(gap.id, gap.label, gap.section, gap.gain) for gap in found.missing] == [("G", "组G：还要选定1项", "G", 3)]
    assert (found.total, found.groups[0].maximum, found.verdict) == (4, 9, "incomplete")


def test_a_gap_of_several_ways_could_add_what_the_most_generous_gives():
    rule = {"kind": "pos", "value": "a", "lead": "1"}
    ways = [
        {"label": label, "when": when, "score": rule | {"cap": cap}} for label, when, cap in (("甲", "b > 1", "1"), ("乙", None, "1.5"))
    ]
    (gap,) = result(one(item("M", "measure", any_of=ways))).missing
    assert gap.gain == 15


def test_a_doubtful_item_says_why_it_counts_nothing():
    found = result(one(item("X")), items={"X": {"value": "5", "doubtful": True}})
    assert found.items["X"] == ItemResult("X", "doubtful", 0, 10, "", "存疑，弄清之前按0分计")


def test_a_test_shows_the_first_figure_it_reads_to_four_places():
    derived = {"d": {"label": "d", "unit": "1", "value": "a / 3", "clause": "A"}}
    standard = plan(group("G", item("T", test="d > b"), item("C", test="1 > 0"), item("U", test="c > a")), maximum="30", derived=derived)
    found = result(standard, inputs={"a": "1", "b": "0"})
    assert {name: (leaf.value, leaf.status) for name, leaf in found.items.items()} == {
        "T": ("0.3333", "met"), "C": ("", "met"), "U": ("", "missing"),
    }  # fmt: skip


def test_what_cannot_be_computed_shows_no_value_and_says_why():
    rule = {"kind": "pos", "value": "a / b", "lead": "1"}
    ways = [{"label": "甲", "when": "c > 1", "score": rule}]
    leaves = (measure("M", **rule), measure("N", kind="pos", value="-a", when_negative="unknown"), item("W", "measure", any_of=ways))
    for c, why in (("0", "没有适用的计分办法"), ("", "不知道按哪一种办法计分"), ("2", "甲：分母为0，无法计算")):
        found = result(plan(group("G", *leaves), maximum="30"), inputs={"a": "1", "b": "0", "c": c})
        assert [(leaf.status, leaf.value, leaf.note) for leaf in found.items.values()] == [
            ("missing", "", "分母为0，无法计算"), ("missing", "", "数值为负，按比值无法计算"), ("missing", "", why),
        ]  # fmt: skip
