"""The exact interpreter: every kind of score at every edge, blocks, choices, what does not apply, weights."""

import re
from fractions import Fraction

import pytest

from greenlist.engines.scoring import ENGINE_VERSION
from tests.engines.scoring.standards import group, item, measure, one, plan, result


def points(leaf: dict, typed: dict[str, str]) -> tuple[str, str]:
    """(status, points) of a single leaf of 10 points."""
    found = result(one(leaf), inputs=typed).items[leaf["id"]]
    return found.status, str(found.points)


def test_the_version_that_stands_in_every_decision_is_three_numbers():
    assert re.fullmatch(r"\d+\.\d+\.\d+", ENGINE_VERSION)


# ---- kinds of score ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", "0"), ("1", "2"), ("2.5", "5"), ("4.99", "499/50"), ("5", "10"), ("5.01", "10"), ("500", "10"), ("-1", "0")],
    ids=["nothing", "a fifth", "half", "just below", "at the lead", "just above", "far above", "below nothing"],
)
def test_pos_is_the_value_over_the_lead_up_to_the_cap(value, expected):
    assert points(measure(kind="pos", lead="5"), {"a": value}) == ("scored", expected)


@pytest.mark.parametrize(("value", "expected"), [("5", "10"), ("5.5", "11"), ("6", "12"), ("7", "12")])
def test_pos_with_a_cap_above_one_gives_more_than_the_points_up_to_the_cap(value, expected):
    assert points(measure(kind="pos", lead="5", cap="1.2"), {"a": value}) == ("scored", expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("10", "5"), ("5.01", "5000/501"), ("5", "10"), ("4.99", "10"), ("0.1", "10"), ("50", "1"), ("-1", "0")],
    ids=["twice", "just worse", "at the lead", "just better", "far better", "ten times", "below nothing"],
)
def test_neg_is_the_lead_over_the_value_up_to_the_cap(value, expected):
    assert points(measure(kind="neg", lead="5"), {"a": value}) == ("scored", expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("99.9", "0"), ("100", "6"), ("150", "8"), ("199", "249/25"), ("200", "10"), ("201", "10"), ("-100", "0")],
    ids=["below base", "at base", "between", "just below lead", "at lead", "beyond lead", "negative"],
)
def test_linear_gives_the_floor_at_the_base_and_all_at_the_lead(value, expected):
    assert points(measure(kind="linear", base="100", lead="200", floor="0.6"), {"a": value}) == ("scored", expected)


@pytest.mark.parametrize(("value", "expected"), [("201", "0"), ("200", "6"), ("150", "8"), ("100", "10"), ("99", "10"), ("0", "10")])
def test_linear_runs_downwards_when_less_is_better(value, expected):
    assert points(measure(kind="linear", base="200", lead="100", floor="0.6"), {"a": value}) == ("scored", expected)


@pytest.mark.parametrize(("value", "expected"), [("0", "0"), ("1", "1/2"), ("20", "10")])
def test_linear_without_base_and_floor_begins_at_nothing(value, expected):
    assert points(measure(kind="linear", lead="20"), {"a": value}) == ("scored", expected)


@pytest.mark.parametrize(
    ("value", "expected"), [("0", "0"), ("1.19", "0"), ("1.2", "5"), ("1.99", "5"), ("2", "10"), ("99", "10"), ("-2", "0")]
)
def test_steps_give_the_share_of_the_highest_step_reached(value, expected):
    assert points(measure(kind="steps", steps=[["1.2", "1/2"], ["2", "1"]]), {"a": value}) == ("scored", expected)


@pytest.mark.parametrize(("value", "expected"), [("0", "0"), ("25", "5/2"), ("100", "10"), ("120", "10")])
def test_points_is_the_share_of_the_lead(value, expected):
    assert points(measure(kind="points", lead="100"), {"a": value}) == ("scored", expected)


def test_a_lead_may_be_a_formula_of_inputs():
    assert points(measure(kind="pos", value="a", lead="b * 2"), {"a": "3", "b": "2"}) == ("scored", "15/2")
    assert points(measure(kind="neg", value="a / b", lead="c"), {"a": "8", "b": "2", "c": "1"}) == ("scored", "5/2")


@pytest.mark.parametrize("kind", ["pos", "neg", "linear", "points"])
def test_a_measure_without_its_figure_is_missing_and_never_full(kind):
    assert points(measure(kind=kind, lead="5"), {}) == ("missing", "0")
    assert points(measure(kind=kind, lead="b"), {"a": "5"}) == ("missing", "0")


def test_steps_without_their_figure_are_missing():
    assert points(measure(kind="steps", steps=[["0", "1"]]), {}) == ("missing", "0")


