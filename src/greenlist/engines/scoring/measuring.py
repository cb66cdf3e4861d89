"""From a value to a share of an item's points: the closed set of ways a standard scores (its clauses call them by these names).

pos: value ÷ lead; neg: lead ÷ value; points: as pos; linear: from base to lead; steps: the last one reached; yes_no: a test.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from greenlist.engines.scoring.planned import PlannedRows, PlannedScore
from greenlist.engines.scoring.rational import ONE, ZERO
from greenlist.engines.scoring.rounding import shown
from greenlist.engines.scoring.tree import MissingValue, Name, exact

Figures = Mapping[str, Any]
Measured = tuple[Fraction, str]  # a share of the points, and the value as shown
NO_TEXTS: Mapping[str, str] = {}


class Undefined(Exception):
    """The value is known, and the rule gives no share for it; says why, in Chinese."""


def measured(rule: PlannedScore, figures: Figures, filled: frozenset[str], texts: Mapping[str, str] = NO_TEXTS) -> Measured:
    """The share of one item. `filled`: the flat names the applicant filled in; `texts`: figures that are shown already, by name.

    Raises MissingValue, Undefined, and ZeroDivisionError where the denominator is 0 and `when_zero` is unknown.
    """
    try:
        if rule.over:
            return _of_rows(rule.over, figures, filled)
        value = rule.value.evaluate(figures)
        if rule.kind == "yes_no":
            return (ONE, "是") if value else (ZERO, "否")
        known, tree = exact(value), rule.value.tree
        text = texts.get(tree.name) if isinstance(tree, Name) else None
        return _share(rule, known, figures), shown(known, 4) if text is None else text
    except ZeroDivisionError:
        if rule.when_zero == "unknown":
            raise
        return ONE if rule.when_zero == "full" else ZERO, ""


def _share(rule: PlannedScore, value: Fraction, figures: Figures) -> Fraction:
    if rule.kind == "steps":
        is_from_above = rule.compare == "at_most"
        reached = [share for threshold, share in rule.steps if (value <= threshold if is_from_above else value >= threshold)]
        return reached[-1] if reached else ZERO
    lead = rule.lead.evaluate(figures) if rule.lead else ONE  # may be a test's yes: what it makes with the value is exact all the same
    if rule.kind == "linear":
        base = rule.base.evaluate(figures) if rule.base else ZERO
        if lead == base:
            raise Undefined("引领值等于基准值，无法计算")
        done = (value - base) / (lead - base)
        return ZERO if done.numerator < 0 else min(rule.floor + (ONE - rule.floor) * done if rule.floor else done, ONE)
    if value.numerator < 0:
        if rule.when_negative == "unknown":
            raise Undefined("数值为负，按比值无法计算")
        return ONE if rule.when_negative == "full" else ZERO
    share = lead / value if rule.kind == "neg" else value / lead
    if share.numerator < 0:
        return ZERO
    return share if rule.cap is None or share <= rule.cap else rule.cap


def _of_rows(over: PlannedRows, figures: Figures, filled: frozenset[str]) -> Measured:
    """The mean of the rows' shares, weighted, over the `top` rows of the largest weight; of equal weights the earlier row is taken.

    A division by zero in a row is settled for that row; weights that sum to nothing are one of the item.
    """
    found = []
    for (weight, inner), given in zip(over.rows, over.given, strict=True):
        if filled.isdisjoint(given):
            continue
        found.append((exact(weight.evaluate(figures)), measured(inner, figures, filled)[0]))
    if not found:
        raise MissingValue(over.given[0][0])
    taken = sorted(found, key=lambda row: row[0], reverse=True)[: over.top]
    whole = sum((weight for weight, _ in taken), ZERO)
    return sum((weight * share for weight, share in taken), ZERO) / whole, ""
