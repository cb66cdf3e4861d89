"""What a rule answers. A verdict is about the requirement: MET = the unit passes, NOT_MET = it does not.

Words on the screen follow the kind of clause: an exclusion reads 未发现 / 发现 / 待核实, a condition 符合 / 不符合 / 待核实, a priority
优先 / 不优先 / 待核实.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """The four answers. UNKNOWN is never a yes and never a no."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    def inverted(self) -> "Verdict":
        """MET for NOT_MET and back; the others stay (used to show that a spec can fail)."""
        return {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}.get(self, self)


WORDS = {
    "exclusion": {"met": "未发现", "not_met": "发现", "unknown": "待核实", "not_applicable": "不适用"},
    "condition": {"met": "符合", "not_met": "不符合", "unknown": "待核实", "not_applicable": "不适用"},
    "priority": {"met": "优先", "not_met": "不优先", "unknown": "待核实", "not_applicable": "不适用"},
}


@dataclass(frozen=True)
class Finding:
    """One answer with its ground. `fact`, `threshold`, `would_pass`, `settle_by` are Chinese sentences for the screen."""

    clause: str
    rule: str
    rule_version: int
    verdict: Verdict
    fact: str
    window: tuple[str, str]
    threshold: str
    would_pass: str
    settle_by: str
    evidence: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)

    def as_content(self) -> dict[str, Any]:
        """Plain JSON-able values: what is stored by hash and replayed."""
        return {**self.__dict__, "verdict": self.verdict.value, "window": list(self.window), "evidence": list(self.evidence)}


def word(kind: str, verdict: str) -> str:
    """The Chinese word for a verdict of an `exclusion`, a `condition` or a `priority`."""
    return WORDS[kind][verdict]
