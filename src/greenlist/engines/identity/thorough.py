"""For the few names of which none may be missed: two slips of the pen, or another trade under the same name of the same place.

It asks more often than `near` and `slips` do, and costs more: it is for units whose case is open.
"""

import re
from collections.abc import Sequence
from functools import cache

from greenlist.engines.identity.names import LEGAL_FORM, name_key, places

OWN = 2  # so many characters behind the place are what a unit calls itself
SLIPS, LEAST = 2, 6  # in names of at least so many characters


class Thorough:
    """Known names, made ready to be asked."""

    def __init__(self, names: Sequence[str]) -> None:
        self._bare = [_bare(name) for name in names]
        self._parts = [_parts(bare) for bare in self._bare]
        self._holders: dict[str, set[int]] = {}
        for position, (_, own) in enumerate(self._parts):
            for character in own[:OWN]:
                self._holders.setdefault(character, set()).add(position)

    def near(self, name: str) -> list[int]:
        """The positions of the names that may be meant, in order; only such as share a character of what they call themselves."""
        if not self._holders:
            return []
        bare = _bare(name)
        held = {position for character in self._holders.keys() & set(bare) for position in self._holders[character]}
        parts = _parts(bare) if held else ("", "")
        return sorted(at for at in held if self._is_near(at, bare, parts))

    def _is_near(self, at: int, bare: str, parts: tuple[str, str]) -> bool:
        place, own = self._parts[at]
        if place and place == parts[0] and own[:OWN] == parts[1][:OWN]:
            return True
        return min(len(bare), len(self._bare[at])) >= LEAST and are_within(self._bare[at], bare, SLIPS)


def are_within(one: str, other: str, most: int) -> bool:
    """Can one be written as the other with at most so many characters put in, left out, written otherwise, or changed with the next?"""
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, character in enumerate(one, start=1):
        last, row, earlier = row, [at], before
        for place, written in enumerate(other, start=1):
            best = min(last[place] + 1, row[-1] + 1, last[place - 1] + (character != written))
            if earlier and place > 1 and character == other[place - 2] and one[at - 2] == written:
                best = min(best, earlier[place - 2] + 1)
            row.append(best)
        if min(row) > most:
            return False
        before = last
    return row[-1] <= most


@cache
def _bare(name: str) -> str:
    return LEGAL_FORM.sub("", name_key(name))


def _parts(bare: str) -> tuple[str, str]:
    """(the place without 省, 市, 县 and 区, what stands behind it)."""
    found = places().match(bare)
    place = found.group() if found else ""
    return re.sub("[省市县区]", "", place), bare[len(place) :]
