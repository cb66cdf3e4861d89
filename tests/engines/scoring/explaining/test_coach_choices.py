"""The coach where things do not simply add up: items added on top, choices of the applicant, rounding of groups, what is shared out to all."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenlist.engines.scoring import read_application, score
from greenlist.engines.scoring.explaining.backwards import reading_of
from greenlist.engines.scoring.explaining.coach import coach
from greenlist.engines.scoring.explaining.margins import margins
from tests.engines.scoring.standards import LIMITS, OVER, PRODUCTS, group, inputs, item, measure, one, plan, result, stored

POINTS = st.sampled_from(["2", "5", "10"])


@st.composite
def cases(draw):
    """A standard of three branches: one plain, one a choice, one added on top; and answers to most of its items."""
    plain = [item(f"P{i}", draw(st.sampled_from(["judged", "required", "count"])), draw(POINTS), count_of=4, may_be_not_applicable=True)
             for i in range(draw(st.integers(1, 3)))]  # fmt: skip
    plain = [{key: row[key] for key in row if key != "count_of" or row["kind"] == "count"} for row in plain]
    points = draw(POINTS)
    choice = [item(f"C{i}", points=points) for i in range(draw(st.integers(1, 3)))]
    bonus = [item(f"B{i}", points=draw(POINTS)) for i in range(draw(st.integers(0, 2)))]
    how = draw(st.sampled_from(["ratio", "declared"]))
    best = draw(st.integers(1, len(choice)))
    mode = draw(st.sampled_from(["redistribute", "redistribute_all", "full", "zero"]))
    groups = [group("P", *plain, not_applicable=mode, weight="60"), group("C", *choice, best=best, choose_by=how, weight="40")]
    groups += [group("B", *bonus, bonus=True, most=draw(st.sampled_from(["3", "8"])))] if bonus else []
    rows = [*plain, *choice, *bonus]
    absent = {row["id"]: "没有" for row in plain if draw(st.integers(0, 4)) == 0}
    answers = {row["id"]: draw(st.sampled_from(["met", "not_met"] if row["kind"] == "required" else ["0", "1", "2", full(row)]))
               for row in rows if row["id"] not in absent and draw(st.integers(0, 4))}  # fmt: skip
    chosen = {"C": draw(st.lists(st.sampled_from([row["id"] for row in choice]), max_size=best, unique=True))} if how == "declared" else {}
    total = {"round": "0.01", "maximum": "100", **({"round_group": "0.5"} if draw(st.booleans()) else {})}
    total |= {"compare": "rounded"} if draw(st.booleans()) else {}
    return plan(*groups, total=total), {row["id"]: row for row in rows if row["id"] not in absent}, answers, absent, chosen


def full(row):
    return "met" if row["kind"] == "required" else str(row.get("count_of", row["points"]))


def scored(standard, answers, absent, chosen, line=None):
    typed = {"items": {name: {"value": value} for name, value in answers.items()}, "not_applicable": absent, "chosen": chosen}
    return score(standard, read_application(standard, typed), line)


def smallest_by_trying(case, line):
    """How many items must be raised to full; what is raised in a choice of the applicant is chosen while a place is free."""
    standard, rows, answers, absent, chosen = case
    places = {name: g.best for name, g in standard.declared_groups.items()}
    names = [
        name for name, row in rows.items() if answers.get(name) != full(row) or (places and name not in chosen["C"] and name[0] == "C")
    ]
    for size in range(len(names) + 1):
        for raised in combinations(names, size):
            picked = {k: [*v, *(n for n in raised if n[0] == "C" and n not in v)][: places[k]] for k, v in chosen.items()}
            if scored(standard, answers | {n: full(rows[n]) for n in raised}, absent, picked, line).verdict == "qualified":
                return size
    return None


@pytest.mark.parametrize("part", range(4))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases(), st.sampled_from(["10", "45.5", "70", "90", "101"]))
def test_no_smaller_set_reaches_the_line_whatever_is_chosen_rounded_or_added_on_top(part, case, line):
    standard, _, answers, absent, chosen = case
    advice = coach(scored(standard, answers, absent, chosen), Fraction(line))
    expected = smallest_by_trying(case, Fraction(line))
    if expected is None:
        assert not advice.is_reached
        return
    assert advice.is_reached and advice.lower_bound <= expected <= len(advice.changes)
    if standard.round_group is None:
        assert advice.is_smallest
    if advice.is_smallest:
        assert len(advice.changes) == expected


WAYS = [
    {"label": "有限额", "when": "b > 0", "score": {"kind": "neg", "value": "a", "lead": "b"}},
    {"label": "没有限额", "when": None, "score": {"kind": "pos", "value": "a", "lead": "4"}},
]


@pytest.mark.parametrize(("b", "words"), [("2", "不高于 2 t"), ("0", "不低于 4 t")])
def test_the_way_that_holds_is_read_backwards(b, words):
    found = result(plan(group("G", item("M", "measure", any_of=WAYS))), inputs={"a": "3", "b": b})
    assert [m.full.words for m in margins(found)] == [words]


def test_while_it_is_not_known_which_way_holds_no_value_is_told():
    found = result(plan(group("G", item("M", "measure", any_of=WAYS))), inputs={"a": "3"})
    assert [m.why_no_value for m in margins(found)] == ["不知道按哪一种办法计分"]
    assert (reading_of(found, found.plan.items["M"]).label, reading_of(found, found.plan.items["M"]).unit) == ("项M", "")
    assert [c.kind for c in coach(found, Fraction(5)).changes] == ["fill"]


def test_steps_from_above_are_read_backwards_and_a_yes_or_no_is_not():
    falling = {"kind": "steps", "compare": "at_most", "steps": [["8", "1/2"], ["3", "1"]]}
    (told,) = margins(result(plan(group("G", measure(**falling))), inputs={"a": "9"}))
    assert (told.step.words, told.full.words) == ("不高于 8 t", "不高于 3 t")
    (told,) = margins(result(plan(group("G", measure(kind="yes_no", value="a > 5"))), inputs={"a": "1"}))
    assert told.why_no_value == "这种计分方式不能反算"


def test_what_is_only_encouraged_is_nobody_s_change():
    gates = [{"id": "g", "label": "鼓励", "clause": "§4", "encouraged": True}]
    found = result(plan(group("G", item("P")), gates=gates), items={"g": "not_met", "P": "5"})
    assert [c.id for c in coach(found, Fraction(8)).changes] == ["P"]


def test_a_gate_that_looks_back_is_known_by_its_own_word():
    gates = [{"id": "g", "label": "三年无事故", "clause": "§4", "look_back": 3}]
    found = result(plan(group("G", item("P")), gates=gates), items={"g": "not_met", "P": "5"})
    advice = coach(found, Fraction(8))
    assert (advice.is_reached, [r.id for r in advice.blocked]) == (False, ["g"])


def test_several_products_have_points_to_gain_but_no_value():
    standard = stored(one(measure(**OVER), inputs=inputs(c={}), tables={"limits": LIMITS}, rows={"products": PRODUCTS}))
    found = score(standard, read_application(standard, {"rows": {"products": [{"p": "x", "e": "30", "q": "20"}]}}))
    assert [m.why_no_value for m in margins(found)] == ["按几个产品加权平均，不能单独反算"]
    assert (reading_of(found, found.plan.items["M"]).label, reading_of(found, found.plan.items["M"]).unit) == ("项M", "")
    (change,) = coach(found, Fraction(8)).changes
    assert (change.points, change.to, change.needed) == (5, 8, None)


def test_what_cannot_be_changed_is_left_out_on_top_and_in_a_choice_too():
    groups = [group("A", item("P")), group("B", item("X", points="2"), item("Y", points="2"), bonus=True, most="3")]
    groups.append(group("C", item("U"), item("V"), best=1))
    found = result(plan(*groups, maximum="20"), items={"P": "10", "X": "0", "Y": "0", "U": "4", "V": "4"})
    assert (found.total, coach(found, Fraction(24)).most) == (14, 23)
    assert [c.id for c in coach(found, Fraction(22)).changes] == ["U", "X"]
    assert [c.id for c in coach(found, Fraction(22), fixed=["X", "U"]).changes] == ["V", "Y"]
    assert coach(found, Fraction(23), fixed=["X"]).most == 22


def test_nothing_of_a_choice_that_is_added_on_top_must_be_filled():
    groups = [group("A", item("P")), group("B", item("X", points="2"), item("Y", points="2"), bonus=True, best=1)]
    found = result(plan(*groups), items={"P": "5"})
    assert [(c.id, c.to) for c in coach(found, Fraction(8)).changes] == [("P", 8)]
