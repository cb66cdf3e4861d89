"""The coach: no smaller set reaches the line. Every set of changes of a small standard is tried out by the oracle."""

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.engines.scoring.explaining.coach import Advice, Change, coach, fixed_gates
from greenlist.engines.scoring.explaining.smallest import LIMIT
from greenlist.rulebook.standards import standard_file
from tests.engines.scoring.oracle.small import naive
from tests.engines.scoring.standards import DAY, group, item, measure, plan, result

FOLDER = Path(__file__).parents[1]
POINTS = st.sampled_from(["2", "5", "10"])
LINES = st.sampled_from(["5", "12.5", "20", "33", "60", "80"])


# ---- small standards, whose every item a person answers, and one way to answer them -----------------------------------


@st.composite
def leaves(draw, name, points):
    kind = draw(st.sampled_from(["required", "optional", "judged", "yes_no", "count"]))
    return item(name, kind, points, may_be_not_applicable=True, **({"count_of": 4} if kind == "count" else {}))


@st.composite
def branches(draw, name):
    own = [draw(leaves(f"{name}{i}", draw(POINTS))) for i in range(draw(st.integers(1, 3)))]
    points = draw(POINTS)
    inner = [draw(leaves(f"{name}x{i}", points)) for i in range(draw(st.integers(0, 3)))]
    best = {"best": draw(st.integers(1, len(inner)))} if inner else {}
    mode = {"not_applicable": draw(st.sampled_from(["redistribute", "full", "zero"])), "required_block": draw(st.booleans())}
    return group(name, *own, groups=(group(f"{name}x", *inner, **mode, **best),) if inner else (), **mode)


@st.composite
def cases(draw):
    groups = [draw(branches(name)) for name in "AB"[: draw(st.integers(1, 2))]]
    if draw(st.booleans()):
        groups = [g | {"weight": w} for g, w in zip(groups, ["60", "40"], strict=False)]
    answers, absent, doubtful = {}, {}, set()
    for row in all_leaves(groups):
        fate = draw(st.sampled_from(["full", "answered", "answered", "answered", "empty", "absent", "doubtful"]))
        if fate == "absent":
            absent[row["id"]] = "没有这类产品"
        elif fate == "doubtful":
            doubtful.add(row["id"])
        if fate in {"full", "answered", "doubtful"}:
            answers[row["id"]] = (
                full(row) if fate == "full" else draw(st.sampled_from(["met", "not_met"] if is_yes_no(row) else ["0", "1"]))
            )
    gate = draw(st.sampled_from(["", "met", "not_met"]))
    return groups, answers, absent, doubtful, gate


def all_leaves(groups):
    return [row for g in groups for row in (*g["items"], *all_leaves(g["groups"]))]


def is_yes_no(row):
    return row["kind"] in {"required", "yes_no"}


def full(row):
    return "met" if is_yes_no(row) else str(row.get("count_of", row["points"]))


def engine(groups, answers, absent, doubtful, gate):
    standard = plan(*groups, maximum="100", gates=[{"id": "g", "label": "守法", "clause": "§4"}])
    items = {name: {"value": answers.get(name, ""), "doubtful": name in doubtful} for name in {*answers, *doubtful}}
    return result(standard, items=items | {"g": gate}, not_applicable=absent)


def is_reached(groups, answers, absent, doubtful, gate, line):
    """The line is reached, nothing required is unmet, nothing needed is open: from the words of the standard alone. And the total."""
    total, found = naive(groups, {}, answers, absent, doubtful)
    states = {name: status for name, (status, _) in found.items()}
    unmet = gate != "met" or any(row["kind"] == "required" and states[row["id"]] == "not_met" for row in all_leaves(groups))
    return total >= line and not unmet and "doubtful" not in states.values() and not any(lacks(g, states) for g in groups), total


def lacks(node, states):
    own = [states[row["id"]] for row in node["items"]]
    answered = sum(state not in {"missing", "not_applicable"} for state in own)
    return ("missing" in own and answered < node.get("best", 99)) or any(lacks(child, states) for child in node["groups"])


def smallest_by_trying(case, line):
    """(how many, total with all at full, names) of the first smallest set that asks least; None where no set will do."""
    groups, answers, absent, doubtful, gate = case
    rows = {row["id"]: row for row in all_leaves(groups) if row["id"] not in absent}
    names = ["g"] * (gate != "met") + [n for n, row in rows.items() if answers.get(n) != full(row) or n in doubtful]
    for size in range(len(names) + 1):
        fits = []
        for chosen in combinations(names, size):
            changed = answers | {n: full(rows[n]) for n in chosen if n != "g"}
            done, total = is_reached(groups, changed, absent, doubtful - set(chosen), "met" if "g" in chosen else gate, line)
            if done:
                fits.append((total, chosen))
        if fits:
            total, chosen = min(fits, key=lambda fit: fit[0])
            return size, total, set(chosen)
    return None


SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("part", range(4))
@SLOW
@given(cases(), LINES)
def test_no_smaller_set_reaches_the_line_and_no_set_as_small_asks_for_less(part, case, line):
    expected = smallest_by_trying(case, Fraction(line))
    advice = coach(engine(*case), Fraction(line))
    if expected is None:
        assert (advice.is_reached, advice.changes) == (False, ())
        return
    assert advice.is_reached and advice.is_smallest and advice.is_least
    assert (len(advice.changes), {change.id for change in advice.changes}) == (expected[0], expected[2])
    assert advice.lower_bound == expected[0]


@pytest.mark.parametrize("part", range(4))
@SLOW
@given(cases(), LINES)
def test_the_changes_as_told_are_enough_and_what_they_gain_adds_up(part, case, line):
    found = engine(*case)
    advice = coach(found, Fraction(line))
    if not advice.is_reached:
        return
    groups, answers, absent, doubtful, gate = case
    rows = {row["id"]: row for row in all_leaves(groups)}
    for change in advice.changes:
        if change.id == "g":
            gate = "met"
        else:
            row = rows[change.id]
            share = change.to / Fraction(row["points"])
            points = share * row["count_of"] if "count_of" in row else change.to
            answers = answers | {change.id: "met" if is_yes_no(row) else str(points)}
    done, total = is_reached(groups, answers, absent, doubtful - {c.id for c in advice.changes}, gate, Fraction(line))
    assert done and total == advice.total == found.total + sum(change.gain for change in advice.changes)


# ---- the last change by its value, what cannot be changed, the limit, a real standard -----------------------------------


def two(**figures):
    """Two measured items of 50 points, the values a / 4 and 2 / b."""
    standard = plan(
        group("A", measure("P", "50", kind="pos", lead="4"), measure("Q", "50", kind="neg", value="b", lead="2")), maximum="100"
    )
    return result(standard, inputs=figures)


def test_the_last_change_is_the_smallest_value_that_suffices():
    advice = coach(two(a="2", b="4"), Fraction("64"))
    (change,) = advice.changes
    assert (change.id, change.needed.words, change.gain, advice.total) == ("P", "不低于 3.12 t", 14, 64)
    assert two(a=change.needed.shown, b="4").total == 64


def test_all_but_the_last_are_raised_to_full_marks():
    advice = coach(two(a="2", b="5"), Fraction("90"))
    assert [(c.id, c.needed.words) for c in advice.changes] == [("Q", "不高于 2 t"), ("P", "不低于 3.2 t")]
    assert two(a="3.2", b="2").total == advice.total == 90


def test_a_last_change_in_steps_stops_at_the_step_that_suffices():
    steps = {"kind": "steps", "steps": [["3", "1/2"], ["8", "4/5"], ["20", "1"]]}
    advice = coach(result(plan(group("A", measure("P", **steps))), inputs={"a": "1"}), Fraction(6))
    assert (advice.changes[0].needed.words, advice.total) == ("不低于 8 t", 8)


def test_a_judged_item_is_eased_to_a_step_of_a_tenth():
    advice = coach(result(plan(group("A", item("P", points="8"), item("Q", points="2"))), items={"P": "1", "Q": "0"}), Fraction("6.9"))
    assert ([(c.id, c.to) for c in advice.changes], advice.total) == ([("P", Fraction("7.2"))], Fraction("7.2"))


def test_a_unit_above_the_line_has_nothing_to_change():
    advice = coach(two(a="4", b="2"), Fraction(100))
    assert (advice.changes, advice.is_reached, advice.lower_bound) == ((), True, 0)


def test_a_gate_that_looks_back_cannot_be_met_and_says_so():
    standard = plan(group("A", item("P")), gates=[{"id": "g", "label": "三年无事故", "clause": "§4"}])
    found = result(standard, items={"g": "not_met", "P": "5"})
    advice = coach(found, Fraction(6), fixed=["g"])
    assert (advice.is_reached, [r.words for r in advice.blocked], advice.changes) == (False, ["“三年无事故”不符合"], ())
    assert [c.kind for c in coach(found, Fraction(6)).changes] == ["meet", "raise"]


def test_what_cannot_be_changed_is_left_out_and_the_most_that_the_rest_gives_is_told():
    advice = coach(two(a="2", b="4"), Fraction(80), fixed=["P"])
    assert (advice.is_reached, advice.changes, advice.most) == (False, (), 75)


