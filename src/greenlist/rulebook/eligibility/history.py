"""What a look-up in a register or a reply gave about one unit: dated records, and whether absence of them means no."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class DatedRecord:
    """One adverse fact: when it happened or began, and when it ended (removed, rectified), None while it lasts."""

    from_on: date
    until_on: date | None
    statement: str
    evidence: str = ""


@dataclass(frozen=True)
class AdverseHistory:
    """The records of one kind, and the newest look-up: its answer ('' when nobody looked), its words and its day.

    `is_covered`: the register is declared complete for the years asked, so that no record means no.
    `is_dated`: what the newest look-up found stands among the records with its date.
    `proposed`: records of a list on which a unit of a like name stands, and nobody has said yet whether it is this one.
    """

    records: tuple[DatedRecord, ...] = ()
    answer: str = ""
    statement: str = ""
    looked_up_on: date | None = None
    is_dated: bool = False
    is_covered: bool = False
    evidence: tuple[str, ...] = ()
    proposed: tuple[DatedRecord, ...] = ()

    def as_content(self) -> dict[str, Any]:
        """Plain values for storage."""
        return {
            "records": [_content(r) for r in self.records],
            "answer": self.answer,
            "statement": self.statement,
            "looked_up_on": _text(self.looked_up_on),
            "is_dated": self.is_dated,
            "is_covered": self.is_covered,
            "evidence": list(self.evidence),
            "proposed": [_content(r) for r in self.proposed],
        }

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> "AdverseHistory":
        """The facts as they were stored, or as `greenlist screen FILE` reads them. Dates may be text or dates."""
        looked = content.get("looked_up_on")
        return cls(
            _records(content.get("records", ())),
            content.get("answer", ""),
            content.get("statement", ""),
            day(looked) if looked else None,
            bool(content.get("is_dated")),
            bool(content.get("is_covered")),
            tuple(content.get("evidence", ())),
            _records(content.get("proposed", ())),
        )


def day(value: Any) -> date:
    """A date, given as one or as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _content(record: DatedRecord) -> dict[str, str]:
    plain = {"statement": record.statement, "evidence": record.evidence}
    return {"from_on": _text(record.from_on), "until_on": _text(record.until_on), **plain}


def _records(content: Iterable[dict[str, Any]]) -> tuple[DatedRecord, ...]:
    return tuple(
        DatedRecord(day(r["from_on"]), day(r["until_on"]) if r.get("until_on") else None, r.get("statement", ""), r.get("evidence", ""))
        for r in content
    )


def _text(value: date | None) -> str:
    return value.isoformat() if value else ""
