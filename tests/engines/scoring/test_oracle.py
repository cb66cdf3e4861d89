"""A second scorer, naive and slow, worked out from the standard's own words: both must always agree.

It shares no code with the engine: plain dicts and fractions, one function a rule, formulas given as Python functions beside
their text.
"""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engines.scoring.standards import group, item, plan, result
from tests.engines.scoring.test_trace import recomputed

FORMULAS = {
    "a": lambda e: e["a"],
    "a + b": lambda e: e["a"] + e["b"],
    "a / b": lambda e: e["a"] / e["b"],
    "(a - c) / b * 100": lambda e: (e["a"] - e["c"]) / e["b"] * 100,
    "max(a, b)": lambda e: max(e["a"], e["b"]),
    "if_(a > b, a, c)": lambda e: e["a"] if e["a"] > e["b"] else e["c"],
}
NEEDS = {"a": "a", "a + b": "ab", "a / b": "ab", "(a - c) / b * 100": "abc", "max(a, b)": "ab"}
TESTS = {
    "a > b": lambda e: e["a"] > e["b"],
    "a / b >= 2": lambda e: e["a"] / e["b"] >= 2,
    "a >= 5 and c < 5": lambda e: e["a"] >= 5 and e["c"] < 5,
}


# ---- the naive scorer -----------------------------------------------------------------------------------------------


def naive(groups, figures, answers, absent, doubtful):
    """(total, {item: (status, points)}) of a standard given as the dicts of its file."""
    found = {}
    total = Fraction(0)
    for top in groups:
        got, most = branch(top, figures, answers, absent, doubtful, found)
        total += got * Fraction(top["weight"]) / most if "weight" in top and most else got
    return total, found


def branch(node, figures, answers, absent, doubtful, found):
    rows = []
    for leaf_ in node["items"]:
        found[leaf_["id"]] = leaf(leaf_, figures, answers, absent, doubtful)
        rows.append(leaf_)
    if node.get("required_block"):
        required = [r["id"] for r in rows if r["kind"] == "required"]
        if any(found[name][0] == "not_met" for name in required):
            for name in required:
                found[name] = (found[name][0], Fraction(0))
    applying = [r for r in rows if found[r["id"]][0] != "not_applicable"]
    lost = sum((Fraction(r["points"]) for r in rows if r not in applying), Fraction(0))
    scores = [(found[r["id"]][1], Fraction(r["points"])) for r in applying]
    if "best" in node:
        scores = sorted(scores, key=lambda s: s[0] / s[1], reverse=True)[: node["best"]]
        lost = Fraction(0)
    scores += [branch(child, figures, answers, absent, doubtful, found) for child in node["groups"]]
    got, most = sum((s[0] for s in scores), Fraction(0)), sum((s[1] for s in scores), Fraction(0))
    mode = node.get("not_applicable", "redistribute")
    if mode == "redistribute" and most:
        got = got / most * (most + lost)
    if mode == "full":
        got = got + lost
    return got, most + lost


def leaf(row, figures, answers, absent, doubtful):
    name, most = row["id"], Fraction(row["points"])
    if name in absent:
        return "not_applicable", Fraction(0)
    if name in doubtful:
        return "doubtful", Fraction(0)
    if "score" in row:
        return measured(row["score"], most, figures)
    if "test" in row:
        try:
            return ("met", most) if TESTS[row["test"]](figures) else ("not_met", Fraction(0))
        except (TypeError, ZeroDivisionError):
            return "missing", Fraction(0)
    given_ = answers.get(name)
    if given_ is None:
        return "missing", Fraction(0)
    if row["kind"] in {"required", "yes_no"}:
        return ("met", most) if given_ == "met" else ("not_met", Fraction(0))
    return "scored", most * Fraction(given_) / row["count_of"] if row["kind"] == "count" else Fraction(given_)


