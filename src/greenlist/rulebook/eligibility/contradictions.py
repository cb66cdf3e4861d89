"""Which judgements contradict each other: one clause, one kind of fact, judged both ways, and no size that tells the two apart."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

FIGURE = re.compile(r"(?<![\d-])(\d+(?:\.\d+)?)\s*(万元|元|个月|天|次|起|人)")
IN_SMALLER = {"万元": (10000, "元")}  # so that 0.5万元 and 5000元 are the same size
CLEARLY = 2  # twice as much is clearly more; anything less is of comparable size


@dataclass(frozen=True)
class Judged:
    """One judgement: whose case, on which clause and kind of fact, the fact in words, and whether it lets the case pass.

    `is_exclusion` tells what was found from a condition: the more of a fact, the graver; of a condition more may be better.
    """

    case: str
    clause: str
    kind: str
    fact: str
    passes: bool
    is_exclusion: bool = True


@dataclass(frozen=True)
class Contradiction:
    """A judgement that let its case pass beside one that did not; `more` others contradict the rarer of the two as well."""

    passed: Judged
    barred: Judged
    more: int = 0


def figure_of(fact: str) -> tuple[Decimal, str] | None:
    """The largest figure with its measure that a fact names, the last measure winning (最长24个月); None without one."""
    found = [(Decimal(value), measure) for value, measure in FIGURE.findall(fact)]
    return max(pair for pair in found if pair[1] == found[-1][1]) if found else None


def contradicts(passed: Judged, barred: Judged) -> bool:
    """Do they? Same clause and kind, different cases; the size excuses it only where the barred fact is clearly the graver one.

    Where a fact names no figure, or another measure, nothing tells the two apart.
    """
    if (passed.clause, passed.kind) != (barred.clause, barred.kind) or passed.case == barred.case:
        return False
    sizes = _size(passed.fact), _size(barred.fact)
    if not sizes[0] or not sizes[1] or sizes[0][1] != sizes[1][1]:
        return True
    mild, grave = sizes[0][0], sizes[1][0]
    return not (grave >= mild * CLEARLY or (not barred.is_exclusion and mild >= grave * CLEARLY))


def contradictions(judged: Sequence[Judged], *, about: Collection[str] | None = None) -> list[Contradiction]:
    """One line for each judgement of the rarer side that others contradict, with the nearest of them; by clause.

    With `about`, only where one of the two cases is among these.
    """
    groups: dict[tuple[str, str], tuple[list[Judged], list[Judged]]] = defaultdict(lambda: ([], []))
    for one in judged:
        groups[one.clause, one.kind][0 if one.passes else 1].append(one)
    return [found for key in sorted(groups) for found in _of_group(*groups[key], about)]


def _of_group(passed: list[Judged], barred: list[Judged], about: Collection[str] | None) -> list[Contradiction]:
    rarer, others = sorted((passed, barred), key=len)
    told = []
    for one in rarer:
        pairs = [(one, other) if one.passes else (other, one) for other in others]
        standing = [p for p in pairs if contradicts(*p) and (about is None or {p[0].case, p[1].case} & set(about))]
        if standing:
            nearest = min(standing, key=_distance)
            told.append(Contradiction(*nearest, more=len(standing) - 1))
    return told


def _distance(pair: tuple[Judged, Judged]) -> tuple[bool, Decimal]:
    """Nearest sizes first, then those that have none to compare."""
    sizes = _size(pair[0].fact), _size(pair[1].fact)
    if not sizes[0] or not sizes[1] or sizes[0][1] != sizes[1][1]:
        return True, Decimal(0)
    return False, abs(sizes[0][0] - sizes[1][0])


def _size(fact: str) -> tuple[Decimal, str] | None:
    found = figure_of(fact)
    if found is None:
        return None
    times, measure = IN_SMALLER.get(found[1], (1, found[1]))
    return found[0] * times, measure