def test_a_choice_too_large_to_try_out_is_told_as_not_proven_with_its_lower_bound():
    leaves = [item(name) for name in "PQRSTUVW"]
    more = group("B", item("X"), item("Y"))
    answers = dict.fromkeys("RSTUVW", "0") | {"P": "8", "Q": "2", "X": "5", "Y": "5"}
    found = result(plan(group("A", *leaves, best=2), more, maximum="40"), items=answers)
    proven, bounded = coach(found, Fraction(35)), coach(found, Fraction(35), limit=12)
    assert (proven.is_smallest, len(proven.changes), proven.lower_bound) == (True, 3, 3)
    assert (bounded.is_smallest, bounded.is_least, len(bounded.changes), bounded.lower_bound) == (False, False, 3, 2)


def test_the_same_number_of_changes_is_proven_even_where_the_least_points_are_not():
    leaves = [item(f"P{i:02}", points=str(10 + i / 8)) for i in range(24)]
    found = result(plan(group("A", *leaves), maximum="300"), items={leaf["id"]: "0" for leaf in leaves})
    advice = coach(found, Fraction(125), limit=200)
    assert (advice.is_smallest, advice.is_least, advice.is_reached) == (True, False, True)
    assert len(advice.changes) == len(coach(found, Fraction(125)).changes)


def test_a_real_standard_is_answered_within_the_limit_and_proven():
    content = (FOLDER / "good_figures.json").read_text(encoding="utf-8")
    standard = compile_plan(load_standard(standard_file("gbt-36132", "2018")), DAY)
    typed = json.loads(content)
    answers = {i.id: "met" if i.kind == "required" else "0" for i in standard.items.values() if i.is_answered_by_person}
    gates = {gate["id"]: "met" for gate, _ in standard.gates}
    found = result(standard, inputs=typed, items=answers | gates)
    advice = coach(found, Fraction(85))
    assert advice.is_reached and advice.is_smallest and not any(c.is_forced for c in advice.changes)
    assert advice.total >= 85 and advice.looked_at < LIMIT


def test_what_stands_in_the_way_leaves_nothing_to_count():
    gates = [{"id": "g", "label": "无事故", "clause": "4", "look_back": 3}]
    told = coach(result(plan(group("A", item("X")), gates=gates), items={"g": "not_met", "X": "5"}), Fraction(8))
    assert (told.total, told.most, told.is_reached, told.is_smallest, told.is_least) == (5, 5, False, True, True)
    assert (told.lower_bound, told.looked_at, told.changes, [reason.id for reason in told.blocked]) == (0, 0, (), ["g"])


def test_a_line_above_everything_is_told_with_the_most_there_can_be():
    told = coach(result(plan(group("A", item("X"), item("Y")), maximum="20"), items={"X": "5", "Y": "10"}), Fraction(25))
    assert (told.before, told.total, told.most, told.is_reached, told.changes) == (15, 15, 20, False, ())
    assert (told.is_smallest, told.is_least, told.lower_bound, told.looked_at, told.blocked) == (True, True, 0, 1, ())


def test_the_gaps_of_a_choice_are_chosen_and_not_forced():
    advice = coach(result(plan(group("A", item("P"), item("Q"), best=1))), Fraction(5))
    assert [(change.id, change.kind, change.is_forced) for change in advice.changes] == [("P", "fill", False)]
    advice = coach(result(plan(group("A", item("P")))), Fraction(5))
    assert [(change.id, change.kind, change.is_forced) for change in advice.changes] == [("P", "fill", True)]


def test_what_cannot_rise_is_not_looked_at():
    leaves = [item("P"), item("Q", may_be_not_applicable=True), item("R")]
    found = result(plan(group("A", *leaves), maximum="30"), items={"P": "10", "R": "5"}, not_applicable={"Q": "没有"})
    assert coach(found, Fraction(31)).looked_at == 1


def test_what_cannot_rise_is_not_looked_at_in_a_choice_and_on_top_either():
    groups = [group("A", item("P"), item("Q"), item("R"), best=2), group("B", item("X"), item("Y"), bonus=True, most="15")]
    found = result(plan(*groups, maximum="20"), items={"P": "10", "Q": "5", "R": "4", "X": "10", "Y": "1"})
    for name in "PX":
        assert coach(found, Fraction(31)).looked_at == coach(found, Fraction(31), fixed=[name]).looked_at


def test_the_change_that_can_be_eased_comes_last():
    standard = plan(group("A", measure("P", "50", kind="pos", lead="4"), item("Q", "yes_no", "10")), maximum="60")
    advice = coach(result(standard, inputs={"a": "2"}, items={"Q": "not_met"}), Fraction(58))
    assert [(c.id, c.kind, c.to, c.gain) for c in advice.changes] == [("Q", "raise", 10, 10), ("P", "raise", 48, 23)]
    assert advice.free == advice.changes


