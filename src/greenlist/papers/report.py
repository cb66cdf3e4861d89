"""The evaluation report of any standard, chapter by chapter as its form has them (report_chapters.yaml)."""

from dataclasses import asdict, dataclass
from typing import Any

from greenlist.papers.report_chapters import ReportChapter, report_form
from greenlist.papers.typesetting import typeset
from greenlist.papers.version_mark import VersionMark, qr_svg


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
    """One section of the standard; `is_general` for the basic requirements that bear no points."""

    title: str
    rows: tuple[ReportRow, ...]
    is_general: bool = False


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
    """Everything the report prints. `mark` is None for a report that was not printed from here; a draft has a mark of its own."""

    form: str
    title: str
    unit: str
    credit_code: str
    address: str
    industry_or_type: tuple[str, str]
    standard: str
    year: int
    version_label: str
    evaluator: str
    facts: tuple[tuple[str, str], ...]
    introduction: str
    sections: tuple[ReportSection, ...]
    score_shown: str
    score_maximum: str
    score_lines: tuple[ScoreLine, ...]
    unmet: tuple[str, ...]
    unverified: tuple[str, ...]
    is_draft: bool
    mark: VersionMark | None
    as_of: str
    is_demo: bool


@dataclass(frozen=True)
class FilledChapter:
    """One chapter with what belongs into it."""

    chapter: ReportChapter
    sections: tuple[ReportSection, ...]
    blank: str
    text: str


def chapters_of(report: EvaluationReport) -> list[FilledChapter]:
    """The chapters of the report's form, each with its sections, its own text, and what is still to be written."""
    named = report_form(report.form).chapters
    taken = {id(section) for chapter in named for section in _sections(report, chapter) if chapter.fill != "all_sections"}
    rest = tuple(section for section in report.sections if id(section) not in taken)
    return [
        FilledChapter(
            chapter,
            rest if chapter.fill == "all_sections" else _sections(report, chapter),
            _blank(chapter.ask, is_draft=report.is_draft),
            report.introduction if chapter.uses == "introduction" else "",
        )
        for chapter in named
    ]


def empty_chapters(report: EvaluationReport) -> list[str]:
    """The headings of the chapters that the system holds nothing for: they are written in Word."""
    return [
        chapter.heading
        for chapter in report_form(report.form).chapters
        if chapter.fill == "blank" and chapter.ask and not (chapter.uses == "introduction" and report.introduction.strip())
    ]


def to_pdf(report: EvaluationReport) -> bytes:
    """The report as PDF; a draft bears the watermark 草稿. Each page has the version's mark as text and as a QR code."""
    chapters = chapters_of(report)
    signed = [filled.chapter.id for filled in chapters if filled.chapter.is_signed]
    codes = {what: qr_svg(report.mark.path(what)) for what in ("page", *signed)} if report.mark else {}
    return typeset("report", {**asdict(report), "chapters": list(map(asdict, chapters)), "codes": codes, "mark": _mark(report),
                               "caution": report_form(report.form).caution})  # fmt: skip


def evidence_index(report: EvaluationReport) -> list[tuple[str, str]]:
    """(indicator, its proofs with their pages) of all rows that have any."""
    return [
        (f"{row.clause} {row.label}", row.evidence) for section in report.sections for row in section.rows if row.evidence not in {"", "—"}
    ]


def _sections(report: EvaluationReport, chapter: ReportChapter) -> tuple[ReportSection, ...]:
    if chapter.fill == "general":
        return tuple(section for section in report.sections if section.is_general)
    if chapter.fill != "sections":
        return ()
    return tuple(s for s in report.sections if not s.is_general and any(word in s.title for word in chapter.sections))


def _blank(ask: str, *, is_draft: bool) -> str:
    """What the system does not hold: a place to write in a draft; in a version to be sealed it says that nothing was written."""
    return "" if not ask else f"（请填写：{ask}）" if is_draft else f"（系统中没有填写：{ask}）"


def _mark(report: EvaluationReport) -> dict[str, Any] | None:
    return {"text": report.mark.text + report.mark.where} if report.mark else None
