"""The arrays a program is to the kernel: what stands in which place. Names of places only; `packing.py` fills them."""

from typing import Any, NamedTuple

# a leaf, whole numbers
SHAPE, FIRST_TERM, TERMS, BELOW, KIND, GROUP, ABSENT, ON_ZERO, ON_NO_VALUE, ROLE, FIRST_STEP, STEPS, TEST = range(13)
LEAF_PLACES = 13
# a leaf, numbers
CONSTANT, BASE, SLOPE, CAP, POINTS, WIDEST, WIDEST_BELOW, AT_ZERO, AT_NO_VALUE, EDGE, LIMIT, NEAR = range(12)
NUMBER_PLACES = 12
# shapes of a value: k + c·x | k + c·x/y | k + c/y | k + a·x + b·y + c·z | k + Σ c·x/y, y where there is one | k + Σ c·x ÷ Σ d·y
LINEAR, QUOTIENT, INVERSE, THREE, SUM, RATIO = range(6)
# kinds of a share
SHARE, STEPPED, YES_NO, TESTED = range(4)
# what stands for a value that cannot be computed: nothing (missing), or AT_ZERO / AT_NO_VALUE in its place; NEVER: cannot happen
NEVER, MISSING, VALUE = range(3)
# why a row has no share of a leaf; the last: another value stands for the one that cannot be computed
IS_ABSENT, IS_MISSING, IS_FLAGGED, STANDS_IN = 1, 2, 3, 4
# roles of a leaf, added together
REQUIRED, IN_BLOCK, UNTOLD = 1, 2, 4
# comparisons
MORE, AT_LEAST, EQUAL = range(3)
# a term: column of x (-1: none), column of y (-1: none)
X, Y = range(2)
# a step: threshold, share, how near is too near (negative: compared exactly)
THRESHOLD, WORTH, TOLERANCE = range(3)
STRIDE = 4  # steps are padded to so many
# a group, whole numbers
FIRST_LEAF, LEAVES, PARENT, BEST, POLICY, BLOCK_RULE, VARIES, WEIGHED_BY_ROW, LEVEL = range(9)  # LEVEL 0: its points go to the total
GROUP_PLACES = 9
# a group, numbers: its maximum if all of it applies, less than the least of it that can apply, the factor to the group above (its weight,
# where weighed by row), the points of each of its leaves where the best count, what it may give at most
WHOLE, LEAST, FACTOR, EACH, MOST = range(5)
SHARE_PLACES = 5
REDISTRIBUTE, FULL, ZERO = range(3)
MOST_BEST = 64  # a group of which more than so many count is left to the plain lane
# the end
PER_STEP, EPSILON, EPSILON_STEPS, LINE, CEILING, ROUNDED_LINE, COMPARES_ROUNDED = range(7)
END_PLACES = 7


# how many there are
N_LEAVES, N_GROUPS, GRADES, N_GATES = range(4)


class Tables(NamedTuple):
    """Several programs beside each other; the first axis counts them, shorter ones are padded."""

    counts: Any  # leaves, groups, grades of each program
    leaf: Any
    number: Any
    term: Any
    weight: Any
    step: Any
    group: Any
    share: Any
    end: Any
    grade: Any
    same: Any  # of the gates and of each group: is it the same as in the program before?


class Answers(NamedTuple):
    """What is published of each row, and whether it must go to the exact lane; the first axis counts the programs."""

    total: Any
    verdict: Any
    grade: Any
    unmet: Any
    missing: Any
    flagged: Any
