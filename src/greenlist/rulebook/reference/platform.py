"""The ministry's platform (工业节能与绿色发展管理平台): the columns of a year, and the heads over the columns of the table it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("platform.yaml")
NAME = "工业节能与绿色发展管理平台"


@dataclass(frozen=True)
class PlatformColumn:
    """One column: what of a unit stands in it, its head (of some categories another), how sure we are of the head."""

    source: str
    label: str
    confidence: str
    labels: Mapping[str, str] = field(default_factory=dict)

    def head(self, category: str) -> str:
        """The head in the table of one category."""
        return self.labels.get(category, self.label)


@dataclass(frozen=True)
class PlatformForm:
    """The table of one year."""

    year: int
    title: str
    note: str
    columns: tuple[PlatformColumn, ...]


@dataclass(frozen=True)
class PlatformHead:
    """One thing read of a row the platform gives back: the heads seen over its column, how sure we are of them."""

    id: str
    heads: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class PlatformHeads:
    """All that is read of a row."""

    fields: tuple[PlatformHead, ...]


def platform_form(year: int) -> PlatformForm:
    """The form of a year, or of the newest year before it; of the oldest there is where none stands before."""
    held = _forms()
    return held[max((one for one in held if one <= year), default=min(held))]


@cache
def platform_heads() -> PlatformHeads:
    """What is read of the table that the platform gives back."""
    raw: dict[str, dict[str, Any]] = _raw()["heads"]
    return PlatformHeads(tuple(PlatformHead(name, tuple(one["heads"]), one["confidence"]) for name, one in raw.items()))


@cache
def _forms() -> dict[int, PlatformForm]:
    raw: dict[int, dict[str, Any]] = _raw()["forms"]
    return {
        year: PlatformForm(year, one["title"], one["note"], tuple(PlatformColumn(**column) for column in one["columns"]))
        for year, one in raw.items()
    }


@cache
def _raw() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
