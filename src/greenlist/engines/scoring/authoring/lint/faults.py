"""A fault of a standard: where, what is wrong and what to do."""

from collections.abc import Iterator
from typing import NamedTuple

from greenlist.engines.scoring.values import Path


class Fault(NamedTuple):
    """`offset`: how many characters into the text that stands at `path`.

    `in_keys`: the same in the keys of the file, for its author, where that says more.
    """

    path: Path
    words: str
    offset: int = 0
    in_keys: str = ""


Faults = Iterator[Fault]
