"""The evaluation report of any standard: cover, basic table, commitment, sections, score tree, unverified values."""

from dataclasses import dataclass

from greenlist.papers.typesetting import typeset


@dataclass(frozen=True)
class ReportRow:
    """One row of a section; points and maximum are '' for declared figures."""

    label: str
    clause: str
    value: str
    evidence: str
    points: str
    maximum: str


@dataclass(frozen=True)
class ReportSection:
    """One section of the standard."""

    title: str
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True)
class ScoreLine:
    """One line of the score tree; depth 0 is a group."""

    depth: int
    label: str
    clause: str
    value: str
    rule: str
    points: str
    maximum: str
    note: str


@dataclass(frozen=True)
class EvaluationReport:
    """Everything the report prints. `digest` is '' for a draft."""

    title: str
    unit: str
    credit_code: str
    address: str
    industry_or_type: tuple[str, str]
    standard: str
    year: int
    version_label: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[ReportSection, ...]
    score_shown: str
    score_maximum: str
    score_lines: tuple[ScoreLine, ...]
    unverified: tuple[str, ...]
    is_draft: bool
    digest: str
    as_of: str
    is_demo: bool


def to_pdf(report: EvaluationReport) -> bytes:
    """The report as PDF; a draft bears the watermark 草稿."""
    return typeset("report", report)
