"""Which standard applies: by subject, industry and reference date; industry standards before the general one (C-16, C-17)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Applicable:
    """The answer. `file` is None when the standard is known but its table is not held: then there is no score of ours."""

    number: str
    title: str
    standard: str
    edition: str
    why: str
    clause: str
    confidence: str
    file: Path | None

    @property
    def is_held(self) -> bool:
        return self.file is not None


@cache
def _entries() -> list[dict[str, Any]]:
    raw = yaml.safe_load((FOLDER / "catalogue.yaml").read_text(encoding="utf-8"))
    entries: list[dict[str, Any]] = raw["standards"]
    return entries


def applicable(subject: str, industry: str, on: date) -> list[Applicable]:
    """The standards in force for a subject (`factory`, …), a GB/T 4754 class and a day: industry standards first.

    An empty list means that the catalogue knows none.
    """
    fitting = [e for e in _entries() if e["subject"] == subject and _in_force(e, on) and _covers(e, industry)]
    return [_answer(e, industry) for e in sorted(fitting, key=lambda e: not e["industries"])]


def held_editions() -> list[Path]:
    """The files of all editions held, sorted."""
    return sorted(p for p in FOLDER.glob("*/*.yaml"))


def standard_file(standard: str, edition: str) -> Path:
    """The file of one edition; KeyError when it is not held."""
    file = FOLDER / standard / f"{edition}.yaml"
    if not file.exists():
        raise KeyError(f"standard {standard} edition {edition} is not held")
    return file


def _in_force(entry: dict[str, Any], on: date) -> bool:
    until = entry["until"]
    return bool(entry["from"] <= on and (until is None or on <= until))


def _covers(entry: dict[str, Any], industry: str) -> bool:
    return not entry["industries"] or any(industry.startswith(code) for code in entry["industries"])


def _answer(entry: dict[str, Any], industry: str) -> Applicable:
    file = FOLDER / entry["standard"] / f"{entry['edition']}.yaml"
    why = f"行业代码 {industry} 已有行业标准" if entry["industries"] else "没有适用的行业标准，用通则"
    return Applicable(
        number=entry["number"],
        title=entry["title"],
        standard=entry["standard"],
        edition=entry["edition"],
        why=why,
        clause="C-16" if entry["industries"] else "C-17",
        confidence=entry["confidence"],
        file=file if file.exists() else None,
    )
