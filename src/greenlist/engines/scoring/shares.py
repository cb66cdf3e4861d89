"""From a known value to a share of an item's points: the closed set of ways a standard scores (its clauses call them by these names).

pos: value ÷ lead; neg: lead ÷ value; points: as pos; linear: from base to lead; steps: the last one reached. What the rule knows is settled
once a plan; nothing and all come back as ZERO and ONE themselves, so that who asks may ask for them by `is`.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from greenlist.engines.scoring.expr import Formula
from greenlist.engines.scoring.rational import ONE, ZERO
from greenlist.engines.scoring.tree import Evaluator

Figures = Mapping[str, Any]
Share = Callable[[Fraction, Figures], Fraction]  # raises MissingValue, Undefined, and ZeroDivisionError where it divides by 0


class Undefined(Exception):
    """The value is known, and the rule gives no share for it; says why, in Chinese."""


def of_steps(steps: tuple[tuple[Fraction, Fraction], ...], compare: str) -> Share:
    """The share of the last step reached."""
    falling = tuple((threshold, _itself(share)) for threshold, share in reversed(steps))
    if compare == "at_most":
        return lambda value, _: next((share for threshold, share in falling if value <= threshold), ZERO)
    return lambda value, _: next((share for threshold, share in falling if value >= threshold), ZERO)


def of_line(lead: Formula | None, base: Formula | None, floor: Fraction) -> Share:
    """From the base, which is worth the floor, to the lead, which is worth all; below the base nothing."""
    to, at, rest = _side(lead, ONE), _side(base, ZERO), ONE - floor

    def share(value: Fraction, figures: Figures) -> Fraction:
        high, low = to(figures), at(figures)
        if high == low:
            raise Undefined("引领值等于基准值，无法计算")
        done = (value - low) / (high - low)
        if done < ZERO:
            return ZERO
        return ONE if done >= ONE else floor + rest * done

    return share


def of_ratio(lead: Formula | None, cap: Fraction | None, when_negative: str, *, is_turned: bool) -> Share:
    """Value ÷ lead, turned: lead ÷ value, up to the cap; below nought nothing."""
    to, most = _side(lead, ONE), None if cap is None else _itself(cap)  # a lead may be a test's yes: what it makes is exact all the same

    def share(value: Fraction, figures: Figures) -> Fraction:
        side = to(figures)  # an unknown lead leaves the share unknown, whatever the value
        if value < ZERO:
            if when_negative == "unknown":
                raise Undefined("数值为负，按比值无法计算")
            return ONE if when_negative == "full" else ZERO
        found = side / value if is_turned else value / side
        if found <= ZERO:
            return ZERO
        return found if most is None or found < most else most

    return share


def _side(formula: Formula | None, else_: Fraction) -> Evaluator:
    return formula.evaluate if formula else lambda _: else_


def _itself(share: Fraction) -> Fraction:
    return ONE if share == ONE else share if share else ZERO
