"""From a rule to a share of an item's points over a block: the same closed set of ways as `scoring.measuring`, in numpy with bounds."""

from fractions import Fraction

import numpy as np

from greenlist.engines.cohort.figure import MISSING, THERE, ZERO_DIVIDED, Figure, Values, as_truth, chosen, compared, constant, first_status
from greenlist.engines.cohort.general import NOTHING, Figures
from greenlist.engines.scoring.expr import Formula
from greenlist.engines.scoring.planned import YES_NO_KINDS, PlannedItem, PlannedRows, PlannedScore
from greenlist.engines.scoring.rational import Rational

NONE, FULL = Figure(0.0), Figure(1.0)


def share_of(item: PlannedItem, figures: Figures) -> Figure:
    """The share of an item; status MISSING where there is none."""
    if item.ways:
        return _by_alternative(item, figures)
    if item.score:
        return measured(item.score, figures)
    if item.test:
        return tested(item.test, figures)
    answer = figures.named(item.id)
    if item.kind in YES_NO_KINDS:
        return Figure(np.where(answer.value != 0, 1.0, 0.0), 0.0, answer.status)
    full = item.full_at or (Rational(item.count_of) if item.count_of else None)
    share = answer / constant(full or item.points)
    return share if full is None else _capped(share, Rational(1))


def tested(test: Formula, figures: Figures) -> Figure:
    """1 or 0; a test that cannot be computed is missing."""
    found = as_truth(figures.tree(test.tree))
    return Figure(found.value, found.error, np.where(np.equal(found.status, THERE), THERE, MISSING))


def measured(rule: PlannedScore, figures: Figures) -> Figure:
    """The share of one rule; status MISSING where it gives none."""
    found = _of_rows(rule.over, figures) if rule.over else _of_value(rule, figures)
    is_divided = np.equal(found.status, ZERO_DIVIDED)
    if rule.when_zero == "unknown":
        return Figure(found.value, found.error, np.where(is_divided, MISSING, found.status))
    return chosen(is_divided, FULL if rule.when_zero == "full" else NONE, found)


def _by_alternative(item: PlannedItem, figures: Figures) -> Figure:
    found = NOTHING
    for way in reversed(item.ways):
        own = measured(way.score, figures)
        if way.when is None:
            found = own
            continue
        when = as_truth(figures.tree(way.when.tree))
        picked = chosen(when.value != 0, own, found)
        error = np.where(when.is_unsure, np.inf, picked.error)
        found = Figure(picked.value, error, np.where(np.equal(when.status, THERE), picked.status, MISSING))
    return found


def _of_value(rule: PlannedScore, figures: Figures) -> Figure:
    value = figures.tree(rule.value.tree)
    if rule.kind == "yes_no":
        return as_truth(value)
    if rule.kind == "steps":
        return _stepped(rule, value)
    lead = figures.tree(rule.lead.tree) if rule.lead else constant(Rational(1))
    if rule.kind == "linear":
        base = figures.tree(rule.base.tree) if rule.base else constant(Rational(0))
        return _between(rule, value, lead, base)
    share = _not_below_zero(_capped(lead / value if rule.kind == "neg" else value / lead, rule.cap))
    share = Figure(share.value, share.error, first_status(value, lead, share))
    is_negative = compared("<", value, constant(Rational(0)))
    asked = np.equal(first_status(value, lead), THERE) & (is_negative.value != 0)
    found = chosen(asked, {"zero": NONE, "full": FULL, "unknown": NOTHING}[rule.when_negative], share)
    is_doubtful = is_negative.is_unsure & (rule.when_negative != "zero")  # worth nothing on both sides of 0 is no doubt
    return Figure(found.value, np.where(is_doubtful | share.is_unsure, np.inf, found.error), found.status)


