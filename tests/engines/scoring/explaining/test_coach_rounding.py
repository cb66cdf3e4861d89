"""The coach where a total or a group is rounded: half a step may be enough, and what two items gain apart is not what they gain together."""

from fractions import Fraction
from itertools import combinations

import pytest

from greenlist.engines.scoring.explaining.coach import coach, goal_of
from tests.engines.scoring.standards import group, item, measure, plan, result

ROUNDED = {"round": "1", "maximum": "100", "round_group": "1"}
BY_WEIGHT = [("A", "35", ("7", "6")), ("B", "35", ("9",)), ("C", "30", ("8", "3"))]


def test_where_the_rounded_total_is_compared_half_a_step_less_is_enough():
    standard = plan(group("A", measure("P", "100", kind="pos", lead="100")), maximum="100", interval="1")
    standard.content["compare"] = "rounded"
    found = result(standard, inputs={"a": "3"})
    assert [coach(found, Fraction(line)).changes[0].needed.shown for line in (80, 85)] == ["79.5", "84.51"]


@pytest.mark.parametrize(("line", "to"), [(8, Fraction(15, 2)), (7, Fraction(13, 2) + Fraction(1, 10**9))])
def test_where_the_rounded_total_is_compared_half_a_step_less_will_do(line, to):
    total = {"round": "1", "maximum": "10", "compare": "rounded"}
    standard = plan(group("A", measure(kind="pos", lead="10")), total=total)
    (change,) = coach(result(standard, inputs={"a": "1"}), Fraction(line)).changes
    assert (change.id, change.kind, change.to, change.points) == ("M", "raise", to, 1)


@pytest.mark.parametrize(("line", "goal"), [(1, "0.5"), (2, "1.5"), (3, "2.5"), (4, "3.5"), (9, "8.5"), (10, "9.5")])
def test_half_a_step_is_enough_for_an_even_total_and_too_little_for_an_odd_one(line, goal):
    standard = plan(group("A", item("X")), total={"round": "1", "maximum": "10", "compare": "rounded"})
    assert goal_of(standard, Fraction(line)) == (Fraction(goal), line % 2 == 1)
    assert goal_of(plan(group("A", item("X"))), Fraction(line)) == (line, False)


@pytest.mark.parametrize(("line", "goal", "is_strict"), [("80", "79.75", False), ("80.5", "80.25", True), ("80.3", "80.25", True)])
def test_half_a_step_is_half_of_what_the_total_is_rounded_to(line, goal, is_strict):
    standard = plan(group("A", item("X")), total={"round": "0.5", "maximum": "100", "compare": "rounded"})
    assert goal_of(standard, Fraction(line)) == (Fraction(goal), is_strict)


@pytest.mark.parametrize("have", ["0", "2", "3"])
def test_where_groups_are_rounded_what_is_found_reaches_the_line_and_what_is_called_smallest_is(have):
    groups = [group(n, *(item(f"{n}{i}", points=p) for i, p in enumerate(own)), weight=w) for n, w, own in BY_WEIGHT]
    standard = plan(*groups, total=ROUNDED)
    answers = dict.fromkeys(standard.items, have)
    found = result(standard, items=answers)
    most = {name: str(leaf.points) for name, leaf in standard.items.items()}
    totals = [
        (n, result(standard, items=answers | {i: most[i] for i in chosen}).total) for n in range(6) for chosen in combinations(most, n)
    ]
    for line in range(int(found.total) + 1, 101):
        advice = coach(found, Fraction(line))
        least = min(n for n, total in totals if total >= line)
        assert advice.is_reached
        assert advice.total >= line
        assert advice.lower_bound <= least <= len(advice.changes)
        assert not advice.is_smallest or len(advice.changes) == least
        assert not advice.is_least


def test_what_two_items_gain_apart_is_not_what_a_rounded_group_gains_and_is_asked_again():
    groups = [group("A", item("P", points="1.5"), item("Q", points="1.5")), group("B", item("R", points="2"))]
    advice = coach(result(plan(*groups, total=ROUNDED), items={"P": "0", "Q": "0", "R": "0"}), Fraction(4))
    assert (advice.is_reached, {c.id for c in advice.changes}, advice.total) == (True, {"P", "Q", "R"}, 5)
    assert (advice.is_smallest, advice.is_least, advice.lower_bound) == (False, False, 1)


def test_one_change_that_ends_just_at_an_even_half_step_is_one_too_few():
    total = {"round": "1", "maximum": "10", "compare": "rounded"}
    standard = plan(group("A", item("P", points="2.5"), item("Q", points="1")), total=total)
    advice = coach(result(standard, items={"P": "0", "Q": "0"}), Fraction(3))
    assert (len(advice.changes), advice.lower_bound, advice.is_smallest) == (2, 2, True)