@pytest.mark.parametrize(
    ("rule", "typed"),
    [
        ({"kind": "pos", "value": "a / b", "lead": "1"}, {"a": "1", "b": "0"}),
        ({"kind": "pos", "lead": "b"}, {"a": "1", "b": "0"}),
        ({"kind": "neg", "lead": "1"}, {"a": "0"}),
        ({"kind": "steps", "value": "a / b", "steps": [["1", "1"]]}, {"a": "1", "b": "0"}),
    ],
    ids=["value", "lead", "neg of nothing", "steps"],
)
@pytest.mark.parametrize(("when_zero", "expected"), [("unknown", ("missing", "0")), ("full", ("scored", "10")), ("zero", ("scored", "0"))])
def test_a_division_by_zero_is_settled_by_the_standard_and_unknown_when_it_says_nothing(rule, typed, when_zero, expected):
    assert points(measure(**rule, when_zero=when_zero), typed) == expected
    if when_zero == "unknown":
        assert points(measure(**rule), typed) == expected


# ---- answers of a person ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["required", "yes_no"])
@pytest.mark.parametrize(("answer", "expected"), [("met", ("met", 10)), ("not_met", ("not_met", 0)), ("", ("missing", 0))])
def test_yes_or_no_gives_all_or_nothing(kind, answer, expected):
    found = result(one(item("X", kind)), items={"X": answer}).items["X"]
    assert (found.status, found.points) == expected


@pytest.mark.parametrize("kind", ["judged", "optional"])
@pytest.mark.parametrize(
    ("answer", "expected"),
    [("0", ("scored", "0")), ("3.5", ("scored", "7/2")), ("10", ("scored", "10")), ("met", ("scored", "10")), ("not_met", ("scored", "0"))],
)
def test_a_judged_item_has_the_points_it_was_given(kind, answer, expected):
    found = result(one(item("X", kind)), items={"X": answer}).items["X"]
    assert (found.status, str(found.points)) == expected


@pytest.mark.parametrize(("answer", "expected"), [("0", "0"), ("1", "5/6"), ("7", "35/6"), ("12", "10"), ("met", "10"), ("not_met", "0")])
def test_a_count_is_the_share_of_the_checklist(answer, expected):
    found = result(one(item("X", "count", count_of=12)), items={"X": answer}).items["X"]
    assert (found.status, str(found.points)) == ("scored", expected)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"a": "30"}, ("met", 10)),
        ({"a": "29.99"}, ("not_met", 0)),
        ({}, ("missing", 0)),
        ({"a": {"value": "30", "doubtful": True}}, ("missing", 0)),
    ],
)
def test_a_tested_item_is_met_not_met_or_unknown(typed, expected):
    found = result(one(item("X", "required", test="a >= 30")), inputs=typed).items["X"]
    assert (found.status, found.points) == expected


@pytest.mark.parametrize(
    ("test", "typed", "expected"),
    [
        ("a > 1", {"a": "1.5"}, "1.5"),
        ("a > 1 and b > 1", {"a": "2", "b": "3"}, "2"),
        ("a > 1 and b > 1", {"b": "3"}, ""),
        ("a > 1", {}, ""),
        ("2 > 1", {"a": "2"}, ""),
    ],
)
def test_a_tested_item_shows_the_first_figure_that_is_tested(test, typed, expected):
    assert result(one(item("X", "required", test=test)), inputs=typed).items["X"].value == expected


def test_a_test_that_divides_by_zero_is_unknown():
    assert result(one(item("X", "required", test="a / b > 1")), inputs={"a": "1", "b": "0"}).items["X"].status == "missing"


# ---- derived values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "when_zero", "expected"),
    [
        ({"a": "6", "b": "2"}, "unknown", ("scored", 6)),
        ({"a": "6", "b": "0"}, "unknown", ("missing", 0)),
        ({"a": "6", "b": "0"}, "zero", ("scored", 0)),
        ({"a": "6"}, "zero", ("missing", 0)),
    ],
)
def test_a_derived_value_is_computed_once_and_says_what_a_zero_means(typed, when_zero, expected):
    derived = {"ratio": {"label": "比", "unit": "1", "value": "a / b", "clause": "A.9", "when_zero": when_zero}}
    found = result(one(measure(kind="pos", value="ratio * 2", lead="10"), derived=derived), inputs=typed).items["M"]
    assert (found.status, found.points) == expected


def test_what_lacks_a_figure_below_a_formula_still_says_how_it_is_scored():
    derived = {"ratio": {"label": "比", "unit": "1", "value": "a / b", "clause": "A.9"}}
    assert result(one(measure(kind="pos", value="ratio * 2", lead="10"), derived=derived)).items["M"].note == "比 × 2"


# ---- required blocks --------------------------------------------------------------------------------------------------


def block(**answers: str):
    standard = plan(group("G", item("R1", "required", "4"), item("R2", "required", "3"), item("O", "optional", "3"), required_block=True))
    return result(standard, items=answers)


