"""Loads a standard file: the standard, and where each value of it is written; every fault of shape at once, in Chinese for its authors."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.shape import faults_of
from greenlist.engines.scoring.written import Mark, Path_, Reader, StandardProblems

__all__ = ["Source", "StandardProblems", "load_standard", "read_standard"]


@dataclass(frozen=True)
class Source:
    """A loaded file: the standard, and line and column of every value and every key in it.

    `folded`: texts that run over several lines, inside which a column cannot be told.
    """

    standard: Standard
    name: str
    marks: dict[Path_, Mark]
    keys: dict[Path_, Mark] = field(default_factory=dict)
    folded: frozenset[Path_] = frozenset()

    def at(self, *path: str | int) -> str:
        """`file:line` of a path, for the explanation tree."""
        return f"{self.name}:{self.marks[path][0] if path in self.marks else 0}"

    def place(self, *path: str | int, offset: int = 0) -> str:
        """`file:line:column` of a path, or of the nearest place above it that is written; `offset` characters into its text."""
        while path and path not in self.marks:
            path, offset = path[:-1], 0
        line, column = self.marks.get(path, (1, 1))
        return f"{self.name}:{line}:{column + (0 if path in self.folded else offset)}"


def load_standard(path: Path) -> Source:
    """Read one edition. Raises StandardProblems with every fault of shape."""
    return read_standard(path.read_bytes(), f"{path.parent.name}/{path.name}")


def read_standard(content: str | bytes, name: str) -> Source:
    """Read one edition that is called `name`, wherever it is kept. Raises StandardProblems with every fault of shape."""
    reader = Reader(name)
    values = reader.values(content)
    if not reader.problems:
        with suppress(msgspec.ValidationError):  # what it refuses is told below, at its place and in Chinese
            return Source(msgspec.convert(values, Standard, strict=False), name, reader.marks, reader.keys, frozenset(reader.folded))
    found = reader.problems + [reader.told(at, words, is_key) for at, words, is_key in faults_of(values, Standard)]
    raise StandardProblems(reader.ordered(found))
