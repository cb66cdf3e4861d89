"""Values of a block with a running bound of their error: what numpy computes, and how far the exact value may be from it.

`error` inf: the value cannot be told from floats, and the row goes to the exact lane. `status` says that there is no value at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from greenlist.engines.scoring.rational import Rational

UNIT = 2.0**-53
SMALLEST = 2.0**-1022  # of full precision
THERE, MISSING, ZERO_DIVIDED, NONE_THERE = 0, 1, 2, 3  # the last: it is known that there is none
Values = Any  # an array of the block, or one number for all its rows


@dataclass(frozen=True)
class Figure:
    """Values, their errors, and where there are none. `is_given`: as declared, so that comparing it is exact."""

    value: Values
    error: Values = 0.0
    status: Values = THERE
    is_given: bool = False

    def __add__(self, other: "Figure") -> "Figure":
        value = self.value + other.value
        return Figure(value, self.error + other.error + UNIT * np.abs(value), first_status(self, other))

    def __neg__(self) -> "Figure":
        return Figure(-self.value, self.error, self.status, self.is_given)

    def __sub__(self, other: "Figure") -> "Figure":
        return self + -other

    def __mul__(self, other: "Figure") -> "Figure":
        value = self.value * other.value
        error = np.abs(self.value) * other.error + np.abs(other.value) * self.error + self.error * other.error
        is_lost = (np.abs(value) < SMALLEST) & ~(self.is_zero | other.is_zero)  # too small for a float: not surely 0
        return Figure(value, error + 2 * UNIT * np.abs(value) + np.where(is_lost, SMALLEST, 0.0), first_status(self, other))

    def __truediv__(self, other: "Figure") -> "Figure":
        value = np.divide(self.value, other.value)
        room = np.abs(other.value) - other.error
        error = np.where(room > 0, (self.error + np.abs(value) * other.error) / room + 2 * UNIT * np.abs(value), np.inf)
        is_zero = other.is_zero
        status = first_status(self, other)
        is_surely_none = (is_zero | (status != THERE)) & np.isfinite(self.error + other.error)
        error = np.where(is_surely_none, 0.0, error)
        return Figure(np.where(is_zero, 0.0, value), error, np.where((status == THERE) & is_zero, ZERO_DIVIDED, status))

    @property
    def is_zero(self) -> Values:
        """Surely 0."""
        return np.equal(self.value, 0) & np.equal(self.error, 0)

    @property
    def is_unsure(self) -> Values:
        return ~np.isfinite(self.error) | ~np.isfinite(self.value)


def constant(value: Fraction) -> Figure:
    """A number of the standard; one of at most 15 digits is compared exactly."""
    near = np.float64(float(value))  # numpy divides it by zero without raising
    is_exact = Rational(float(near)) == value
    return Figure(near, 0.0 if is_exact else UNIT * abs(near), is_given=is_short(value))


def is_short(value: Fraction) -> bool:
    """Is it a decimal of at most 15 digits, so that floats read from such decimals compare with it exactly?"""
    below = value.denominator
    for prime in (2, 5):
        while below % prime == 0:
            below //= prime
    return below == 1 and Rational(Decimal(f"{float(value):.15g}")) == value


def first_status(*figures: Figure) -> Values:
    """What stops the computation: the first part, in order, that has no value."""
    status: Values = THERE
    for figure in figures:
        status = np.where(np.equal(status, THERE), figure.status, status)
    return status


def chosen(condition: Values, yes: Figure, no: Figure) -> Figure:
    """`yes` where the condition holds, else `no`."""
    return Figure(
        np.where(condition, yes.value, no.value), np.where(condition, yes.error, no.error), np.where(condition, yes.status, no.status)
    )


def truth(value: Values, is_unsure: Values, status: Values) -> Figure:
    """A yes or no, 1 or 0."""
    return Figure(np.where(value, 1.0, 0.0), np.where(is_unsure, np.inf, 0.0), status)


def as_truth(figure: Figure) -> Figure:
    """Yes where a value is not 0; unsure where its error reaches 0."""
    is_near = np.equal(figure.status, THERE) & (np.abs(figure.value) <= figure.error) & (figure.error > 0)
    return truth(figure.value != 0, figure.is_unsure | is_near, figure.status)


def compared(sign: str, left: Figure, right: Figure) -> Figure:
    """left > right and its kin; unsure where the errors are as large as the difference, unless both are as declared."""
    tests = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal, "==": np.equal}
    value = tests[sign](left.value, right.value)
    is_unsure: Values = False
    if not (left.is_given and right.is_given):
        errors = left.error + right.error
        is_there = np.equal(first_status(left, right), THERE)
        is_unsure = is_there & (np.abs(left.value - right.value) <= errors) & (errors > 0) | ~np.isfinite(errors)
    return truth(value, is_unsure, first_status(left, right))


def extreme(figures: Sequence[Figure], is_least: bool) -> Figure:
    """The least or the largest."""
    pick = np.minimum if is_least else np.maximum
    value, error = figures[0].value, figures[0].error
    for figure in figures[1:]:
        value, error = pick(value, figure.value), np.maximum(error, figure.error)
    return Figure(value, error, first_status(*figures))
