"""The evaluation report of any standard, chapter by chapter as its form has them (report_chapters.yaml)."""

from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from greenlist.papers.report_chapters import ReportChapter, report_form
from greenlist.papers.typesetting import typeset
from greenlist.papers.version_mark import VersionMark, qr_svg

ROUNDED = Decimal("0.01")  # how far rounding may move one printed figure, and the score with it


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
    """Everything the report prints. `mark` is None for a report that was not printed from here; a draft has a mark of its own.

    `overview` says what was evaluated, to what end and by what, a line each. `requirements` says whether what must be met is met; '' where
    the standard asks for nothing of the kind.
    """

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
    overview: str
    introduction: str
    sections: tuple[ReportSection, ...]
    score_shown: str
    score_maximum: str
    score_lines: tuple[ScoreLine, ...]
    requirements: str
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
            _blank(report, chapter),
            _own_text(report, chapter),
        )
        for chapter in named
    ]


def empty_chapters(report: EvaluationReport) -> list[str]:
    """The headings of the chapters that the system holds nothing for: they are written in Word."""
    return [chapter.heading for chapter in report_form(report.form).chapters if _is_empty(report, chapter)]


def basic_rows(report: EvaluationReport) -> list[tuple[str, str]]:
    """The table of basic information: who and where first, then what the form says; what it says again in the same words is left out."""
    first = (("单位名称", report.unit), report.industry_or_type, ("地址", report.address), ("统一社会信用代码", report.credit_code))
    return [(label, value or "未填写") for label, value in dict.fromkeys((*first, *report.facts))]


def judged(report: EvaluationReport) -> str:
    """The sentence that leads to the result: by what, whom, and which year's data."""
    return f"依据{report.standard}，按{report.year}年度数据对{report.unit}进行评价，得分"


def rounding_note(report: EvaluationReport) -> str:
    """A sentence where the printed points of the groups do not add up to the printed score by their rounding; else ''."""
    groups = [line for line in report.score_lines if line.depth == 0]
    try:
        apart = abs(sum(Decimal(line.points) for line in groups) - Decimal(report.score_shown))
    except InvalidOperation:
        return ""
    return "因四舍五入，各项之和与总分可能略有出入。" if 0 < apart <= len(groups) * ROUNDED else ""


def label_share(report: EvaluationReport) -> int:
    """Of the width that the labels and the rules of the score table share, the percentage that the labels take: by how long both are."""
    labels = sum(len(line.label) for line in report.score_lines)
    rules = sum(len(line.rule) + len(line.note) for line in report.score_lines)
    return min(60, max(30, 100 * labels // max(1, labels + rules)))


def unverified_note(report: EvaluationReport) -> str:
    """One line for all values of the standard that were not compared with its text; which they are stands on the page of the score."""
    count = len(report.unverified)
    return f"本报告使用的标准数值、取法中有{count}项尚未与标准文本核对，见系统中的评分页。" if count else ""


def to_pdf(report: EvaluationReport) -> bytes:
    """The report as PDF; a draft bears the watermark 草稿. Each page has the version's mark as text and as a QR code."""
    chapters = chapters_of(report)
    signed = [filled.chapter.id for filled in chapters if filled.chapter.is_signed]
    codes = {what: qr_svg(report.mark.path(what)) for what in ("page", *signed)} if report.mark else {}
    return typeset("report", {**asdict(report), "chapters": list(map(asdict, chapters)), "codes": codes, "mark": _mark(report),
                               "caution": report_form(report.form).caution, "basic": basic_rows(report), "judged": judged(report),
                               "label_share": label_share(report),
                               "notes": [note for note in (rounding_note(report), unverified_note(report)) if note]})  # fmt: skip


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


def _blank(report: EvaluationReport, chapter: ReportChapter) -> str:
    """A place to write in a draft; in a version to be sealed a chapter without a word says that nothing was written."""
    if report.is_draft:
        return f"（请填写：{chapter.ask}）" if chapter.ask else ""
    return f"（系统中没有填写：{chapter.ask}）" if _is_empty(report, chapter) else ""


def _is_empty(report: EvaluationReport, chapter: ReportChapter) -> bool:
    """Does the system hold nothing for this chapter?"""
    return bool(chapter.fill == "blank" and chapter.ask and not _own_text(report, chapter).strip())


def _own_text(report: EvaluationReport, chapter: ReportChapter) -> str:
    return {"introduction": report.introduction, "overview": report.overview}.get(chapter.uses, "")


def _mark(report: EvaluationReport) -> dict[str, Any] | None:
    return {"text": report.mark.text + report.mark.where} if report.mark else None
