"""yearly.yaml as values: the shares of the grades, and what follows from what under which text."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Share:
    """One grade and the exact part of all units that it may hold."""

    grade: str
    part: Fraction


@dataclass(frozen=True)
class Consequence:
    """What a text says follows: it is proposed, never done by itself."""

    kind: str
    basis: str
    rule: str
    confidence: str


def shares() -> tuple[Share, ...]:
    """The grades from the best, with their exact shares."""
    return tuple(Share(grade, Fraction(percent, 100)) for grade, percent in _raw()["grades"]["shares"])


def source_of_shares() -> tuple[str, str]:
    """(where the shares were read, how sure we are of them)."""
    return _raw()["grades"]["source"], _raw()["grades"]["confidence"]


def consequence(kind: str) -> Consequence:
    """The consequence of one kind; KeyError for a kind that no text knows."""
    entry = _raw()["consequences"][kind]
    return Consequence(kind, entry["basis"], entry["rule"], entry["confidence"])


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("yearly.yaml").read_text(encoding="utf-8"))
    return raw