def measured(rule, most, figures):
    needed = NEEDS.get(rule["value"])
    try:
        value = FORMULAS[rule["value"]](figures)
        if value is None or (needed and any(figures[n] is None for n in needed)):
            return "missing", Fraction(0)
        return "scored", most * share(rule, value)
    except TypeError:
        return "missing", Fraction(0)
    except ZeroDivisionError:
        if rule.get("when_zero", "unknown") == "unknown":
            return "missing", Fraction(0)
        return "scored", most if rule["when_zero"] == "full" else Fraction(0)


def share(rule, value):
    lead, cap = Fraction(rule.get("lead", "1")), rule.get("cap", "1")
    if rule["kind"] == "steps":
        got = Fraction(0)
        for threshold, worth in rule["steps"]:
            if value >= Fraction(threshold):
                got = Fraction(worth)
        return got
    if rule["kind"] == "linear":
        base, floor = Fraction(rule["base"]), Fraction(rule["floor"])
        done = (value - base) / (lead - base)
        return Fraction(0) if done < 0 else Fraction(1) if done > 1 else floor + (1 - floor) * done
    raw = lead / value if rule["kind"] == "neg" else value / lead
    return Fraction(0) if raw < 0 else Fraction(cap) if cap is not None and raw > Fraction(cap) else raw


# ---- random small standards and applications ------------------------------------------------------------------------

numbers = st.sampled_from(["0", "1", "2", "3", "4.5", "5", "7.25", "10", "0.5", "33.3"])
when_zero = st.sampled_from(["unknown", "zero", "full"])
values = st.sampled_from(sorted(FORMULAS))


@st.composite
def rules(draw):
    kind = draw(st.sampled_from(["pos", "neg", "linear", "steps", "points"]))
    rule = {"kind": kind, "value": draw(values), "when_zero": draw(when_zero)}
    if kind == "steps":
        return rule | {"steps": [["1", "1/3"], ["2.5", "1/2"], ["10", "1"]]}
    if kind == "linear":
        base, lead = draw(st.sampled_from([("0", "10"), ("10", "2"), ("1.5", "4")]))
        return rule | {"base": base, "lead": lead, "floor": draw(st.sampled_from(["0", "0.6", "1/3"]))}
    return rule | {"lead": draw(st.sampled_from(["1", "2.5", "40"])), "cap": draw(st.sampled_from(["1", "1.2", None]))}


@st.composite
def leaves(draw, name, points, may_be_absent=True):
    kind = draw(st.sampled_from(["required", "optional", "judged", "yes_no", "count", "measure", "tested"]))
    more = {"may_be_not_applicable": may_be_absent}
    if kind == "measure":
        return item(name, "measure", points, score=draw(rules()), **more)
    if kind == "tested":
        return item(name, draw(st.sampled_from(["required", "optional"])), points, test=draw(st.sampled_from(sorted(TESTS))), **more)
    return item(name, kind, points, **more, **({"count_of": 8} if kind == "count" else {}))


@st.composite
def branches(draw, name, depth=1):
    points = draw(st.sampled_from(["1", "4", "10"]))
    best = draw(st.none() | st.integers(min_value=1, max_value=3)) if depth == 0 else None
    count = draw(st.integers(min_value=1, max_value=4))
    own = [draw(leaves(f"{name}{i}", points if best else draw(st.sampled_from(["1", "2.5", "8"])))) for i in range(count)]
    inner = tuple(draw(branches(f"{name}x{i}", depth=0)) for i in range(draw(st.integers(0, 2)))) if depth else ()
    more = {"best": best} if best else {}
    mode = draw(st.sampled_from(["redistribute", "full", "zero"]))
    return group(name, *own, groups=inner, not_applicable=mode, required_block=draw(st.booleans()), **more)


@st.composite
def standards(draw):
    groups = [draw(branches(name)) for name in "ABC"[: draw(st.integers(1, 3))]]
    if draw(st.booleans()):
        groups = [g | {"weight": w} for g, w in zip(groups, ["20", "50", "30"], strict=False)]
    return groups


