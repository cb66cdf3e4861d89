"""The departments that are asked, as data: label, office, clauses within the remit, and the sentence of scope."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Department:
    """One department; `short` is '' when the workbench has no cell for it."""

    id: str
    label: str
    short: str
    office: str
    clauses: tuple[str, ...]


def departments() -> tuple[Department, ...]:
    """All departments in order."""
    rows = _data()["departments"].items()
    return tuple(Department(name, row["label"], row["short"], row["office"], tuple(row["clauses"])) for name, row in rows)


def department(name: str) -> Department | None:
    """One department, or None for an unknown name."""
    return next((d for d in departments() if d.id == name), None)


def scope_sentence() -> str:
    """What every letter, link and reply says: facts within the remit, no consent."""
    return str(_data()["scope"])


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("departments.yaml").read_text(encoding="utf-8"))
    return data
