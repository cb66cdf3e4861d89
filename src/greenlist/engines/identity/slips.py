"""Names that differ by one slip of the pen: a character put in, left out, written otherwise, or two that changed places.

Two names are one slip apart when they are the same once one character of each is left out. What is compared is the name without its
legal form, and again without the words for province and city: 浔洵 alone says little to an index of shared pairs, here it is enough.
"""

from collections.abc import Sequence

from greenlist.engines.identity.names import FORM, LEAST, name_key, stem, without_regions


class SlipIndex:
    """Known names, made ready to be asked who is one slip away."""

    def __init__(self, names: Sequence[str]) -> None:
        self._held: dict[str, set[int]] = {}
        for position, name in enumerate(names):
            for bare in _stems(name):
                for piece in _pieces(bare):
                    self._held.setdefault(piece, set()).add(position)

    def near(self, name: str) -> list[int]:
        """The positions of the names one slip away (the same name among them), in order."""
        found: set[int] = set()
        for bare in _stems(name):
            for piece in _pieces(bare):
                found |= self._held.get(piece, set())
        return sorted(found)


def are_near(one: str, other: str) -> bool:
    """Different names of which a clerk may have meant the same unit: another legal form or region, a longer form, one slip."""
    first, second = name_key(one), name_key(other)
    if first == second:
        return False
    a, b = stem(first), stem(second)
    if min(len(a), len(b)) < LEAST:
        return False
    return first in second or second in first or not set(_pieces(a)).isdisjoint(_pieces(b))


def _stems(name: str) -> set[str]:
    """The name without its legal form, with and without province and city; too short a rest says nothing."""
    bare = FORM.sub("", name_key(name))
    return {rest for rest in (bare, without_regions(bare)) if len(rest) >= LEAST}


def _pieces(bare: str) -> list[str]:
    """The stem, and the stem with each of its characters left out."""
    return [bare, *(bare[:at] + bare[at + 1 :] for at in range(len(bare)))]