def _stepped(rule: PlannedScore, value: Figure) -> Figure:
    sign = "<=" if rule.compare == "at_most" else ">="
    share, is_unsure = NONE, np.False_
    for threshold, worth in rule.steps:
        reached = compared(sign, value, constant(threshold))
        share = chosen(reached.value != 0, constant(worth), share)
        is_unsure = is_unsure | reached.is_unsure
    return Figure(share.value, np.where(is_unsure, np.inf, share.error), value.status)


def _between(rule: PlannedScore, value: Figure, lead: Figure, base: Figure) -> Figure:
    done = (value - base) / (lead - base)
    is_equal = np.equal(done.status, ZERO_DIVIDED)
    if lead.is_given and base.is_given:  # equal as declared: that is no doubt
        is_equal = is_equal | (np.equal(lead.value, base.value) & np.equal(first_status(value, lead, base), THERE))
    done = chosen(is_equal, NOTHING, done)
    is_below = compared("<", done, constant(Rational(0)))
    share = constant(rule.floor) + constant(1 - rule.floor) * done
    share = _capped(share, Rational(1))
    found = chosen(is_below.value != 0, NONE, share)
    error = np.where(is_below.is_unsure, np.inf, found.error) if rule.floor else found.error
    error = np.where(done.is_unsure, np.inf, error)  # doubt outlives the choice of a side
    return Figure(found.value, error, first_status(value, lead, base, done))


def _capped(share: Figure, cap: Fraction | None) -> Figure:
    if cap is None:
        return share
    most = constant(cap)
    is_above = share.value - share.error > most.value
    found = chosen(is_above, most, share)
    return Figure(np.minimum(found.value, most.value), found.error, share.status)


def _not_below_zero(share: Figure) -> Figure:
    return Figure(np.maximum(share.value, 0.0), np.where(share.value + share.error < 0, 0.0, share.error), share.status)


def _of_rows(over: PlannedRows, figures: Figures) -> Figure:
    """The mean of the rows' shares by weight, over the `top` of the largest weight; of equal weights the earlier row is taken."""
    rows = [(figures.tree(weight.tree), measured(inner, figures)) for weight, inner in over.rows]
    filled = []
    for given in over.given:
        is_filled: Values = False
        for name in given:
            is_filled = is_filled | figures.is_there(name)
        filled.append(np.asarray(is_filled))
    status: Values = THERE
    for is_filled, (weight, share) in zip(filled, rows, strict=True):
        own = np.where(is_filled, first_status(weight, share), THERE)
        status = np.where(np.equal(status, THERE), own, status)
    status = np.where(np.any(np.broadcast_arrays(*filled), axis=0), status, MISSING)
    above, below, is_doubtful = NONE, NONE, np.False_
    for number, (is_filled, (weight, share)) in enumerate(zip(filled, rows, strict=True)):
        is_taken, is_unsure = _is_among(number, over.top, filled, [row[0] for row in rows])
        is_doubtful = is_doubtful | (is_filled & share.is_unsure)  # also of a row too light to count: it may have no share at all
        taken = is_filled & is_taken
        weight = Figure(np.where(taken, weight.value, 0.0), np.where(is_filled & is_unsure, np.inf, np.where(taken, weight.error, 0.0)))
        share = Figure(np.where(taken, share.value, 0.0), np.where(taken, share.error, 0.0))
        above, below = above + weight * share, below + weight
    mean = above / below
    return Figure(mean.value, np.where(is_doubtful, np.inf, mean.error), first_status(Figure(0.0, 0.0, status), mean))


def _is_among(number: int, top: int, filled: list[Values], weights: list[Figure]) -> tuple[Values, Values]:
    """Is the row among the `top` heaviest, and is that in doubt?"""
    before: Values = 0
    is_unsure: Values = False
    if len(weights) <= top:
        return True, False
    for other, is_filled in enumerate(filled):
        if other == number:
            continue
        more = compared(">=" if other < number else ">", weights[other], weights[number])
        before = before + (is_filled & (more.value != 0))
        is_unsure = is_unsure | (is_filled & more.is_unsure)
    return before < top, is_unsure
