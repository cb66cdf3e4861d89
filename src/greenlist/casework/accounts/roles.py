"""Roles as data: roles.yaml says what each role may do beyond the transitions of the lifecycles."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Duty:
    """One share of a role at a unit (单位管理员, 填报人, 代填人), with the acts that only it has."""

    code: str
    label: str
    acts: frozenset[str]


@dataclass(frozen=True)
class Role:
    """A role with its Chinese label, the scope of rows it sees, its first page, its acts, and the kinds of organisation that have it.

    `assists` names the role whose decisions it prepares, `leaves` the acts that it leaves to that one, in words.
    """

    code: str
    label: str
    scope: str
    home: str
    acts: frozenset[str]
    kinds: frozenset[str]
    duties: tuple[Duty, ...]
    assists: str
    leaves: tuple[tuple[str, str], ...]

    def acts_with(self, duty: str) -> frozenset[str]:
        """The role's acts and those of a duty ('' adds none)."""
        return self.acts.union(*(d.acts for d in self.duties if d.code == duty))


@cache
def roles() -> dict[str, Role]:
    """All roles by code."""
    raw = yaml.safe_load(Path(__file__).with_name("roles.yaml").read_text(encoding="utf-8"))
    return {
        code: Role(
            code,
            entry["label"],
            entry["scope"],
            entry["home"],
            frozenset(entry["acts"]),
            frozenset(entry["at"]),
            _duties(entry),
            raw[entry["assists"]]["label"] if "assists" in entry else "",
            tuple(entry.get("leaves", {}).items()),
        )  # fmt: skip
        for code, entry in raw.items()
    }


def role_choices() -> list[tuple[str, str]]:
    """(code, label) pairs for a model field."""
    return [(role.code, role.label) for role in roles().values()]


def duty_choices() -> list[tuple[str, str]]:
    """(code, label) pairs of all duties, for a model field."""
    return [(duty.code, duty.label) for role in roles().values() for duty in role.duties]


def _duties(entry: dict[str, Any]) -> tuple[Duty, ...]:
    return tuple(Duty(code, duty["label"], frozenset(duty["acts"])) for code, duty in entry.get("duties", {}).items())
