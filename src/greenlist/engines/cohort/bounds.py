"""How far a float may be from the exact value: derived from the shape of a formula when a program is made, never measured.

u = 2⁻⁵³. Every operation, and reading a decimal as a float, errs by u of its result. A single quotient k + c·x/y has no subtraction but that
of k, so its error is at most 12u·(|value| + 2|k|), though slope and points be multiplied into k and c first. A sum of n terms errs by
(n + 8)·u of the sum of their sizes: what sizes are allowed is a number of the program, and a row beyond it is flagged (`WIDEST`). Shares add
up with their points; what may be redistributed counts as often as it can be multiplied.
"""

import math

from greenlist.engines.cohort.figure import UNIT
from greenlist.engines.cohort.shapes import Shape

LEAST = 1e-9  # the filter is never finer than this: rows so near a tie are rare, and the exact lane is cheap
SHARE_ALLOTTED = 1e-12  # what a share of several terms may err
VALUE_ALLOTTED = 1e-9  # what a value of several terms may err, relative to its threshold
FACTORS = (
    1e-50,
    1e50,
)  # with figures between 1e-100 and 1e100, as the lane holds them, no quotient of two leaves what a float holds in full
BEYOND = 1e6  # no uncapped share that large is left to floats


def is_single(shape: Shape) -> bool:
    """One term: nothing can cancel but the constant."""
    return len(shape.terms) == 1 and not shape.below


def is_held(shape: Shape) -> bool:
    """Do floats hold its factors, and with them what it can be?"""
    numbers = [shape.constant, *(term.factor for term in (*shape.terms, *shape.below))]
    return all(not number or FACTORS[0] <= abs(number) <= FACTORS[1] for number in numbers)


def value_error(shape: Shape, most: float) -> float:
    """The error of a single-term value that is at most `most`."""
    return 12 * UNIT * (most + 2 * abs(float(shape.constant)))


def near(shape: Shape, threshold: float, scale: float) -> float:
    """How near a threshold a value is in doubt."""
    if is_single(shape):
        return 0.0 if threshold == 0 and not shape.constant else 2 * value_error(shape, abs(threshold))
    return 2 * VALUE_ALLOTTED * scale


def widest(shape: Shape, allotted: float, most: float) -> tuple[float, float]:
    """What the sizes of the terms, and of those below, may sum up to: of the value, and as a multiple of the denominator."""
    if is_single(shape):
        return math.inf, math.inf
    terms, below = (len(part) + 8 for part in (shape.terms, shape.below))
    share = 2 if shape.below else 1
    return allotted / (terms * UNIT * share), allotted / (below * UNIT * share * (min(most, BEYOND) + abs(float(shape.constant)) + 1))
