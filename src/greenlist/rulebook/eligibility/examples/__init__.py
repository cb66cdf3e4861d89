"""Boundary cases of each rule: shown on the clause page, recomputed there, and run by the spec test."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from greenlist.rulebook.eligibility.facts import FACTS
from greenlist.rulebook.eligibility.findings import Finding
from greenlist.rulebook.eligibility.registry import evaluate

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    """One case: the situation and the explanation in Chinese, the facts, the expected verdict."""

    situation: str
    explanation: str
    facts: Any
    checked_on: date
    expected: str

    def finding(self, rule: str, clause: str, parameters: dict[str, Any]) -> Finding:
        """The rule's answer, computed now."""
        return evaluate(rule, self.facts, clause=clause, parameters=parameters, checked_on=self.checked_on)


def examples(rule: str, clause: str = "") -> tuple[Example, ...]:
    """The cases kept for a rule, in order; empty when there is no file. A case may name the clauses it is for (`clauses`)."""
    file = FOLDER / f"{rule}.yaml"
    if not file.exists():
        return ()
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    read = FACTS[rule].from_content
    return tuple(
        Example(case["situation"], case["explanation"], read(case["facts"]), raw["checked_on"], case["expected"])
        for case in raw["cases"]
        if not clause or clause in case.get("clauses", [clause])
    )
