"""现场抽查 as data: what makes a visit likelier, and what is looked at on the spot."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Signal:
    """One risk signal: how much it weighs, how its value is told, where that comes from and how sure we are."""

    id: str
    label: str
    strength: int
    scale: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Item:
    """One thing looked at on the spot; `categories` empty for all."""

    id: str
    label: str
    look: str
    basis: str
    categories: tuple[str, ...]


@cache
def signals() -> dict[str, Signal]:
    """All signals by id, in the order of the file."""
    return {key: Signal(key, **told) for key, told in _read("signals.yaml")["signals"].items()}


def even_share() -> int:
    """How much of the chances is spread evenly, in hundredths."""
    return int(_read("signals.yaml")["even"])


@cache
def checklist(category: str) -> tuple[Item, ...]:
    """What is looked at in a unit of this category, in the order of the file."""
    items = (Item(**{**row, "categories": tuple(row["categories"])}) for row in _read("checklist.yaml"))
    return tuple(item for item in items if not item.categories or category in item.categories)


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
