"""The checklist of one unit: the eleven exclusions by clause, the conditions the system can see for itself, the priorities it may have."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from greenlist.casework.verification.models import Finding, Judgement, RecordedFact
from greenlist.rulebook.eligibility.confirming import TO_DECLARE
from greenlist.rulebook.eligibility.findings import word
from greenlist.rulebook.notices import Clause

# Which verdict a person judges, and how: an exclusion that was found, a condition that the rule leaves open, a priority that was declared.
JUDGED = {"exclusion": "not_met", "condition": "unknown", "priority": "unknown"}
OUTCOMES = {
    "exclusion": (Judgement.Outcome.UPHELD, Judgement.Outcome.SET_ASIDE, Judgement.Outcome.REFERRED),
    "condition": (Judgement.Outcome.MET, Judgement.Outcome.NOT_MET),
    "priority": (Judgement.Outcome.MET, Judgement.Outcome.NOT_MET),
}
CHECKED = {Judgement.Outcome.MET: "核对相符", Judgement.Outcome.NOT_MET: "核对不符"}  # the same two, said of a declared figure


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
    explained: dict[str, Any] = field(default_factory=dict)

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
        if self.judgement and self.verdict in {"not_met", "unknown"}:
            return self.statement if self.kind == "priority" else f"{self.judged_as}：{self.statement}"
        if self.fact is None or self.verdict == "not_met":
            return self.statement
        return f"{self.source} · {self.statement}"

    @property
    def is_open(self) -> bool:
        """Does it still block? 发现 not set aside, 待核实, 不符合; a condition that is 待核实 and was judged met does not, a priority never."""
        if self.kind == "priority":
            return False
        if self.verdict == JUDGED[self.kind] and self.judgement and self.judgement.outcome in Judgement.SETTLED:
            return False
        return self.verdict in {"not_met", "unknown"}

    @property
    def is_judged(self) -> bool:
        """Is it a line on which a person's judgement is asked?"""
        return self.verdict == JUDGED[self.kind] or (self.kind == "priority" and self.judgement is not None)

    @property
    def needs_judgement(self) -> bool:
        return self.is_judged and self.judgement is None

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """The judgements there are to choose from: (code, words)."""
        return list(outcome_words(self.kind).items())

    @property
    def judged_as(self) -> str:
        """The words for its judgement; '' without one."""
        return outcome_words(self.kind)[self.judgement.outcome] if self.judgement else ""

    @property
    def missing(self) -> str:
        """One sentence for a list of what still stands in the way, with its clause."""
        if self.kind == "exclusion":
            return f"{self.label}：{self.word}（{self.statement}，依据 {self.clause.passage}）"
        judged = f"{self.judged_as}，" if self.judgement else ""
        unknown = "待核实，" if self.verdict == "unknown" else ""
        return f"{self.label}：{unknown}{judged}{self.statement}（依据 {self.clause.passage}）"


def exclusion_labels() -> dict[str, str]:
    """{clause id: label} of the exclusions in order."""
    return _labels("exclusions")


def computed_labels() -> dict[str, str]:
    """{clause id: label} of the conditions that a rule computes."""
    return _labels("computed")


def priority_labels(category: str) -> dict[str, str]:
    """{clause id: label} of the priorities of a category."""
    return {clause: str(_data()["labels"][clause]) for clause in _data()["priorities"].get(category, ())}


def judged_labels() -> dict[str, str]:
    """{clause id: label} of what a person judges where the rule leaves it open: the conditions, then the priorities."""
    return {**computed_labels(), **{clause: str(_data()["labels"][clause]) for clause in all_priorities()}}


def outcome_words(kind: str) -> dict[str, str]:
    """{code: words} of the judgements on one kind of line."""
    return {outcome.value: CHECKED[outcome] if kind == "priority" else str(outcome.label) for outcome in OUTCOMES[kind]}


def all_priorities() -> tuple[str, ...]:
    """The clauses of every priority, of whatever category."""
    return tuple(clause for clauses in _data()["priorities"].values() for clause in clauses)


def kind_of(clause: str) -> str:
    """exclusion, priority or condition."""
    return "exclusion" if clause in exclusion_labels() else "priority" if clause in all_priorities() else "condition"


def is_quiet(line: ChecklistItem) -> bool:
    """Is the line left out? It does not apply to the unit, another line says the same, or nothing was declared for a priority."""
    is_undeclared = line.explained.get("settle_by") == TO_DECLARE
    return line.verdict == "not_applicable" or is_undeclared or is_said_elsewhere(line.clause.id, line.verdict)


def is_said_elsewhere(clause: str, verdict: str) -> bool:
    """Does another line of the checklist say the same of the unit?"""
    return verdict in _data()["said_elsewhere"].get(clause, ())


def _labels(part: str) -> dict[str, str]:
    raw = _data()
    return {clause: raw["labels"][clause] for clause in raw[part]}


@cache
def _data() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("checklist.yaml").read_text(encoding="utf-8"))
    return raw
