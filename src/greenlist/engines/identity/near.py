"""Which of many known names a written name may mean. Comparing each with each is too slow, so what they share is looked up.

A name without its legal form is a set of features: its characters and its pairs of neighbours. The rarer a feature is among
the known names, the more it weighs: 水泥 says little, 青岭 much. Two names are compared when they share a feature, beginning
with the rarest of the written one, until about `COMPARED` known names are reached. They are near when what they share weighs
at least `LEAST` per mille of what both have (Dice), or when one holds the other whole. The figures were chosen on planted
variants, before the seeds of the kept results: `benchmarks/names.py`. Among a few dozen names nothing is common: there
`slips.are_near` tells better.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from greenlist.engines.identity.names import FORM, name_key

COMPARED, LEAST, MOST = 24, 560, 10
COMMON = (20, 2)  # borne by at most so many of a thousand names, a feature weighs one more
ENDS = 2 * (len(COMMON) + 1)  # the first and the last pair of a name that stands inside another are lost
LEAST_HELD = 14  # what stands inside another name must weigh so much to say anything
BUCKETS, BITS = 1 << 18, 1024
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Near:
    """A known name by its position, and how much of both names is shared (‰)."""

    position: int
    likeness: int


@dataclass(frozen=True)
class _Features:
    """Feature `which[i]` belongs to name `of[i]`; a name's `weight`, and its features as a set of bits."""

    of: Ints
    which: Ints
    weight: Ints
    bits: npt.NDArray[np.uint64]


class NameIndex:
    """Known names, made ready to be asked."""

    def __init__(self, names: Sequence[str]) -> None:
        self.keys = [name_key(name) for name in names]
        self._positions: dict[str, list[int]] = {}
        for position, key in enumerate(self.keys):
            self._positions.setdefault(key, []).append(position)
        of, which = _features(self.keys)
        self._holders = of[np.argsort(which, kind="stable")]
        self._bearers = np.bincount(which, minlength=BUCKETS)
        self._starts = np.cumsum(self._bearers) - self._bearers
        self._weights = 1 + np.sum([self._bearers <= len(names) * share // 1000 + 1 for share in COMMON], axis=0)
        self._known = self._weighed(of, which, len(names))

    def same(self, name: str) -> list[int]:
        """The positions that bear this very name, but for width, case, spaces and punctuation."""
        return self._positions.get(name_key(name), [])

    def near(self, names: Sequence[str]) -> list[list[Near]]:
        """For each written name the known ones near to it, the nearest first, at most `MOST`; the same name is among them."""
        found: list[list[Near]] = [[] for _ in names]
        asked = self._weighed(*_features([name_key(name) for name in names]), len(names))
        who, known = self._compared(asked, len(names))
        shared = np.bitwise_count(self._known.bits[known] & asked.bits[who]).sum(axis=1, dtype=np.int64)
        likeness = 2000 * shared // (asked.weight[who] + self._known.weight[known])
        lesser = np.minimum(asked.weight[who], self._known.weight[known])
        near = (likeness >= LEAST) | ((shared >= lesser - ENDS) & (lesser >= LEAST_HELD))
        who, known, likeness = who[near], known[near], likeness[near]
        _, once = np.unique(who * len(self.keys) + known, return_index=True)
        order = once[np.lexsort((known[once], -likeness[once], who[once]))]
        for one, position, like in zip(who[order].tolist(), known[order].tolist(), likeness[order].tolist(), strict=True):
            if len(found[one]) < MOST:
                found[one].append(Near(position, min(like, 1000)))
        return found

    def _compared(self, asked: _Features, count: int) -> tuple[Ints, Ints]:
        """The pairs (asked, known) that share a feature rare among the known; some more than once."""
        borne = self._bearers[asked.which] > 0
        of, which = asked.of[borne], asked.which[borne]
        order = np.lexsort((self._bearers[which], of))
        of, which = of[order], which[order]
        bearers = self._bearers[which]
        before = np.cumsum(bearers) - bearers
        rarest = np.searchsorted(of, np.arange(count)).clip(max=max(len(of) - 1, 0))[of]
        rare = (before + bearers - before[rarest] <= COMPARED) | (np.arange(len(of)) == rarest)
        of, which, bearers = of[rare], which[rare], bearers[rare]
        before = np.cumsum(bearers) - bearers
        places = np.arange(bearers.sum()) + np.repeat(self._starts[which] - before, bearers)
        return np.repeat(of, bearers), self._holders[places]

    def _weighed(self, of: Ints, which: Ints, count: int) -> _Features:
        """A feature sets as many bits as it weighs, so that counting bits is weighing."""
        weights = self._weights[which]
        bits = np.zeros((count, BITS), dtype=bool)
        for turn in range(len(COMMON) + 1):
            heavy = weights > turn
            bits[of[heavy], (which[heavy] * 7 + turn * 331) % BITS] = True
        weight = np.bincount(of, weights=weights, minlength=count).astype(np.int64)
        return _Features(of, which, weight, np.packbits(bits, axis=1).view(np.uint64))


def _features(keys: Sequence[str]) -> tuple[Ints, Ints]:
    """(whose, which): two vectors of the same length. A feature is the hash of a pair of neighbours, or of one character."""
    cores = [FORM.sub("", key) or key for key in keys]
    codes = np.frombuffer("".join(f"\0{core}" for core in cores).encode("utf-32-le") + bytes(4), dtype=np.uint32)
    lengths = np.fromiter((len(core) + 1 for core in cores), dtype=np.int64, count=len(cores))
    of = np.repeat(np.arange(len(cores)), lengths)
    first, second = codes[:-1], codes[1:]
    pairs = (first * np.uint32(2654435761) + second * np.uint32(3118711)) >> np.uint32(14)
    single = (first * np.uint32(2246822519)) >> np.uint32(14)
    is_letter = first != 0
    return np.concatenate([of, of[is_letter]]), np.concatenate([pairs, single[is_letter]]).astype(np.int64)
