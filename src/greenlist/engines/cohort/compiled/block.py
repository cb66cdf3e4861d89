"""Columns where they lie, and the scratch of one block of rows, small enough for the cache."""

from typing import Any, NamedTuple

import numpy as np
from numba import carray, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

BLOCK, SMALL_BLOCK = 8192, 4096  # one program: long runs of memory; several: what stays in the cache from one to the next
HUGE, TINY = 1e100, 1e-100
UNSEEN, FULL, LACKING = range(3)
FAST = {"nogil": True, "error_model": "numpy", "fastmath": {"contract"}}
INLINE = FAST | {"inline": "always"}  # else many arrays are handed on for every leaf of every block


class Block(NamedTuple):
    """Scratch of one block."""

    r: Any  # the value of the leaf at hand
    share: Any  # its share
    size: Any  # the sum of the sizes of its terms
    below: Any  # its denominator, where that is a sum
    below_size: Any
    dead: Any  # why it has no share: layout.IS_ABSENT, IS_MISSING, IS_FLAGGED
    needed: Any  # something missing leaves the verdict open
    flags: Any
    unmet: Any
    missing: Any
    own: Any  # points of each group; the last row is the total
    present: Any  # maximum of what is applicable, of each group
    absent: Any  # maximum of what is not
    required: Any  # points of the required leaves of the group at hand
    bad: Any  # how many of them are not met
    best: Any  # the best shares of the group at hand, largest first
    gaps: Any  # how many of its leaves are missing
    worth: Any  # shares of all leaves, where losses are wanted


@intrinsic
def _pointer(typingctx: Any, address: Any) -> Any:
    """An address as a pointer: the columns of a cohort stay where Arrow or numpy put them."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(address), generate


@njit(inline="always")
def numbers(address: int, start: int, count: int) -> Any:
    return carray(_pointer(address + 8 * start), (count,), np.float64)


@njit(inline="always")
def marks(address: int, start: int, count: int) -> Any:
    return carray(_pointer(address + start), (count,), np.uint8)


@njit(inline="always")
def borrowed(array: Any) -> Any:
    """The same array without an owner: to hand it on costs nothing. Whoever owns it must outlive it."""
    return carray(_pointer(array.ctypes.data), array.shape, array.dtype)


@njit(**FAST)
def _is_odd(x: Any) -> bool:
    """Is there a value that is no number, or too large or small for the bounds?"""
    odd = 0
    for i in range(x.size):
        size = abs(x[i])
        odd += not (size <= HUGE) or (size < TINY and size != 0.0)
    return odd > 0


@njit(**FAST)
def _lacks(present: Any) -> bool:
    lacking = 0
    for i in range(present.size):
        lacking += present[i] == 0
    return lacking > 0


@njit(**FAST)
def look_at(c: int, start: int, n: int, address: Any, masks: Any, is_number: Any, odd: Any) -> int:
    """What a column holds in this block, just before it is used: UNSEEN, FULL or LACKING. Rows with an odd value are marked."""
    lacks = masks[c] != 0 and _lacks(marks(masks[c], start, n))
    if is_number[c] and _is_odd(numbers(address[c], start, n)):
        x, present = numbers(address[c], start, n), marks(masks[c], start, n)
        for i in range(n):
            size = abs(x[i])
            if masks[c] == 0 or present[i] != 0:
                odd[i] |= not (size <= HUGE) or (size < TINY and size != 0.0)
    return LACKING if lacks else FULL
