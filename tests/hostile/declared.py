"""Reads `declared.yaml`: what becomes of each file at each door."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
DOORS = {".pdf": ("proof",), ".docx": ("proof", "watch"), ".xlsx": ("proof", "watch"), ".zip": ("archive",), ".csv": ("proof", "watch"),
         ".png": ("proof",), ".jpg": ("proof",), ".txt": ("twin",), ".json": ("receipt",),
         ".yaml": ("official",)}  # fmt: skip


@dataclass(frozen=True)
class Declared:
    """One file: by door the words of the refusal (any of them), or how it is taken in and what must and must never be read of it."""

    name: str
    group: str
    what: str
    refused: dict[str, list[str]]
    taken: dict[str, str]
    reads: dict[str, str]
    never: str
    is_slow: bool

    @property
    def doors(self) -> list[str]:
        return [*self.refused, *self.taken]


def declared() -> list[Declared]:
    """All files, in the order of the page."""
    groups = yaml.safe_load((FOLDER / "declared.yaml").read_text(encoding="utf-8"))
    return [_one(name, group, told) for group, files in groups.items() for name, told in files.items()]


def names() -> list[dict[str, str]]:
    """What is kept of each name."""
    return yaml.safe_load((FOLDER / "names.yaml").read_text(encoding="utf-8"))


def _one(name: str, group: str, told: dict[str, Any]) -> Declared:
    refused = told.get("refused", {})
    if not isinstance(refused, dict):
        refused = dict.fromkeys(told.get("doors", DOORS[Path(name).suffix]), refused)
    words = {door: said if isinstance(said, list) else [said] for door, said in refused.items()}
    return Declared(
        name, group, told["what"], words, told.get("taken", {}), told.get("reads", {}), told.get("never", ""), told.get("slow", False)
    )
