"""What is told of an incident, as typed: numbers read exactly, what is empty stays not known, and the table's answer to it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from greenlist.casework.incidents.models import IncidentReport
from greenlist.casework.journal.typed import check_plain
from greenlist.rulebook.incidents import Assessment, Measure, assess, level_tables

NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?")
MOST_ACCOUNT = 1000


@dataclass(frozen=True)
class Told:
    """One report: the account, {measure: as typed, "" not known}, the circumstances that hold, and whether all others are excluded."""

    account: str
    numbers: Mapping[str, str] = field(default_factory=dict)
    held: tuple[str, ...] = ()
    is_rest_excluded: bool = False

    def problems(self, kind: str) -> list[str]:
        """What is wrong with it, everything at once. Raises Refused for characters that cannot be stored."""
        check_plain(self.account, *self.numbers.values())
        found = [] if self.account.strip() else ["请写明经过和现状。"]
        if len(self.account.strip()) > MOST_ACCOUNT:
            found.append(f"经过和现状最多{MOST_ACCOUNT}字，现在是{len(self.account.strip())}字。")
        measures = level_tables()[kind].measures
        return found + [words for m in measures if (words := _wrong(m, self.numbers.get(m.id, "")))]

    def facts(self, kind: str) -> dict[str, Any]:
        """What of it is kept: only what the table of the kind asks."""
        table = level_tables()[kind]
        return {
            "numbers": {m.id: _plain(self.numbers.get(m.id, "")) for m in table.measures},
            "held": [c.id for c in table.circumstances if c.id in self.held],
            "is_rest_excluded": self.is_rest_excluded,
        }


def assessed(kind: str, facts: Mapping[str, Any]) -> Assessment:
    """The table's answer to kept facts."""
    numbers = {name: Fraction(text) if text else None for name, text in facts["numbers"].items()}
    return assess(kind, numbers, facts["held"], is_rest_excluded=facts["is_rest_excluded"])


def shown_facts(report: IncidentReport) -> list[tuple[str, str]]:
    """(label, value) of everything the table asks, in its order; what is not known says so."""
    table = level_tables()[report.incident.kind]
    lines = [(m.label, f"{text}{m.unit}" if (text := report.facts["numbers"].get(m.id)) else "还不清楚") for m in table.measures]
    if table.circumstances:
        held = [c.label for c in table.circumstances if c.id in report.facts["held"]]
        rest = "其余已逐项核实没有" if report.facts["is_rest_excluded"] else "其余还不清楚"
        lines.append(("其他情形", "；".join([*held, rest])))
    return lines


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(",", "").strip()


def _wrong(measure: Measure, text: str) -> str:
    plain = _plain(text)
    if not plain:
        return ""
    if not NUMBER.fullmatch(plain):
        return f"“{measure.label}”请填数字，最多九位整数、四位小数；不清楚的留空。"
    return f"“{measure.label}”请填整数。" if measure.is_whole and "." in plain else ""