def all_leaves(node):
    return [*node["items"], *(leaf_ for child in node["groups"] for leaf_ in all_leaves(child))]


@st.composite
def cases(draw):
    groups = draw(standards())
    rows = [row for top in groups for row in all_leaves(top)]
    figures = {name: draw(st.none() | numbers) for name in "abc"}
    answers, absent, doubtful = {}, {}, set()
    for row in rows:
        fate = draw(st.sampled_from(["answered", "answered", "answered", "empty", "absent", "doubtful"]))
        if fate == "absent":
            absent[row["id"]] = "不适用的理由"
        elif fate == "doubtful":
            doubtful.add(row["id"])
        if fate in {"answered", "doubtful"} and "score" not in row and "test" not in row:
            choices = (
                ["met", "not_met"] if row["kind"] in {"required", "yes_no"} else ["0", "1"] if row["kind"] != "count" else ["0", "3", "8"]
            )
            answers[row["id"]] = draw(st.sampled_from(choices))
    return groups, figures, answers, absent, doubtful


def engine(groups, figures, answers, absent, doubtful):
    standard = plan(*groups, maximum="100")
    items = {name: {"value": answers.get(name, ""), "doubtful": name in doubtful} for name in {*answers, *doubtful}}
    return result(standard, inputs={n: v for n, v in figures.items() if v is not None}, items=items, not_applicable=absent)


def exact(figures):
    return {name: None if value is None else Fraction(value) for name, value in figures.items()}


SLOW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@SLOW
@given(cases())
def test_the_engine_agrees_with_the_naive_scorer_in_every_leaf_and_in_the_total(case):
    groups, figures, answers, absent, doubtful = case
    total, expected = naive(groups, exact(figures), answers, absent, doubtful)
    found = engine(*case)
    assert {name: (r.status, r.points) for name, r in found.items.items()} == expected
    assert found.total == total


def leaves_open(node, expected) -> bool:
    """Is anything needed left empty? Of a choose-best group only so many are needed as count."""
    own = [expected[row["id"]][0] for row in node["items"]]
    answered = sum(1 for status in own if status not in {"missing", "not_applicable"})
    return ("missing" in own and answered < node.get("best", 99)) or any(leaves_open(child, expected) for child in node["groups"])


@SLOW
@given(cases())
def test_the_verdict_is_no_if_anything_required_is_not_met_and_open_if_anything_is_unknown(case):
    groups, figures, answers, absent, doubtful = case
    _, expected = naive(groups, exact(figures), answers, absent, doubtful)
    required = {row["id"] for top in groups for row in all_leaves(top) if row["kind"] == "required"}
    is_no = any(expected[name][0] == "not_met" for name in required)
    is_open = any(status == "doubtful" for status, _ in expected.values()) or any(leaves_open(top, expected) for top in groups)
    assert engine(*case).verdict == ("not_qualified" if is_no else "incomplete" if is_open else "qualified")


@SLOW
@given(cases())
def test_the_tree_alone_gives_the_total_again(case):
    found = engine(*case)
    assert recomputed(found.trace) == found.total


def is_answered(row) -> bool:
    return "score" not in row and "test" not in row


@SLOW
@given(cases())
def test_filling_every_gap_as_well_as_can_be_adds_exactly_what_was_promised(case):
    groups, _, answers, absent, doubtful = case
    figures = {"a": "5", "b": "2", "c": "1"}
    rows = [row for top in groups for row in all_leaves(top)]
    before = engine(groups, figures, answers, absent, doubtful)
    gaps = {gap.id for gap in before.missing}
    fillable = {row["id"] for row in rows if is_answered(row)}
    after = engine(groups, figures, {**answers, **dict.fromkeys(gaps & fillable, "met")}, absent, doubtful)
    if gaps <= fillable:
        assert after.total - before.total == sum((gap.gain for gap in before.missing), Fraction(0))
        assert after.missing == ()
