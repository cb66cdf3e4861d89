"""Reads round.yaml: what the notice leaves open or sets as a figure, each with a label, a note and its clause."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from greenlist.rulebook.problems import raise_if_any

FOLDER = Path(__file__).parent
ALSO: list[Path] = []  # folders of invented notices: a rehearsal's, in its own data folder


@dataclass(frozen=True)
class Parameter:
    """One parameter. `in_notice` is False where the notice is silent and the value is our default (通知未规定)."""

    key: str
    value: Any
    unit: str
    label: str
    note: str
    in_notice: bool
    clause: str


@dataclass(frozen=True)
class RecommendingUnit:
    """Who may recommend: a code (GB/T 2260 city code or GJXQ), the office's name, a two-letter short code."""

    code: str
    city: str
    office: str
    short: str


@dataclass(frozen=True)
class RoundParameters:
    """The whole of round.yaml. `department` decides; `basis` is how a sentence names the notice; `confidence` marks what was not
    read; `is_whole`: the whole text is held, so that this notice may be the one meant where nobody names another.
    """

    notice_id: str
    document_number: str
    basis: str
    province: str
    department: str
    issued_on: date
    disclosure: str
    year: int
    opens_on: date
    deadline_on: date
    categories: tuple[str, ...]
    levels: tuple[str, ...]
    steps: tuple[dict[str, Any], ...]
    units: tuple[RecommendingUnit, ...]
    parameters: tuple[Parameter, ...]
    disclosure_classes: dict[str, str]
    confidence: dict[str, str]
    is_whole: bool = True

    @property
    def cited(self) -> str:
        """How every letter cites it: the title with its 文号; what was not read whole as `basis` has it, where the number stands already."""
        return f"{self.basis}（{self.document_number}）" if self.basis.startswith("《") else self.basis

    def keys(self) -> list[str]:
        """All parameter keys in order."""
        return [p.key for p in self.parameters]

    def parameter(self, key: str) -> Parameter:
        """The parameter with this key; KeyError names the file."""
        for parameter in self.parameters:
            if parameter.key == key:
                return parameter
        raise KeyError(f"{self.notice_id}/round.yaml has no parameter {key!r}")

    def values(self) -> dict[str, Any]:
        """{key: value}: what a parameter version stores; `steps_on` holds the ids of the steps that are on, in order,
        `disclosure_classes` what becomes public field by field.
        """
        steps = [s["id"] for s in self.steps if s["is_on"]]
        return {p.key: p.value for p in self.parameters} | {"steps_on": steps, "disclosure_classes": dict(self.disclosure_classes)}

    def unit(self, code: str) -> RecommendingUnit:
        """The recommending unit with this code; KeyError if it may not recommend in this round (C-69)."""
        for unit in self.units:
            if unit.code == code:
                return unit
        raise KeyError(f"{code!r} may not recommend under {self.notice_id} (C-69)")


def hold_also(folder: Path) -> None:
    """Hold the notices in a further folder too. What it holds is never the newest notice meant where nobody names another."""
    if folder not in ALSO:
        ALSO.append(folder)


def folder_of(notice_id: str) -> Path:
    """Where a notice's files lie; one of ours comes before one of the same id elsewhere."""
    return next((folder / notice_id for folder in (FOLDER, *ALSO) if (folder / notice_id).is_dir()), FOLDER / notice_id)


@cache
def round_parameters(notice_id: str) -> RoundParameters:
    """Reads `<notice_id>/round.yaml`. Raises DataProblems with every fault at file:line."""
    file = folder_of(notice_id) / "round.yaml"
    text = file.read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    like = round_parameters(raw["like"]) if raw.get("like") else None
    own = {key: Parameter(key, **entry) for key, entry in raw["parameters"].items()}
    raise_if_any(_faults(file, text, tuple(own.values()), like))
    return RoundParameters(
        notice_id=notice_id,
        document_number=raw["document_number"],
        basis=raw["basis"],
        province=str(raw["province"]),
        department=raw["department"],
        issued_on=raw["issued_on"],
        disclosure=raw["disclosure"],
        year=raw["year"],
        opens_on=raw["opens_on"],
        deadline_on=raw["deadline_on"],
        categories=tuple(raw["categories"]),
        levels=tuple(raw["levels"]),
        steps=tuple(raw["steps"]),
        units=tuple(RecommendingUnit(str(code), *entry) for code, entry in raw["recommending_units"].items()),
        parameters=_parameters(own, like),
        disclosure_classes=dict(raw.get("disclosure_classes") or (like.disclosure_classes if like else {})),
        confidence=dict(raw.get("confidence") or {}),
        is_whole=bool(raw.get("is_whole", True)),
    )


def _parameters(own: dict[str, Parameter], like: RoundParameters | None) -> tuple[Parameter, ...]:
    """The round's own parameters; with `like` those of another round, none of them read in this notice, under the own ones."""
    if like is None:
        return tuple(own.values())
    return tuple(own.get(p.key, replace(p, in_notice=False)) for p in like.parameters)


def _faults(file: Path, text: str, parameters: tuple[Parameter, ...], like: RoundParameters | None) -> list[str]:
    """A number must be an int or written as text, never a binary float; every parameter needs a label and a note."""
    where = {line.split(":")[0].strip(): n for n, line in enumerate(text.splitlines(), 1) if line.startswith("  ")}
    known = {p.key for p in like.parameters} if like else set()
    faults = []
    for p in parameters:
        at = f"{file.parent.name}/{file.name}:{where.get(p.key, 0)}"
        if isinstance(p.value, float):
            faults.append(f"{at}: {p.key} is a binary float; put the decimal in quotes")
        if not p.label or not p.note:
            faults.append(f"{at}: {p.key} needs a label and a note")
        if like and p.key not in known:
            faults.append(f"{at}: {p.key} is no parameter of {like.notice_id}")
    return faults
