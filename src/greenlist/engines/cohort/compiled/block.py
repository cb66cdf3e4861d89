"""Columns where they lie, and the scratch of one block of rows, small enough for the cache."""

from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import carray, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

HUGE, TINY = 1e100, 1e-100
UNSEEN, SEEN, LACKING, CHECKED = 0, 1, 2, 4  # what is known of a column in this block, added together
FAST = {"nogil": True, "error_model": "numpy", "fastmath": {"contract"}}
SUMMED = FAST | {"fastmath": {"contract", "reassoc"}}  # sums in any order: else they are not computed side by side
INLINE = FAST | {"inline": "always"}  # else many arrays are handed on for every leaf of every block


class Block(NamedTuple):
    """Scratch of one block."""

    r: Any  # the value of the leaf at hand
    share: Any  # its share
    size: Any  # the sum of the sizes of its terms
    below: Any  # its denominator, where that is a sum
    below_size: Any
    dead: Any  # why it has no share: layout.IS_ABSENT, IS_MISSING, IS_FLAGGED
    is_alone: Any  # one program only: what is counted of a group need not be kept, and takes less of the cache
    told: Any  # the row of each group in the next four; the last: that of the gates
    needed: Any  # something missing leaves the verdict open
    flags: Any
    unmet: Any
    missing: Any
    level: Any  # the row of each group in the next two; the last: that of the total
    own: Any  # points
    absent: Any  # maximum of what is not applicable
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


@intrinsic
def either(typingctx: Any, test: Any, yes: Any, no: Any) -> Any:
    """`yes` or `no`, both computed: never a branch, which would keep rows from being computed side by side."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.select(*arguments)

    return no(types.boolean, no, no), generate


@intrinsic
def larger(typingctx: Any, a: Any, b: Any) -> Any:
    """The larger of two numbers, in one instruction. Written with `if` and put where one of them came from, it becomes a masked write,
    which costs some processors ten times as much. Neither may be NaN.
    """
    return types.float64(types.float64, types.float64), _two("llvm.maxnum")


@intrinsic
def smaller(typingctx: Any, a: Any, b: Any) -> Any:
    """The smaller of two numbers; as `larger`."""
    return types.float64(types.float64, types.float64), _two("llvm.minnum")


def _two(name: str) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        number = ir.DoubleType()
        function = builder.module.declare_intrinsic(name, [number], ir.FunctionType(number, [number, number]))
        return builder.call(function, arguments, fastmath=("nnan",))

    return generate


@intrinsic
def bits(typingctx: Any, x: Any) -> Any:
    """The bits of a float as a whole number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), generate


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


@njit(inline="always")
def is_odd(x: float) -> bool:
    """Is it no number, or too large or small for the bounds?"""
    size = abs(x)
    return (not (size <= HUGE)) | ((size < TINY) & (size != 0.0))


@njit(**FAST)
def _any_odd(x: Any) -> bool:
    odd = 0
    for i in range(x.size):
        odd += is_odd(x[i])
    return odd > 0


@njit(**FAST)
def lacks(present: Any) -> bool:
    """Is there a row without a value?"""
    lacking = 0
    for i in range(present.size):
        lacking += present[i] == 0
    return lacking > 0


@njit(**FAST)
def mark_odd(c: int, start: int, n: int, address: Any, masks: Any, odd: Any) -> None:
    """Mark the rows where a column holds an odd value."""
    x = numbers(address[c], start, n)
    if _any_odd(x):
        present = marks(masks[c], start, n)
        for i in range(n):
            if masks[c] == 0 or present[i] != 0:
                odd[i] |= is_odd(x[i])
