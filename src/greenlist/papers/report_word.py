"""The evaluation report as a Word file, to be completed by the unit: the same chapters and tables, places to write, no mark of a version."""

from collections.abc import Callable, Sequence
from typing import Any

import docx
from docx.shared import Mm, Pt

from greenlist.papers.report import (
    EvaluationReport,
    FilledChapter,
    ReportSection,
    basic_rows,
    chapters_of,
    evidence_index,
    judged,
    label_share,
    rounding_note,
    unverified_note,
)
from greenlist.papers.report_chapters import report_form
from greenlist.papers.typesetting import DEMO_LINE
from greenlist.papers.word import FANG_SONG, HEI, XIAO_BIAO_SONG, add_line, add_table, number_pages, saved, set_page, set_type, write

WIDTHS = {2: (40, 126), 5: (21, 52, 36, 32, 25)}
EVIDENCE_WIDTHS = (66, 100)
ABOVE_HAND = Mm(20)
SHARED_MM = 95  # of the label and the rule in the score table
ROW_HEAD = ("依据", "指标", "填报值", "证明材料", "得分")
PLEDGE = "本单位承诺：本报告及所附证明材料真实、准确、完整，如有不实，愿承担相应责任。"
BODY_PLEDGE = "本机构承诺：独立开展评价，本报告真实、准确、完整，对评价结论负责。"


def to_docx(report: EvaluationReport) -> bytes:
    """The report as .docx."""
    document = docx.Document()
    set_page(document.sections[0], margins_mm=(25, 25, 22, 22))
    set_type(document, FANG_SONG, size=12)
    number_pages(document.sections[0], before="— ", after=" —", size=10.5)
    if report.is_demo:
        write(document.sections[0].header.paragraphs[0], DEMO_LINE, size=9)
    for filled in chapters_of(report):
        if filled.chapter.fill == "cover":
            _cover(document, report)
            continue
        if filled.chapter.is_signed:
            document.add_page_break()
        heading = add_line(document, filled.chapter.heading, font=HEI, size=16 if filled.chapter.level == 1 else 14)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(4)
        for text in (*filled.text.splitlines(), "" if filled.chapter.fill == "result" else filled.blank):
            if text:
                add_line(document, text)
        FILLS.get(filled.chapter.fill, _nothing)(document, report, filled)
        if filled.chapter.is_signed:
            document.add_page_break()
    return saved(document)


def _cover(document: Any, report: EvaluationReport) -> None:
    for _ in range(6):
        add_line(document, "")
    add_line(document, report.title, align="center", font=XIAO_BIAO_SONG, size=26)
    add_line(document, "")
    add_line(document, report.unit, align="center", size=18)
    for _ in range(8):
        add_line(document, "")
    pairs = [("评价标准", report.standard), ("数据年度", f"{report.year}年"), ("统一社会信用代码", report.credit_code)]
    _table(document, (), [*pairs, *([("第三方机构", report.evaluator)] if report.evaluator else [])])
    add_line(document, "")
    add_line(document, f"{'第三方机构' if report.evaluator else '申报单位'}（公章）　　　　　　　　年　　月　　日", align="center")
    document.add_page_break()


def _notes(document: Any, report: EvaluationReport, filled: FilledChapter) -> None:
    del report
    for number, line in enumerate(filled.chapter.lines, start=1):
        add_line(document, f"{number}. {line}")


def _basic(document: Any, report: EvaluationReport, filled: FilledChapter) -> None:
    del filled
    _table(document, (), basic_rows(report))
    if caution := report_form(report.form).caution:
        add_line(document, caution, size=9)


def _commitment(document: Any, report: EvaluationReport, filled: FilledChapter) -> None:
    del filled
    for line in ((BODY_PLEDGE,) if report.evaluator else ()) + (PLEDGE,):
        add_line(document, line)
    _hand(document, "法定代表人（签字）：　　　　　　（单位公章）　　年　　月　　日")
    if report.evaluator:
        _hand(document, "第三方机构法定代表人（签字）：　　　　（机构公章）　　年　　月　　日")


def _result(document: Any, report: EvaluationReport, filled: FilledChapter) -> None:
    for line in (judged(report), f"{report.score_shown} / {report.score_maximum} 分", report.requirements, filled.blank):
        if line:
            add_line(document, line)
    _hand(document, "评价组组长（签字）：　　　　　　（公章）　　年　　月　　日")


def _hand(document: Any, line: str) -> None:
    """A line to be signed and sealed, with room above it for the hand."""
    add_line(document, line).paragraph_format.space_before = ABOVE_HAND


def _sections(document: Any, report: EvaluationReport, filled: FilledChapter) -> None:
    del report
    for section in filled.sections:
        if len(filled.sections) > 1 or filled.chapter.fill == "all_sections":
            title = add_line(document, section.title, font=HEI)
            title.paragraph_format.keep_with_next, title.paragraph_format.space_before = True, Pt(8)
        _table(document, ROW_HEAD, _rows(section))


def _rows(section: ReportSection) -> list[tuple[str, ...]]:
    return [(r.clause, r.label, r.value, r.evidence, f"{r.points}\u00a0/\u00a0{r.maximum}" if r.points else "—") for r in section.rows]


def _score(document: Any, report: EvaluationReport, filled: FilledChapter) -> None:
    del filled
    for line in (f"评价得分　{report.score_shown} / {report.score_maximum} 分", report.requirements):
        if line:
            add_line(document, line)
    for note in (rounding_note(report), unverified_note(report)):
        if note:
            add_line(document, note, size=9)
    rows = [
        (line.clause, line.label, line.value, f"{line.rule} {line.note}".strip(), f"{line.points}\u00a0/\u00a0{line.maximum}")
        for line in report.score_lines
    ]
    label = SHARED_MM * label_share(report) // 100
    groups = {n for n, line in enumerate(report.score_lines) if line.depth == 0}
    add_table(
        document,
        ("依据", "项目", "值", "规则", "得分"),
        rows,
        (20, label, 26, SHARED_MM - label, 25),
        size=10.5,
        is_bold=True,
        bold_rows=groups,
    )


def _evidence(document: Any, report: EvaluationReport, filled: FilledChapter) -> None:
    del filled
    rows = evidence_index(report)
    if rows:
        add_table(document, ("指标", "证明材料和页码"), rows, EVIDENCE_WIDTHS, size=10.5, is_bold=True)
    else:
        add_line(document, "没有绑定证明材料。")


def _nothing(document: Any, report: EvaluationReport, filled: FilledChapter) -> None:
    """A chapter of words alone."""
    del document, report, filled


def _table(document: Any, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with lines; its head is repeated on every page."""
    add_table(document, head, rows, WIDTHS[len(head) or len(rows[0])], size=10.5, is_bold=True)


FILLS: dict[str, Callable[[Any, EvaluationReport, FilledChapter], None]] = {
    "notes": _notes, "basic": _basic, "commitment": _commitment, "result": _result, "general": _sections, "sections": _sections,
    "all_sections": _sections, "score": _score, "evidence": _evidence,
}  # fmt: skip
