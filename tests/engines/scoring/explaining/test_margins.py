"""What each item costs, and the value it needs: put into the application, the value does what was said, and a hair less does not."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from greenlist.engines.scoring.explaining.backwards import reading_of, safe
from greenlist.engines.scoring.explaining.margins import margins
from greenlist.engines.scoring.explaining.standing import Standing, most_of
from tests.engines.scoring.oracle.small import all_leaves, cases, engine, naive
from tests.engines.scoring.standards import group, item, measure, one, plan, result

SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
RULES = [
    {"kind": "pos", "lead": "4"},
    {"kind": "pos", "lead": "4", "cap": "1.2"},
    {"kind": "pos", "lead": "4", "cap": None},
    {"kind": "points", "lead": "40"},
    {"kind": "neg", "lead": "2"},
    {"kind": "linear", "lead": "10", "base": "2", "floor": "0.6"},
    {"kind": "linear", "lead": "2", "base": "10", "floor": "0"},
    {"kind": "steps", "steps": [["3", "1/2"], ["8", "4/5"], ["20", "1"]]},
]


def margin(rule, value, line=None):
    found = result(one(measure(**rule)), inputs={"a": value})
    (only,) = margins(found, Fraction(line) if line else None)
    return only


def points(rule, value: Fraction) -> Fraction:
    """What the engine gives for an exact value of a, which no form could hold."""
    standard = one(measure(**rule | {"value": f"a * {value.numerator} / {value.denominator}"}))
    return result(standard, inputs={"a": "1"}).total


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("share", ["1/3", "3/5", "1"])
def test_the_value_needed_gives_the_points_and_a_hair_less_does_not(rule, share):
    bad = "30" if rule["kind"] == "neg" or rule.get("lead") == "2" else "0.5"
    line = Fraction(share) * 10
    told = margin(rule, bad, line)
    needed = told.line or told.full
    hair = Fraction(1, 10**9) if needed.is_higher else -Fraction(1, 10**9)
    assert points(rule, needed.value) >= line > points(rule, needed.value - hair)
    assert points(rule, Fraction(needed.shown)) >= line


def test_the_next_step_is_told_beside_full_marks_and_the_last_step_only_as_full_marks():
    told = margin(RULES[-1], "4")
    assert (told.step.words, told.full.words) == ("不低于 8 t", "不低于 20 t")
    assert margin(RULES[-1], "9").step is None


@pytest.mark.parametrize(
    ("value", "is_higher", "expected"),
    [("2.3076923", True, "2.308"), ("2.3076923", False, "2.307"), ("0.00412345", False, "0.004123"), ("1284.567", True, "1284.57"),
     ("5", True, "5"), ("-1/3", True, "-0.3333"), ("-1/3", False, "-0.3334"), ("0", True, "0"),
     ("9.995", True, "9.995"), ("10.005", True, "10.01"), ("1/10000000000000", True, "0.000000000001")],
)  # fmt: skip
def test_a_value_is_rounded_to_the_side_on_which_it_suffices(value, is_higher, expected):
    assert safe(Fraction(value), is_higher) == expected


@pytest.mark.parametrize(
    ("test", "words"),
    [("a >= 30", "不低于 30 t"), ("a > b", "高于 7 t"), ("a <= b / 2", "不高于 3.5 t"), ("a < 2", "低于 2 t"), ("b >= 30", "不低于 30 t")],
)
def test_a_comparison_tells_its_threshold(test, words):
    found = result(one(item("X", "optional", test=test)), inputs={"a": "20" if "<" in test else "1", "b": "7"})
    assert margins(found)[0].full.words == words


@pytest.mark.parametrize(
    ("leaf", "why"),
    [
        (item("X"), "由人判定，没有数值"),
        (item("X", "optional", test="a > 5 and b > 5"), "条件不止一个比较，不能反算"),
        (item("X", "optional", test="a > a / 2 + 5"), "门槛随本项数据一起变，不能单独反算"),
        (item("X", "optional", test="a > c"), "门槛所用的数据未填"),
        (measure("X", kind="pos", lead="a + b"), "目标值随本项数据一起变，不能单独反算"),
        (measure("X", kind="pos", lead="c"), "目标值所用的数据未填"),
        (measure("X", kind="pos", lead="0 - b"), "目标值不是正数，不能反算"),
        (measure("X", kind="neg", lead="b - 1"), "目标值不是正数，不能反算"),
    ],
)
def test_what_cannot_be_read_backwards_says_why(leaf, why):
    (told,) = margins(result(one(leaf), inputs={"a": "1", "b": "1"}))
    assert (told.full, told.why_no_value) == (None, why)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"kind": "pos", "lead": "1"}, "不低于 1 t"),
        ({"kind": "linear", "lead": "0", "base": "10"}, "不高于 0 t"),
        ({"kind": "linear", "lead": "0 - 2", "base": "10"}, "不高于 -2 t"),
        ({"kind": "pos", "lead": "d"}, "不低于 8 t"),
        ({"kind": "pos", "lead": "l"}, "不低于 4 t"),
    ],
)
def test_an_aim_may_be_one_nought_derived_or_looked_up(rule, words):
    chosen = {"p": {"label": "品种", "unit": "1", "clause": "表1", "one_of": {"table": "limits"}}}
    asked = {name: {"label": name.upper(), "unit": "t", "clause": name} for name in "ab"} | chosen
    derived = {
        "d": {"label": "两倍", "unit": "t", "value": "b * 2", "clause": "§d"},
        "l": {"label": "限额", "unit": "t", "value": {"table": "limits", "column": "v"}, "clause": "§l"},
    }
    tables = {"limits": {"key": "p", "columns": {"v": "t"}, "rows": {"x": {"label": "甲品", "values": {"v": "4"}}}}}
    found = result(
        one(measure(**rule), inputs=asked, derived=derived, tables=tables),
        inputs={"a": "0.5" if rule["kind"] == "pos" else "9", "b": "4", "p": "x"},
    )
    assert margins(found)[0].full.words == words


SHARE = {"d": {"label": "占比（%）", "unit": "1", "value": "a / b * 100", "clause": "§d"}}


def test_a_derived_value_is_named_by_its_label_and_a_percentage_has_its_sign():
    (told,) = margins(result(one(measure(value="d", kind="pos", lead="40"), derived=SHARE), inputs={"a": "1", "b": "5"}))
    assert (told.value, told.full.label, told.full.words) == ("20", "占比", "不低于 40 %")


def test_an_aim_that_moves_with_the_value_through_a_derived_one_is_not_read_backwards():
    (told,) = margins(result(one(measure(value="a", kind="pos", lead="d"), derived=SHARE), inputs={"a": "1", "b": "5"}))
    assert told.why_no_value == "目标值随本项数据一起变，不能单独反算"


def test_a_line_between_equal_ends_cannot_be_read_backwards():
    (told,) = margins(result(one(measure(kind="linear", lead="b", base="5")), inputs={"a": "3", "b": "5"}))
    assert (told.full, told.why_no_value) == (None, "引领值等于基准值，不能反算")


@pytest.mark.parametrize("rule", RULES)
def test_no_points_at_all_need_no_value(rule):
    found = result(one(measure(**rule)), inputs={"a": "1"})
    reading = reading_of(found, found.plan.items["M"])
    assert (reading.needed(Fraction(0)), reading.needed(Fraction(-1))) == (None, None)


def test_a_ratio_is_named_by_its_formula_and_has_no_unit():
    (told,) = margins(result(one(measure(value="a / b", kind="pos", lead="2")), inputs={"a": "1", "b": "1"}))
    assert (told.full.label, told.full.words) == ("A ÷ B", "不低于 2")


def test_what_is_lost_counts_the_emptied_block_the_weight_and_the_redistribution():
    block = group("A", item("P", "required"), item("Q", "required"), item("R", points="20", may_be_not_applicable=True),
                  required_block=True, weight="60")  # fmt: skip
    found = result(plan(block, group("B", item("S"), weight="40"), maximum="100"), items={"P": "met", "Q": "not_met", "S": "4"},
                   not_applicable={"R": "不生产"})  # fmt: skip
    assert {m.item.id: (m.lost, m.alone) for m in margins(found)} == {"P": (30, 0), "Q": (30, 60), "S": (24, 24)}


def test_what_a_choice_left_out_costs_nothing_and_may_still_gain():
    leaves = [item(name, points="5") for name in "PQR"]
    found = result(plan(group("G", *leaves, best=2)), items={"P": "4", "Q": "3", "R": "1"})
    assert {m.item.id: (m.lost, m.alone) for m in margins(found)} == {"P": (1, 1), "Q": (2, 2), "R": (0, 2)}
    assert margins(found, Fraction("8.5"))[2].line is None


def with_everything_full(node):
    """The same branch, every leaf a judged one."""
    leaves = [{key: row[key] for key in row if key not in {"score", "test", "count_of"}} | {"kind": "judged"} for row in node["items"]]
    return node | {"items": leaves, "groups": [with_everything_full(child) for child in node["groups"]]}


@pytest.mark.parametrize("part", range(4))
@SLOW
@given(cases())
def test_what_is_lost_adds_up_to_what_the_total_is_short_of_everything_full(part, case):
    groups, _, _, absent, _ = case
    found = engine(*case)
    told = margins(found)
    if any(row.most > row.item.points for row in told) or any(r.points > r.maximum for r in found.items.values()):
        return  # above full marks there is no whole
    full = [with_everything_full(node) for node in groups]
    whole, _ = naive(full, {}, {row["id"]: row["points"] for node in full for row in all_leaves(node)}, absent, set())
    assert found.total + sum(row.lost for row in told) == whole


def test_where_the_floor_is_everything_the_base_is_enough():
    found = result(one(measure(kind="linear", lead="10", base="2", floor="1")), inputs={"a": "1"})
    assert reading_of(found, found.plan.items["M"]).needed(Fraction(1)).value == 2


def test_what_a_person_judges_has_its_own_name_and_no_unit():
    found = result(one(item("X")))
    reading = reading_of(found, found.plan.items["X"])
    assert (reading.label, reading.unit, reading.next_step(Fraction(0))) == ("项X", "", None)
    found = result(one(item("X", "optional", test="a > 5 and b > 5")))
    assert (reading_of(found, found.plan.items["X"]).unit, reading_of(found, found.plan.items["X"]).rule) == ("", None)


def test_an_aim_in_doubt_is_not_known():
    doubtful = {"a": "1", "b": {"value": "5", "doubtful": True}}
    (told,) = margins(result(one(measure(kind="pos", lead="b")), inputs=doubtful))
    assert told.why_no_value == "目标值所用的数据未填"


def test_a_pure_number_has_no_unit():
    inputs = {"a": {"label": "比", "unit": "1", "clause": "A"}}
    (told,) = margins(result(one(measure(kind="pos", lead="4"), inputs=inputs), inputs={"a": "1"}))
    assert (told.full.label, told.full.words) == ("比", "不低于 4")


def test_what_is_full_and_what_does_not_apply_has_no_margin():
    leaves = [item("P"), item("Q", may_be_not_applicable=True), item("R", "optional", test="a > 1")]
    found = result(plan(group("G", *leaves), maximum="30"), inputs={"a": "2"}, items={"P": "10"}, not_applicable={"Q": "没有"})
    assert margins(found) == ()


def test_a_line_is_told_for_what_reaches_it_alone_and_only_then():
    standard = plan(group("G", measure("M", kind="pos", lead="10"), measure("N", value="b", kind="pos", lead="10")), maximum="20")
    found = result(standard, inputs={"a": "5", "b": "9"})
    assert [(row.item.id, row.line and row.line.words) for row in margins(found, Fraction(15))] == [
        ("M", "不低于 6 t"),
        ("N", "不低于 10 t"),
    ]
    assert [row.line and row.line.words for row in margins(found, Fraction(19))] == ["不低于 10 t", None]
    assert [row.line for row in margins(found, Fraction(14))] == [None, None]
    assert [row.line for row in margins(found)] == [None, None]


@pytest.mark.parametrize(
    ("rule", "most"), [*zip(RULES, (10, 12, 10, 10, 10, 10, 10, 10), strict=True), ({"kind": "steps", "steps": [["3", "6/5"]]}, 12)]
)
def test_the_most_an_item_can_have_is_what_its_cap_or_its_best_step_makes_of_it(rule, most):
    found = result(one(measure(**rule)), inputs={"a": "1"})
    assert most_of(found.plan.items["M"]) == most


def test_the_fewest_points_that_reach_a_total_are_told_where_the_total_can_be_reached():
    standing = Standing(result(plan(group("G", item("X"), item("Y")), maximum="20"), items={"X": "1", "Y": "5"}))
    assert standing.least_points({}, "X", Fraction(13)) == 8
    assert standing.least_points({"Y": Fraction(10)}, "X", Fraction(13)) == 3
    assert standing.least_points({}, "X", Fraction(15)) == 10
    assert standing.least_points({}, "X", Fraction(16)) is None
    assert standing.least_points({}, "X", Fraction(2)) == 0


def test_where_the_rounded_total_is_compared_half_a_step_less_is_enough():
    total = {"round": "1", "maximum": "20", "compare": "rounded"}
    standard = plan(group("G", measure("M", points="10", kind="pos", lead="10"), item("X")), total=total)
    found = margins(result(standard, inputs={"a": "5"}, items={"X": "6"}), Fraction(12))
    assert "5.5" in str(next(m for m in found if m.item.id == "M").line)


def test_where_half_a_step_rounds_down_it_must_be_passed_and_not_only_reached():
    total = {"round": "1", "maximum": "20", "compare": "rounded"}
    standard = plan(group("G", measure("M", points="10", kind="pos", lead="10"), item("X")), total=total)
    (told,) = [m for m in margins(result(standard, inputs={"a": "5"}, items={"X": "6"}), Fraction(13)) if m.item.id == "M"]
    assert told.line.words == "不低于 6.501 t"
    reached = {value: result(standard, inputs={"a": value}, items={"X": "6"}, pass_line="13") for value in ("6.5", told.line.shown)}
    assert [found.rounded for found in reached.values()] == [12, 13]