def test_a_change_to_the_only_step_there_is_leaves_the_easing_to_another():
    steps = {"kind": "steps", "value": "b", "steps": [["8", "1"]]}
    standard = plan(group("A", measure("P", "50", kind="pos", lead="4"), measure("Q", **steps)), maximum="60")
    advice = coach(result(standard, inputs={"a": "2", "b": "1"}), Fraction(58))
    assert [(c.id, c.to, c.gain) for c in advice.changes] == [("Q", 10, 10), ("P", 48, 23)]


@pytest.mark.parametrize(
    ("leaf", "given", "line", "to"),
    [
        (measure("P", kind="yes_no", value="a > 5"), {}, 5, 10),
        (item("P", "optional", test="a > 5"), {}, 5, 10),
        (item("P", "yes_no"), {"P": "not_met"}, 5, 10),
        (item("P", "required"), {"P": "not_met"}, 5, 10),
        (item("P", "count", count_of=8, full_at="4"), {"P": "0"}, 6, Fraction("7.5")),
        (item("P", "count", count_of=8), {"P": "0"}, 6, Fraction("6.25")),
        (item("P"), {"P": "0"}, 6, 6),
        (measure("P", kind="steps", steps=[["3", "1/2"], ["8", "4/5"], ["20", "1"]]), {}, 8, 8),
        (measure("P", kind="steps", steps=[["3", "1/2"], ["8", "4/5"], ["20", "1"]]), {}, 9, 10),
    ],
)
def test_a_change_is_one_that_can_be_made(leaf, given, line, to):
    (change,) = coach(result(plan(group("A", leaf)), inputs={"a": "1"}, items=given), Fraction(line)).changes
    assert (change.id, change.to, change.maximum) == ("P", to, 10)


def test_a_gate_is_met_and_gains_nothing_by_itself():
    standard = plan(group("A", item("P")), gates=[{"id": "g", "label": "守法", "clause": "§4"}])
    (change,) = coach(result(standard, items={"g": "not_met", "P": "8"}), Fraction(6)).changes
    assert change == Change("g", "meet", "守法", "§4", True, Fraction(0), Fraction(0), Fraction(0), Fraction(0), "", None)


def test_of_several_gates_the_one_that_is_not_met_is_told():
    gates = [{"id": name, "label": f"要求{name}", "clause": f"§{name}"} for name in "fgh"]
    (change,) = coach(result(plan(group("A", item("P")), gates=gates), items={"f": "met", "g": "not_met", "h": "met", "P": "8"}), 6).changes
    assert (change.id, change.label, change.clause) == ("g", "要求g", "§g")


def test_what_is_required_is_met_and_what_has_too_few_points_is_raised():
    standard = plan(group("A", item("P", "required"), item("Q", "yes_no"), item("R")), maximum="30")
    advice = coach(result(standard, items={"P": "not_met", "Q": "not_met", "R": "1"}), Fraction(30))
    assert {c.id: c.kind for c in advice.changes} == {"P": "meet", "Q": "raise", "R": "raise"}


def test_a_gate_that_only_encourages_is_never_in_the_way():
    gates = [{"id": name, "label": name, "clause": "4", "look_back": 3, "encouraged": name == "e"} for name in "eg"]
    assert fixed_gates(plan(group("A", item("P")), gates=gates)) == {"g"}


def test_advice_that_says_no_more_has_nothing_to_change_and_is_proven():
    said = Advice(Fraction(5), Fraction(6), Fraction(6))
    assert (said.is_reached, said.is_smallest, said.is_least, said.free, said.blocked) == (True, True, True, (), ())


def test_a_requirement_that_cannot_be_met_blocks_and_one_that_is_only_not_filled_does_not():
    standard = plan(group("A", item("P", "required"), item("X")), maximum="20")
    told = coach(result(standard, items={"P": "not_met", "X": "5"}), Fraction(8), fixed=["P"])
    assert (told.is_reached, [reason.id for reason in told.blocked]) == (False, ["P"])
    told = coach(result(standard, items={"X": "5"}), Fraction(8), fixed=["P"])
    assert (told.is_reached, told.blocked, [(c.id, c.kind) for c in told.changes]) == (True, (), [("P", "fill")])


def test_a_doubt_is_settled_first_and_what_is_free_is_told_apart():
    standard = plan(group("A", item("P"), item("X"), item("Y")), maximum="30")
    found = result(standard, items={"P": {"value": "5", "doubtful": True}, "X": "5", "Y": "9"})
    told = coach(found, Fraction(27))
    assert [(c.id, c.kind, c.is_forced) for c in told.changes] == [("P", "settle", True), ("X", "raise", False)]
    assert ([c.id for c in told.free], told.most) == (["X"], 30)
