"""Which leaves the kernel can compute by itself, and with what numbers. Anything else is `None`, and comes from `measures.py`."""

import math
from dataclasses import dataclass
from fractions import Fraction

from greenlist.engines.cohort import bounds
from greenlist.engines.cohort import layout as at
from greenlist.engines.cohort.figure import is_short
from greenlist.engines.cohort.shapes import Shape, Term, shape_of
from greenlist.engines.scoring import Plan
from greenlist.engines.scoring.expr import Formula
from greenlist.engines.scoring.planned import YES_NO_KINDS, PlannedItem, PlannedScore
from greenlist.engines.scoring.rational import Rational
from greenlist.engines.scoring.tree import Name, Node, Number, Operation

ONE, ZERO = Rational(1), Rational(0)
NO_SHARE = -1.0  # any value below 0 is worth nothing
OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
TESTS = {">": at.MORE, ">=": at.AT_LEAST, "==": at.EQUAL}


@dataclass(frozen=True)
class Outcome:
    """What stands for a value that cannot be computed: nothing (None: missing), or this value."""

    value: float | None


@dataclass(frozen=True)
class Fast:
    """One leaf for the kernel; see `layout.py` for the places these go to."""

    shape: Shape
    kind: int
    base: float = 0.0
    slope: float = 1.0
    cap: float = math.inf
    edge: float = -1.0
    steps: tuple[tuple[float, float, float], ...] = ()
    test: int = 0
    limit: float = 0.0
    near: float = -1.0
    on_zero: Outcome = Outcome(None)
    on_no_value: Outcome | None = None
    widest: tuple[float, float] = (math.inf, math.inf)
    share_error: float = 0.0


