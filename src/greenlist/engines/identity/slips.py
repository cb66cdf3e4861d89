"""Names that differ by one slip of the pen: a character put in, left out, written otherwise, or two that changed places.

Two names are one slip apart when they are the same once one character of each is left out. What is compared is the name without its
legal form, and again without the words for province and city: 浔洵 alone says little to an index of shared pairs, here it is enough.
"""

import re
from collections.abc import Sequence
from functools import cache

from greenlist.engines.identity.names import LEAST, name_key
from greenlist.engines.identity.near import FORM
from greenlist.rulebook.reference.regions import cities


class SlipIndex:
    """Known names, made ready to be asked who is one slip away."""

    def __init__(self, names: Sequence[str]) -> None:
        self._held: dict[str, set[int]] = {}
        for position, name in enumerate(names):
            for stem in _stems(name):
                for piece in _pieces(stem):
                    self._held.setdefault(piece, set()).add(position)

    def near(self, name: str) -> list[int]:
        """The positions of the names one slip away (the same name among them), in order."""
        found: set[int] = set()
        for stem in _stems(name):
            for piece in _pieces(stem):
                found |= self._held.get(piece, set())
        return sorted(found)


def _stems(name: str) -> set[str]:
    """The name without its legal form, with and without province and city; too short a rest says nothing."""
    bare = FORM.sub("", name_key(name))
    return {stem for stem in (bare, _regions().sub("", bare)) if len(stem) >= LEAST}


def _pieces(stem: str) -> list[str]:
    """The stem, and the stem with each of its characters left out."""
    return [stem, *(stem[:at] + stem[at + 1 :] for at in range(len(stem)))]


@cache
def _regions() -> re.Pattern[str]:
    named = [city.name.removesuffix("市") for city in cities()]
    return re.compile(f"江西省?|(?:{'|'.join(named)})市?")
