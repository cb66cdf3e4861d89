"""Small made-up standards, a few kinds of everything, for tests that try every change of them; and what the oracle says of one."""

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.engines.scoring.oracle.scorer import answer
from tests.engines.scoring.standards import DAY, content, group, item, plan, result

FORMULAS = ("(a - c) / b * 100", "a", "a + b", "a / b", "if_(a > b, a, c)", "max(a, b)")
TESTS = ("a / b >= 2", "a > b", "a >= 5 and c < 5")


def naive(groups, figures, answers, absent, doubtful) -> tuple[Fraction, dict[str, tuple[str, Fraction]]]:
    """(total, {item: (status, points)}) by the oracle, which shares no code with the engine."""
    typed: dict[str, Any] = {"inputs": {name: str(value) for name, value in figures.items() if value is not None}, "not_applicable": absent}
    typed["items"] = {name: {"value": answers.get(name, ""), "doubtful": name in doubtful} for name in {*answers, *doubtful}}
    found = answer(content(*groups, maximum="100"), DAY, typed)
    return found.total, found.items


numbers = st.sampled_from(["0", "1", "2", "3", "4.5", "5", "7.25", "10", "0.5", "33.3"])
when_zero = st.sampled_from(["unknown", "zero", "full"])
values = st.sampled_from(FORMULAS)


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
        return item(name, draw(st.sampled_from(["required", "optional"])), points, test=draw(st.sampled_from(TESTS)), **more)
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
