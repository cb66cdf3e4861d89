"""A list column by column: what is asked of every cell is asked at one go, and the same cell once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Generic, TypeVar

Column = Sequence[str]
Lines = Sequence[tuple[str, Sequence[str]]]
Answer = TypeVar("Answer")
FEW = 3  # cells that a sum, a remark or an emptied row fills


class Once(dict[str, Answer], Generic[Answer]):
    """{text: answer}: days, offices and districts come again and again, and are asked once."""

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, text: str) -> Answer:
        found = self[text] = self._ask(text)
        return found


@dataclass(frozen=True)
class Grid:
    """The same lines row by row and column by column."""

    lines: Lines

    @cached_property
    def columns(self) -> list[Column]:
        """The cells by column; a short line is filled up."""
        rows = [cells for _, cells in self.lines]
        return list(zip(*rows, strict=True) if len(set(map(len, rows))) == 1 else zip_longest(*rows, fillvalue=""))

    @cached_property
    def few(self) -> list[int]:
        """Which lines hold so little that they may be a sum, a remark, or a row that was emptied."""
        return [at for at, (_, cells) in enumerate(self.lines) if len(cells) - cells.count("") <= FEW]

    def column(self, at: int) -> Column:
        """One column; of empty cells when there is none."""
        return self.columns[at] if 0 <= at < len(self.columns) else ("",) * len(self.lines)