class Reader:
    """Reads the rules of one plan into leaves for the kernel."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.numbers = {name for name in plan.inputs if name not in plan.choices}
        formulas = {name: found for name, (_, found) in plan.derived.items() if isinstance(found, Formula)}
        self.undivided: dict[str, Node] = {}
        for name, found in formulas.items():
            shape = shape_of(found.tree, self.undivided)
            if shape and not shape.is_divided and self._reads_inputs(shape):
                self.undivided[name] = found.tree
        unknown = {name: found.tree for name, found in formulas.items() if plan.derived[name][0]["when_zero"] == "unknown"}
        self.inlined = self.undivided | unknown
        self.formulas = formulas

    def item(self, item: PlannedItem) -> Fast | None:
        """A leaf that is an item."""
        if item.ways:
            return None
        if item.score:
            return self.score(item.score)
        return self.test(item.test) if item.test else self.answer(item.id, item)

    def answer(self, name: str, item: PlannedItem | None) -> Fast:
        """What a person answers: yes or no, or points, or how many."""
        if item is None or item.kind in YES_NO_KINDS:
            return Fast(Shape(ZERO, (Term(ONE, name, None),)), at.YES_NO)
        full = item.full_at or (Rational(item.count_of) if item.count_of else None)
        shape = Shape(ZERO, (Term(1 / (full or item.points), name, None),))
        most = 1.0 if full else math.inf
        return Fast(shape, at.SHARE, cap=most, share_error=bounds.value_error(shape, 1.0))

    def test(self, test: Formula) -> Fast | None:
        """A comparison of two sides of ours, or an input that is a yes or no."""
        tree = test.tree
        if isinstance(tree, Name) and tree.name in self.numbers:
            return Fast(Shape(ZERO, (Term(ONE, tree.name, None),)), at.YES_NO)
        if not isinstance(tree, Operation) or tree.sign not in OPPOSITE:
            return None
        left, right, sign = *tree.parts, tree.sign
        if isinstance(left, Number):
            left, right, sign = right, left, OPPOSITE[sign]
        limit = right.value if isinstance(right, Number) else ZERO
        shape = self._shape(left if isinstance(right, Number) else Operation("-", (left, right)), self.inlined)
        if shape is None or not bounds.is_held(shape):
            return None
        if sign not in TESTS:
            shape, limit, sign = shape.scaled(-ONE, ZERO), -limit, OPPOSITE[sign]
        limit, shape = limit - shape.constant, Shape(ZERO, shape.terms, shape.below)
        if _is_tiny(limit):
            return None
        if _is_direct(shape, limit):
            return Fast(shape, at.TESTED, test=TESTS[sign], limit=float(limit))
        scale = abs(float(limit))
        if not bounds.is_single(shape) and not scale:
            return None  # the sides may be of any size: their errors are known only row by row
        return Fast(shape, at.TESTED, test=TESTS[sign], limit=float(limit), near=bounds.near(shape, float(limit), scale) + 1e-15 * scale,
                    widest=bounds.widest(shape, bounds.VALUE_ALLOTTED * scale, scale))  # fmt: skip

    def score(self, rule: PlannedScore) -> Fast | None:
        """A value and its share."""
        if rule.over:
            return None
        if rule.kind == "yes_no":
            return self.test(rule.value) if rule.when_zero == "unknown" else None
        shape, own = self._value(rule.value, rule.when_zero == "unknown")
        sides = [_constant(side, default) for side, default in ((rule.lead, ONE), (rule.base, ZERO))]
        if shape is None or any(side is None for side in sides):
            return None
        lead, base = (side or ZERO for side in sides)
        if rule.kind == "steps":
            return self._stepped(rule, shape, own)
        if rule.kind == "linear":
            return self._linear(rule, shape, own, lead, base) if lead != base else None
        return self._ratio(rule, shape, own, lead) if lead > 0 and rule.when_negative == "zero" else None

    def _value(self, value: Formula, is_unknown: bool) -> tuple[Shape | None, str]:
        """The shape, and what the value is where it would be divided by zero: `rule` (as the rule says), `unknown`, `zero`."""
        tree, own = value.tree, "rule"
        if isinstance(tree, Name) and tree.name in self.formulas and tree.name not in self.undivided:
            own = self.plan.derived[tree.name][0]["when_zero"]
            tree, is_unknown = self.formulas[tree.name].tree, own == "unknown"
        return self._shape(tree, self.inlined if is_unknown else self.undivided), own

    def _shape(self, tree: Node, inlined: dict[str, Node]) -> Shape | None:
        shape = shape_of(tree, inlined)
        return shape if shape and self._reads_inputs(shape) else None

    def _reads_inputs(self, shape: Shape) -> bool:
        return all(name in self.numbers for term in (*shape.terms, *shape.below) for name in (term.x, term.y) if name)

    def _linear(self, rule: PlannedScore, shape: Shape, own: str, lead: Fraction, base: Fraction) -> Fast | None:
        slope = 1 / (lead - base)
        value = shape.scaled(slope, -base * slope)
        if not bounds.is_held(value):
            return None
        edge = bounds.near(value, 0.0, 1.0) if rule.floor and not _is_direct(value, ZERO) else -1.0
        return self._share(rule, value, 1.0, _outcome(rule, own, float(-base * slope)), None, edge)

    def _ratio(self, rule: PlannedScore, shape: Shape, own: str, lead: Fraction) -> Fast | None:
        most = math.inf if rule.cap is None else float(rule.cap)
        if rule.when_zero == "full" and most < 1:
            return None
        if rule.kind != "neg":
            return self._share(rule, shape.scaled(1 / lead, ZERO), most, _outcome(rule, own, 0.0), None, -1.0)
        turned = shape.turned(lead)
        if turned is None:
            return None
        of_rule = _outcome(rule, "rule", 0.0)
        no_value = (_outcome(rule, own, 0.0) if own == "unknown" else of_rule) if shape.is_divided else None
        return self._share(rule, turned, most, of_rule, no_value, -1.0)

    def _share(self, rule: PlannedScore, shape: Shape, most: float, on_zero: Outcome, no_value: Outcome | None, edge: float) -> Fast | None:
        if not bounds.is_held(shape):
            return None
        floor = float(rule.floor) if rule.kind == "linear" else 0.0
        error = bounds.value_error(shape, min(most, bounds.BEYOND)) if bounds.is_single(shape) else bounds.SHARE_ALLOTTED
        return Fast(shape, at.SHARE, base=floor, slope=1 - floor, cap=most, edge=edge, on_zero=on_zero, on_no_value=no_value,
                    widest=bounds.widest(shape, bounds.SHARE_ALLOTTED, most), share_error=error)  # fmt: skip

    def _stepped(self, rule: PlannedScore, shape: Shape, own: str) -> Fast | None:
        if rule.when_zero == "full" and shape.is_divided:
            return None
        sign = -ONE if rule.compare == "at_most" else ONE
        shape = shape.scaled(sign, ZERO)
        scale = max((abs(float(threshold)) for threshold, _ in rule.steps), default=0.0)
        is_blind = any(_is_tiny(threshold) for threshold, _ in rule.steps) or (not bounds.is_single(shape) and not scale)
        if is_blind or not bounds.is_held(shape):
            return None
        steps = tuple(
            (float(sign * threshold), float(worth), self._step_near(shape, sign * threshold, scale)) for threshold, worth in rule.steps
        )
        on_zero = _outcome(rule, own, 0.0)
        if on_zero.value == NO_SHARE:
            on_zero = Outcome(-math.inf)
        return Fast(shape, at.STEPPED, steps=steps, on_zero=on_zero,
                    widest=bounds.widest(shape, bounds.VALUE_ALLOTTED * scale, scale), share_error=1e-15)  # fmt: skip

    def _step_near(self, shape: Shape, threshold: Fraction, scale: float) -> float:
        return -1.0 if _is_direct(shape, threshold) else bounds.near(shape, float(threshold), scale)


def _is_tiny(limit: Fraction) -> bool:
    """Is it so near 0 that floats beside it are not evenly near?"""
    return 0 < abs(limit) < Rational(1, 10**90)


def _is_direct(shape: Shape, limit: Fraction) -> bool:
    """Are both sides as declared, so that floats compare exactly?"""
    factors = [term.factor for term in shape.terms]
    is_plain = not shape.is_divided and not shape.constant
    if len(factors) == 1:
        return is_plain and abs(factors[0]) == 1 and is_short(limit)
    return is_plain and sorted(factors) == [-1, 1] and not limit


def _outcome(rule: PlannedScore, own: str, of_zero: float) -> Outcome:
    """`of_zero`: what the kernel's value is where the value of the rule is 0."""
    if own == "zero":
        return Outcome(of_zero)
    when = rule.when_zero if own == "rule" else "unknown"
    return Outcome({"unknown": None, "zero": NO_SHARE, "full": 1.0}[when])


def _constant(side: Formula | None, default: Fraction) -> Fraction | None:
    if side is None:
        return default
    try:
        return None if side.names else Rational(side.evaluate({}))
    except ZeroDivisionError:
        return None
