"""Standards whose exact totals fit whole numbers, so that millions of rows can be judged without either lane.

Every judge makes columns for so many rows of a kind (`tie`, `boundary`, `missing`, `zero`) and says what is published of each. It shares no
code with the engine: a share is a pair of whole numbers, shares are added over the product of their denominators, a tie is a remainder.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from greenlist.engines.cohort import Column, Program, compile_program
from tests.engines.scoring.standards import group, item, measure, plan

Array = Any
ROOM = 2.0**62
SHORT = np.array([1, 2, 4, 5, 8, 10, 16, 20, 25, 32, 40, 50, 64, 80, 100, 125, 160, 200, 250])  # denominators of ratios that end
LONG = np.array([n for n in range(7, 300) if all(n % k for k in range(2, 18))])  # primes: of ratios that do not, and make no tie
HARD = {"tie": 0.15, "boundary": 0.04}  # how many rows are made to lie on a tie or an edge; each is asked of the exact lane, thrice


class Told(NamedTuple):
    """What is published of each row, and which rows lie on a tie or a line exactly."""

    total: Array
    verdict: Array
    grade: Array
    unmet: Array
    missing: Array
    is_tight: Array


class Given(NamedTuple):
    """Whole numbers (tenths, or hundredths of a mark), and which of them are filled in."""

    whole: Array
    is_there: Array


@dataclass(frozen=True)
class Ratio:
    """above ÷ below, below over 0."""

    above: Array
    below: Array

    def __add__(self, other: "Ratio") -> "Ratio":
        self._has_room(other)
        return Ratio(self.above * other.below + other.above * self.below, self.below * other.below)

    def _has_room(self, other: "Ratio") -> None:
        most = (np.abs(r.above).max(initial=0).astype(float) + r.below.max(initial=1) for r in (self, other))
        assert np.prod(list(most)) < ROOM, "the whole numbers of this judge are too large"

    def within(self, low: int, high: int) -> "Ratio":
        """Held between two whole numbers."""
        return Ratio(np.clip(self.above, low * self.below, high * self.below), self.below)

    def where(self, condition: Array, other: int = 0) -> "Ratio":
        """Itself where the condition holds, else a whole number."""
        return Ratio(np.where(condition, self.above, other), np.where(condition, self.below, 1))

    def to_steps(self, steps: int) -> tuple[Array, Array]:
        """(whole steps of 1/`steps`, a half to the even one; which rows are a half exactly)."""
        whole, rest = np.divmod(self.above * steps, self.below)
        return whole + ((2 * rest > self.below) | ((2 * rest == self.below) & (whole % 2 == 1))), 2 * rest == self.below


def ratio(above: Array, below: Array) -> Ratio:
    """A ratio with a sign of its own; where there is nothing below, 0."""
    is_there = below != 0
    return Ratio(np.where(is_there, above * np.sign(below), 0), np.where(is_there, np.abs(below), 1))


def verdict(unmet: Array, needed: Array, is_below: Array) -> Array:
    """1 not qualified, 2 incomplete, 0 qualified."""
    return np.where(unmet > 0, 1, np.where(needed, 2, is_below))


@dataclass(frozen=True)
class Judge:
    """A standard, the kinds of rows it is tried on, and what makes rows and judges them."""

    name: str
    kinds: tuple[str, ...]
    program: Callable[[], Program]
    judged: Callable[[np.random.Generator, int, str], tuple[dict[str, Column], Told]]


def _asked(*names: str, **more: dict[str, Any]) -> dict[str, Any]:
    figure = {"unit": "t", "minimum": None}
    return {name: {"label": name, "clause": name, **more.get(name, figure)} for name in (*names, *more)}


def _below(random: np.random.Generator, is_hard: Array) -> Array:
    """Denominators."""
    return np.where(is_hard, random.choice(SHORT, len(is_hard)), random.choice(LONG, len(is_hard)))


def _filled(random: np.random.Generator, whole: Array, kind: str) -> Given:
    """Some zeros, some not there: many where that is the kind."""
    rows = len(whole)
    whole = np.where(random.random(rows) < (0.12 if kind == "zero" else 0.01), 0, whole)
    return Given(whole, random.random(rows) >= (0.15 if kind == "missing" else 0.01))


def _column(given: Given, scale: int = 10) -> Column:
    return Column(np.where(given.is_there, given.whole / scale, np.nan), given.is_there)


def _either(random: np.random.Generator, *choices: Array) -> Array:
    return np.choose(random.integers(0, len(choices), len(choices[0])), choices)


# ---- ratios, steps, a gate on ratios


def quotients() -> Program:
    """a ÷ b to 2, 3 to c ÷ d, e ÷ f between 10 and 2, steps of a derived g ÷ f; a ÷ b has to reach c ÷ d."""
    leaves = (
        measure("M1", value="a / b", kind="pos", lead="2", when_zero="zero"),
        measure("M2", value="c / d", kind="neg", lead="3", when_zero="full", cap="1.2"),
        measure("M3", "8", value="e / f", kind="linear", base="10", lead="2"),
        measure("M4", "6", value="h", kind="steps", steps=[["1", "1/3"], ["2.5", "1/2"], ["10", "1"]]),
    )
    derived = {"h": {"label": "h", "unit": "1", "value": "g / f", "clause": "h", "when_zero": "zero"}}
    gate = {"id": "gate", "label": "gate", "clause": "4", "test": "a / b >= c / d"}
    made = plan(group("A", *leaves), maximum="34", inputs=_asked(*"abcdefg"), derived=derived, gates=[gate])
    return compile_program(made, Fraction(155, 8))


def _judged_quotients(random: np.random.Generator, rows: int, kind: str) -> tuple[dict[str, Column], Told]:
    is_hard = random.random(rows) < HARD.get(kind, 0)
    whole = {name: random.integers(0, 301, rows) for name in "adeg"} | {name: _below(random, is_hard) for name in "bcf"}
    if kind == "boundary":
        b, f = random.integers(1, 31, rows), random.integers(1, 31, rows)
        near = [random.integers(-1, 2, rows) for _ in range(3)]
        a = 2 * b + near[0]
        edges = {
            "a": a, "b": b, "c": _either(random, a, 3 * b, 5 * b), "d": _either(random, b, 2 * b), "f": f,
            "e": _either(random, 10 * f, 2 * f, 6 * f) + near[1], "g": np.maximum(_either(random, f, 5 * f // 2, 10 * f) + near[2], 0),
        }  # fmt: skip
        whole = {name: np.where(is_hard, edges[name], values) for name, values in whole.items()}
    given = {name: _filled(random, values, kind) for name, values in whole.items()}
    a, b, c, d, e, f, g = (given[name].whole for name in "abcdefg")
    is_there = {pair: given[pair[0]].is_there & given[pair[1]].is_there for pair in ("ab", "cd", "ef", "gf")}
    first = ratio(5 * a, b).within(0, 10).where(is_there["ab"])
    second = ratio(30 * d, c).within(0, 12).where((c > 0) & (d > 0), 10).where(is_there["cd"])
    third = ratio(10 * f - e, f).within(0, 8).where(is_there["ef"] & (f > 0))
    steps = np.where(g >= 10 * f, 6, np.where(2 * g >= 5 * f, 3, np.where(g >= f, 2, 0)))
    fourth = np.where(is_there["gf"] & (f > 0), steps, 0)
    total = first + second + third
    total = Ratio(total.above + fourth * total.below, total.below)
    is_asked = is_there["ab"] & is_there["cd"] & (b > 0) & (d > 0)
    unmet = (is_asked & (a * d < c * b)).astype(int)
    missing = sum(
        (~np.asarray(there)).astype(int) for there in (is_asked, is_there["ab"], is_there["cd"], is_there["ef"] & (f > 0), is_there["gf"])
    )
    steps_of, is_tie = total.to_steps(100)
    told = verdict(unmet, missing > 0, 8 * total.above < 155 * total.below)
    is_tight = is_tie | (8 * total.above == 155 * total.below) | (is_asked & (a * d == c * b))
    return {name: _column(one) for name, one in given.items()}, Told(steps_of, told, np.full(rows, -1), unmet, missing, is_tight)


# ---- negative limits, looked up or cited; negative values


def negatives() -> Program:
    """A line between limits below 0, found in a table or cited; ratios of values that may be negative; a test on a difference."""
    found = {side: {"first_of": [{"table": "limits", "column": side}, f"own_{side}"]} for side in ("lead", "base")}
    size = {"bracket": "c", "at_least": [["10", "8"], ["0", "2.5"]], "below": "-4"}
    leaves = (
        measure("N1", value="e / f", kind="linear", **found),
        measure("N2", value="v", kind="pos", lead="u", when_negative="full", when_zero="zero"),
        measure("N3", value="v", kind="neg", lead=size, when_negative="unknown", when_zero="full"),
        item("N4", "required", "5", test="v - u >= c / 10"),
    )
    values = {"x": ("-30", "-28"), "y": ("-12.5", "-20"), "w": ("c + 1", "c"), "z": (None, "-10")}
    rows = {code: {"label": code, "values": dict(zip(("lead", "base"), both, strict=True))} for code, both in values.items()}
    table = {"key": "p", "none": "都不是", "columns": {"lead": "t", "base": "t"}, "rows": rows}
    choice = {"unit": "1", "one_of": {"table": "limits"}}
    asked = _asked(*"efvuc", "own_lead", "own_base", p=choice)
    return compile_program(plan(group("A", *leaves), maximum="35", inputs=asked, tables={"limits": table}), Fraction(115, 8))


CODES = ("x", "y", "w", "z", "none")


def _judged_negatives(random: np.random.Generator, rows: int, kind: str) -> tuple[dict[str, Column], Told]:
    whole = {name: random.integers(-300, 301, rows) for name in ("e", "v", "u", "c", "own_lead", "own_base")}
    is_hard = random.random(rows) < HARD.get(kind, 0)
    whole |= {name: _below(random, is_hard) * random.choice([1, 1, -1], rows) for name in "fvu"}
    chosen, is_chosen = random.integers(0, 5, rows), random.random(rows) >= (0.15 if kind == "missing" else 0.01)
    if kind == "boundary":
        f, v, c = whole["f"], whole["v"], whole["c"]
        edges = {"e": np.choose(random.integers(0, 3, rows), (-30, -28, -29)) * f + random.integers(-1, 2, rows)}
        edges["u"] = _either(random, v, v * 2, v - c // 10)
        edges["c"] = _either(random, c, np.full(rows, 100), np.zeros(rows, int), 10 * (v - edges["u"]))
        whole |= {name: np.where(is_hard, values, whole[name]) for name, values in edges.items()}
    given = {name: _filled(random, values, kind) for name, values in whole.items()}
    e, f, v, u, c = (given[name].whole for name in "efvuc")
    is_there = {name: one.is_there for name, one in given.items()}
    own_lead, own_base = given["own_lead"], given["own_base"]
    lead = np.choose(chosen, (-300, -125, c + 10, own_lead.whole, own_lead.whole))
    base = np.choose(chosen, (-280, -200, c, -100, own_base.whole))
    every = np.ones(rows, bool)
    has_lead = is_chosen & np.choose(chosen, (every, every, is_there["c"], own_lead.is_there, own_lead.is_there))
    has_base = is_chosen & np.choose(chosen, (every, every, is_there["c"], every, own_base.is_there))
    is_first = has_lead & has_base & is_there["e"] & is_there["f"] & (f != 0) & (lead != base)
    first = ratio(10 * (10 * e - base * f), (lead - base) * f).within(0, 10).where(is_first)
    is_second = is_there["v"] & is_there["u"]
    second = ratio(10 * v, u).within(0, 10).where(v >= 0, 10).where(is_second)
    is_third = is_there["v"] & is_there["c"] & (v >= 0)
    third = ratio(10 * np.where(c >= 100, 80, np.where(c >= 0, 25, -40)), v).within(0, 10).where(v > 0, 10).where(is_third)
    is_fourth = is_there["v"] & is_there["u"] & is_there["c"]
    is_met = is_fourth & (10 * (v - u) >= c)
    total = first + second + third
    total = Ratio(total.above + 5 * is_met * total.below, total.below)
    unmet = (is_fourth & ~is_met).astype(int)
    missing = sum((~np.asarray(there)).astype(int) for there in (is_first, is_second, is_third, is_fourth))
    steps, is_tie = total.to_steps(100)
    told = verdict(unmet, missing > 0, 8 * total.above < 115 * total.below)
    columns = {name: _column(one) for name, one in given.items()} | {"p": Column(chosen, is_chosen, CODES)}
    is_tight = is_tie | (8 * total.above == 115 * total.below) | (is_fourth & (10 * (v - u) == c))
    return columns, Told(steps, told, np.full(rows, -1), unmet, missing, is_tight)


# ---- groups: the best few, what does not apply, required blocks, a bonus, grades


def choices() -> Program:
    """The best two of four; what does not apply shared out or counted in full; a block that a required item empties; a bonus; grades."""
    groups = (
        group("P", *(item(f"p{k}") for k in range(4)), best="2", weight="30"),
        group("Q", *(item(f"q{k}", may_be_not_applicable=True) for k in range(3)), weight="30"),
        group("S", *(item(f"s{k}", points="5", may_be_not_applicable=True) for k in range(2)), not_applicable="full", weight="10"),
        group("R", item("r0", "required", "5"), item("r1", "required", "5"), item("r2"), required_block=True, weight="20"),
        group("Z", item("z0", points="5"), item("z1", points="5"), bonus=True, most="3"),
    )
    grades = [{"name": name, "at_least": at, "clause": "6"} for name, at in (("三星", "75"), ("二星", "60"), ("一星", "45.5"))]
    return compile_program(plan(*groups, maximum="90", interval="1", inputs={}, grades=grades), Fraction(45))


def _judged_choices(random: np.random.Generator, rows: int, kind: str) -> tuple[dict[str, Column], Told]:
    most = {"s0": 500, "s1": 500, "z0": 500, "z1": 500}
    step = np.where(random.random(rows) < HARD.get(kind, 0), 50, 1)
    names = [f"{letter}{k}" for letter, count in (("p", 4), ("q", 3), ("s", 2), ("z", 2)) for k in range(count)] + ["r2"]
    given = {
        n: _filled(random, step * random.integers(most.get(n, 1000) // step // 2, most.get(n, 1000) // step + 1, rows), kind) for n in names
    }
    given |= {name: Given((random.random(rows) < 0.95).astype(int), random.random(rows) >= 0.01) for name in ("r0", "r1")}
    absent = {name: random.random(rows) < 0.2 for name in ("q0", "q1", "q2", "s0", "s1")}
    marks = {name: np.where(one.is_there, one.whole, 0) for name, one in given.items()}
    gaps = {name: ~one.is_there & ~absent.get(name, np.zeros(rows, bool)) for name, one in given.items()}
    best = np.sort(np.stack([marks[f"p{k}"] for k in range(4)]), axis=0)[2:].sum(axis=0)
    left = sum((~absent[f"q{k}"]).astype(int) for k in range(3))
    shared = sum(np.where(absent[f"q{k}"], 0, marks[f"q{k}"]) for k in range(3)) * np.choose(left, (0, 6, 3, 2))
    full = sum(np.where(absent[f"s{k}"], 500, marks[f"s{k}"]) for k in range(2))
    unmet = sum((given[name].is_there & (given[name].whole == 0)).astype(int) for name in ("r0", "r1"))
    block = marks["r2"] + np.where(unmet > 0, 0, 500 * (marks["r0"] + marks["r1"]))
    bonus = np.minimum(marks["z0"] + marks["z1"], 300)
    total = 3 * best + shared + 2 * (full + block + bonus)  # half hundredths
    missing = sum(gap.astype(int) for name, gap in gaps.items() if name[0] != "z")
    needed = sum(gap.astype(int) for name, gap in gaps.items() if name[0] not in "zp") > 0
    needed |= sum((~gaps[f"p{k}"]).astype(int) for k in range(4)) < 2
    told = verdict(unmet, needed, total < 9000)
    grade = np.where(told != 0, -1, np.where(total >= 15000, 0, np.where(total >= 12000, 1, np.where(total >= 9100, 2, -1))))
    steps, is_tie = Ratio(total, np.full(rows, 200)).to_steps(1)
    columns = {name: _column(one, 1 if name in {"r0", "r1"} else 100) for name, one in given.items()}
    columns |= {f"na:{name}": Column(mask) for name, mask in absent.items()}
    return columns, Told(steps, told, grade, unmet, missing, is_tie | np.isin(total, (9000, 9100, 12000, 15000)))


# ---- sums of marks


def sums() -> Program:
    """Marks in hundredths, and a small group that adds hundred-thousandths: one row in a thousand lies on a tie exactly."""
    marks = [item(f"m{k}", "judged", "10") for k in range(6)]
    small = [item("r", "required", "10"), item("s", "judged", "10"), item("t", "judged", "10")]
    made = plan(group("A", *marks, weight="60"), group("B", *small, weight="0.03"), maximum="60.03", inputs={})
    return compile_program(made, Fraction("30.01"))


def _judged_sums(random: np.random.Generator, rows: int, kind: str) -> tuple[dict[str, Column], Told]:
    """Totals in whole hundred-thousandths; some rows are put on the line exactly, some just beside it."""
    whole = {name: random.integers(0, 1001, rows) for name in ("m0", "m1", "m2", "m3", "m4", "m5", "s", "t")}
    is_met, is_there = random.random(rows) < 0.9, random.random(rows) >= 0.02
    planted = random.random(rows) < (HARD["boundary"] if kind == "boundary" else 1e-3)
    for name in ("m0", "m1", "m2", "m3", "m4", "m5"):
        whole[name][planted] = 500
    whole["s"][planted], whole["t"][planted] = 0, random.integers(0, 2, int(planted.sum()))
    whole["m5"][planted] -= random.integers(0, 2, int(planted.sum()))
    is_met |= planted
    given = {name: Given(values, is_there if name == "m0" else np.ones(rows, bool)) for name, values in whole.items()}
    large = sum(np.where(given[f"m{k}"].is_there, whole[f"m{k}"], 0) for k in range(6))
    total = Ratio(1000 * large + whole["s"] + whole["t"] + np.where(is_met, 1000, 0), np.full(rows, 100_000))
    steps, is_tie = total.to_steps(100)
    unmet, missing = (~is_met).astype(int), (~is_there).astype(int)
    columns = {name: _column(one, 100) for name, one in given.items()} | {"r": Column(is_met.astype(float))}
    told = verdict(unmet, missing > 0, total.above < 3_001_000)
    return columns, Told(steps, told, np.full(rows, -1), unmet, missing, is_tie | (total.above == 3_001_000))


JUDGES = (
    Judge("sums", ("tie", "boundary"), sums, _judged_sums),
    Judge("quotients", ("tie", "boundary", "missing", "zero"), quotients, _judged_quotients),
    Judge("negatives", ("boundary", "missing", "zero"), negatives, _judged_negatives),
    Judge("choices", ("boundary", "missing"), choices, _judged_choices),
)
