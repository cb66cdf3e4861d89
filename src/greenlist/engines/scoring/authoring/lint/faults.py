"""A fault of a standard: where, what is wrong and what to do."""

from collections.abc import Iterator
from typing import NamedTuple

from greenlist.engines.scoring.values import Path


class Fault(NamedTuple):
    """`offset`: how many characters into the text that stands at `path`."""

    path: Path
    words: str
    offset: int = 0


Faults = Iterator[Fault]
