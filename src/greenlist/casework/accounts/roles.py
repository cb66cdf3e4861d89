"""Roles as data: roles.yaml says what each role may do beyond the transitions of the lifecycles."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Role:
    """A role with its Chinese label, the scope of rows it sees, its first page, its acts, and the kinds of organisation that have it."""

    code: str
    label: str
    scope: str
    home: str
    acts: frozenset[str]
    kinds: frozenset[str]


@cache
def roles() -> dict[str, Role]:
    """All roles by code."""
    raw = yaml.safe_load(Path(__file__).with_name("roles.yaml").read_text(encoding="utf-8"))
    return {
        code: Role(code, entry["label"], entry["scope"], entry["home"], frozenset(entry["acts"]), frozenset(entry["at"]))
        for code, entry in raw.items()
    }


def role_choices() -> list[tuple[str, str]]:
    """(code, label) pairs for a model field."""
    return [(role.code, role.label) for role in roles().values()]
