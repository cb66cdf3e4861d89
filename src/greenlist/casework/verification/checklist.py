"""The checklist of one unit: the eleven exclusions by clause, then the conditions the system can see for itself."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from greenlist.casework.verification.models import Finding, Judgement, RecordedFact
from greenlist.rulebook.eligibility.findings import word
from greenlist.rulebook.notices import Clause


@dataclass(frozen=True)
class ChecklistItem:
    """One line: clause, label, verdict and the word for it, the fact, its source and page, the newest judgement."""

    clause: Clause
    label: str
    kind: str
    verdict: str
    statement: str
    looked_up_on: date | None
    fact: RecordedFact | None = None
    finding: Finding | None = None
    judgement: Judgement | None = None

    @property
    def word(self) -> str:
        return word(self.kind, self.verdict)

    @property
    def source(self) -> str:
        """Where the fact was looked up, shortened, with its page; '' when nothing was looked up."""
        if self.fact is None:
            return ""
        name = _data()["short_sources"].get(self.fact.source, self.fact.source)
        return f"{name} 第{self.fact.page}页" if self.fact.page else str(name)

    @property
    def ground(self) -> str:
        """What the line rests on, in one breath: the fact itself where something was found, else its source and page."""
        if self.judgement and self.verdict == "not_met":
            return f"{self.judgement.get_outcome_display()}：{self.statement}"
        if self.fact is None or self.verdict == "not_met":
            return self.statement
        return f"{self.source} · {self.statement}"

    @property
    def is_open(self) -> bool:
        """Does it still block? 发现 not set aside, 待核实, 不符合."""
        if self.verdict == "not_met" and self.judgement and self.judgement.outcome == "set_aside":
            return False
        return self.verdict in {"not_met", "unknown"}

    @property
    def needs_judgement(self) -> bool:
        return self.kind == "exclusion" and self.verdict == "not_met" and self.judgement is None


def exclusion_labels() -> dict[str, str]:
    """{clause id: label} of the exclusions in order."""
    return _labels("exclusions")


def computed_labels() -> dict[str, str]:
    """{clause id: label} of the conditions that a rule computes."""
    return _labels("computed")


def is_quiet(line: ChecklistItem) -> bool:
    """Is the line left out? It does not apply to the unit, or it is met and another line says the same."""
    return line.verdict == "not_applicable" or (line.verdict == "met" and line.clause.id in _data()["quiet"])


def _labels(part: str) -> dict[str, str]:
    raw = _data()
    return {clause: raw["labels"][clause] for clause in raw[part]}


@cache
def _data() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("checklist.yaml").read_text(encoding="utf-8"))
    return raw
