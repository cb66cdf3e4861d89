"""One item measured: its value, what share of the points the value is worth, and how the value is shown."""

from collections.abc import Mapping
from fractions import Fraction

from greenlist.engines.scoring.planned import PlannedRows, PlannedScore
from greenlist.engines.scoring.rational import ONE, ZERO
from greenlist.engines.scoring.rounding import shown_part
from greenlist.engines.scoring.shares import Figures
from greenlist.engines.scoring.tree import MissingValue, exact

Measured = tuple[Fraction, str]  # a share of the points, and the value as shown
NO_TEXTS: Mapping[str, str] = {}


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
        known, text = exact(value), texts.get(rule.named)
        return rule.share(known, figures), shown_part(known, 4) if text is None else text
    except ZeroDivisionError:
        if rule.when_zero == "unknown":
            raise
        return ONE if rule.when_zero == "full" else ZERO, ""


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
