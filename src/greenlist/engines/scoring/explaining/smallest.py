"""The smallest set of options that gains enough: parts that do not touch each other, of each part one option. Exact, whole numbers only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil, comb, floor, lcm

from greenlist.engines.scoring.rational import Rational

LIMIT = 20_000
"""How many sets are looked at before an answer is given as not proven."""
TRIES = 600
"""How many sets of choices are tried out, each of which is scored anew."""


@dataclass(frozen=True)
class Option:
    """Some names changed together, and what they gain."""

    names: tuple[str, ...]
    gain: Fraction


NOTHING = Option((), Rational(0))


@dataclass(frozen=True)
class Smallest:
    """`names`: the set, None where nothing gains enough. `is_smallest`: proven; `is_least`: none as small gains less and still enough."""

    names: tuple[str, ...] | None
    most: Fraction
    lower_bound: int
    is_smallest: bool
    is_least: bool
    looked_at: int


class Parts:
    """The parts, and beside them what bounds them: the same, or each option of a part that was too large to try out by itself."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit, self.looked_at = min(limit, TRIES), 0
        self.parts: list[list[Option]] = []
        self.bounds: list[list[Option]] = []

    def single(self, option: Option) -> None:
        """One change that touches no other."""
        self.looked_at += 1
        if option.gain > 0:
            self.parts.append([NOTHING, option])
            self.bounds.append(self.parts[-1])

    def choice(self, free: Sequence[str], gaps: set[str], must: int, most: int, gain: Callable[[tuple[str, ...]], Fraction]) -> None:
        """Changes of which at most so many count, and so many gaps must be filled: every set of them, while the limit allows it."""
        if not free:
            return
        filling = [(filled, size - filled) for size in range(must, min(len(free), most) + 1) for filled in range(must, size + 1)]
        within = len(gaps.intersection(free))
        count = sum(comb(within, filled) * comb(len(free) - within, more) for filled, more in filling)
        if count <= self.limit - self.looked_at:
            self.looked_at += count
            self.parts.append([Option(names, gain(names)) for names in _sets(free, gaps, filling)])
            self.bounds.append(self.parts[-1])
            return
        alone = {name: gain((name,)) for name in free}
        ranked = sorted(free, key=lambda name: (name not in gaps, -alone[name]))
        prefixes = [tuple(ranked[:size]) for size in range(must, min(most, len(free)) + 1)]
        self.parts.append([Option(names, gain(names)) for names in prefixes])
        self.bounds += [[NOTHING, Option((name,), alone[name])] for name in free]  # together they never gain more than each alone
        self.looked_at += len(free) + most


def _sets(free: Sequence[str], gaps: set[str], filling: Sequence[tuple[int, int]]) -> list[tuple[str, ...]]:
    """Every set of so many gaps and so many others, the smaller before the larger, each in the order of `free`."""
    place = {name: i for i, name in enumerate(free)}
    within, others = [name for name in free if name in gaps], [name for name in free if name not in gaps]
    sets = [tuple(sorted(gap + more, key=place.__getitem__))
            for filled, rest in filling for gap in combinations(within, filled) for more in combinations(others, rest)]  # fmt: skip
    return sorted(sets, key=lambda names: (len(names), [place[name] for name in names]))


def smallest(parts: Parts, need: Fraction, *, is_strict: bool, order: Sequence[str], limit: int = LIMIT) -> Smallest:
    """The smallest set that gains `need` (more than it, if strict); among those the one that gains least, then the first in the order."""
    scale = lcm(*(option.gain.denominator for part in (*parts.parts, *parts.bounds) for option in part))
    wanted = floor(need * scale) + 1 if is_strict else ceil(need * scale)
    tops, is_whole = _tops(parts.parts, scale), parts.bounds == parts.parts
    count = next((n for n, gain in enumerate(tops[0]) if gain is not None and gain >= wanted), None)
    bound = next((n for n, gain in enumerate(_tops(parts.bounds, scale)[0]) if gain is not None and gain >= wanted), 0)
    most = Rational(max(gain for gain in tops[0] if gain is not None), scale)
    if count is None:
        return Smallest(None, most, bound, is_whole, is_whole, parts.looked_at)
    names, is_least, looked_at = _least(parts.parts, tops, scale, wanted, count, order, limit)
    return Smallest(names, most, bound, count == bound, is_least and is_whole and count == bound, parts.looked_at + looked_at)


Tops = list[list[int | None]]


def _scaled(option: Option, scale: int) -> int:
    return option.gain.numerator * (scale // option.gain.denominator)


def _tops(parts: list[list[Option]], scale: int) -> Tops:
    """[part][n]: the most that n changes of this part and all after it can gain; None where so many cannot be made."""
    tops: Tops = [[0]]
    for part in reversed(parts):
        after = tops[0]
        here: list[int | None] = [None] * (len(after) + max(len(option.names) for option in part))
        for option in part:
            own, size = _scaled(option, scale), len(option.names)
            for n, gain in enumerate(after):
                if gain is not None and ((known := here[n + size]) is None or gain + own > known):
                    here[n + size] = gain + own
        tops.insert(0, here)
    return tops


def _least(
    parts: list[list[Option]], tops: Tops, scale: int, wanted: int, count: int, order: Sequence[str], limit: int
) -> tuple[tuple[str, ...], bool, int]:
    """Of all sets of `count` that gain enough the one that gains least, then the first: (its names, is it proven, how many were looked at).

    A set is kept as bits, the first in the order the highest: of two sets of one size the larger number comes first.
    """
    place = {name: len(order) - 1 - i for i, name in enumerate(order)}
    states, looked_at, is_least = {(0, 0): 0}, 0, True
    for part, after in zip(parts, tops[1:], strict=True):
        told = [(len(o.names), _scaled(o, scale), sum(1 << place[name] for name in o.names)) for o in part]
        grown: dict[tuple[int, int], int] = {}
        for (n, gain), bits in states.items():
            for size, own, more in told:
                left = count - n - size
                if 0 <= left < len(after) and (top := after[left]) is not None and gain + own + top >= wanted:
                    key = (n + size, gain + own)
                    grown[key] = max(grown.get(key, 0), bits | more)
        looked_at += len(grown)
        if looked_at > limit:
            is_least = False
            grown = dict(sorted(grown.items(), key=lambda state: state[0])[: max(limit // len(parts), 1)])
        states = grown
    best = states[min(states)]
    return tuple(name for name in order if best >> place[name] & 1), is_least, looked_at