def test_a_required_item_not_met_costs_all_required_points_of_the_block_and_disqualifies():
    found = block(R1="met", R2="not_met", O="2")
    assert {name: (r.status, r.points) for name, r in found.items.items()} == {"R1": ("met", 0), "R2": ("not_met", 0), "O": ("scored", 2)}
    assert (found.total, found.verdict, found.unmet) == (2, "not_qualified", ("项R2",))
    assert found.items["R1"].note == "同块有必选项不符合，本块必选分为0"


def test_a_required_item_not_filled_costs_only_itself_and_leaves_the_verdict_open():
    found = block(R1="met", O="2")
    assert (found.total, found.verdict, found.unmet) == (6, "incomplete", ())


def test_an_optional_item_of_nothing_empties_no_block():
    found = block(R1="met", R2="met", O="0")
    assert (found.total, found.verdict) == (7, "qualified")


def test_without_a_block_a_required_item_costs_only_itself_but_still_disqualifies():
    found = result(plan(group("G", item("R1", "required", "4"), item("R2", "required", "6"))), items={"R1": "met", "R2": "not_met"})
    assert (found.total, found.verdict) == (4, "not_qualified")


def test_a_block_ends_at_its_group():
    blocks = [group(n, item(f"R{n}", "required", "5"), required_block=True) for n in "AB"]
    found = result(plan(*blocks), items={"RA": "met", "RB": "not_met"})
    assert [g.points for g in found.groups] == [5, 0]


# ---- the best of several ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"P": "1", "Q": "2", "R": "3"}, 5),
        ({"P": "3", "Q": "2", "R": "1"}, 5),
        ({"P": "2", "Q": "2", "R": "2"}, 4),
        ({"P": "5"}, 5),
        ({}, 0),
    ],
)
def test_only_the_best_two_of_three_count(answers, expected):
    standard = plan(group("G", *(item(n, points="5") for n in "PQR"), best=2))
    found = result(standard, items=answers)
    assert (found.total, found.groups[0].maximum) == (expected, 10)


def test_the_best_are_those_of_the_largest_share_and_what_is_worth_nothing_is_the_last():
    standard = plan(group("G", item("P", points="10"), item("Q", points="4"), item("N", points="0"), best=1))
    found = result(standard, items={"P": "3", "Q": "2", "N": "0"})
    assert (found.total, found.trace["nodes"]["choose:G"]["inputs"]) == (2, ["Q"])


def test_what_does_not_apply_is_not_among_the_best():
    leaves = [item(n, points="5", may_be_not_applicable=True) for n in "PQR"]
    found = result(plan(group("G", *leaves, best=2)), items={"Q": "4", "R": "3"}, not_applicable={"P": "不生产"})
    assert (found.total, found.groups[0].maximum) == (7, 10)


# ---- what does not apply ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("redistribute", "25/4"), ("full", "7"), ("zero", "5")],
)
def test_points_that_do_not_apply_are_spread_given_or_lost(mode, expected):
    leaves = (item("P", points="8"), item("N", points="2", may_be_not_applicable=True))
    found = result(plan(group("G", *leaves, not_applicable=mode)), items={"P": "5"}, not_applicable={"N": "不生产"})
    assert (str(found.total), found.groups[0].maximum) == (expected, 10)
    assert (found.items["N"].status, found.items["N"].points, found.items["N"].note) == ("not_applicable", 0, "不生产")
    assert found.verdict == "qualified"


def test_points_are_spread_over_the_groups_inside_too():
    inner = group("I", item("P", points="6"))
    standard = plan(group("G", item("Q", points="2"), item("N", points="2", may_be_not_applicable=True), groups=(inner,)))
    found = result(standard, items={"P": "3", "Q": "1"}, not_applicable={"N": "不生产"})
    assert (found.total, found.groups[0].maximum) == (5, 10)


def test_an_answer_to_what_does_not_apply_is_not_counted():
    leaves = (item("P", points="8"), item("N", points="2", may_be_not_applicable=True))
    found = result(plan(group("G", *leaves)), items={"P": "8", "N": "0"}, not_applicable={"N": "不生产"})
    assert (found.total, found.items["N"].status) == (10, "not_applicable")


# ---- weights ----------------------------------------------------------------------------------------------------------


def test_a_weight_makes_points_a_share_of_it():
    groups = [group("A", item("P", points="40"), weight="60"), group("B", item("Q", points="7"), weight="40")]
    found = result(plan(*groups, maximum="100"), items={"P": "10", "Q": "5"})
    assert [(g.points, g.maximum, g.weighted, g.weighted_maximum) for g in found.groups] == [
        (10, 40, 15, 60),
        (5, 7, Fraction(200, 7), 40),
    ]
    assert (found.total, found.shown) == (Fraction(305, 7), "43.57")


def test_without_weights_points_add_up():
    found = result(plan(group("A", item("P", points="4")), group("B", item("Q", points="6"))), items={"P": "3", "Q": "5"})
    assert (found.total, [g.weighted for g in found.groups]) == (8, [3, 5])
