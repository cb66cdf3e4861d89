"""The papers of a review day and of a meeting (签到表, 评分表, 专家意见表, 纪要): facts, one table, paragraphs, places to sign."""

from dataclasses import asdict, dataclass
from datetime import date

import docx
from docx.shared import Pt

from greenlist.papers.typesetting import DEMO_LINE, chinese_date, typeset
from greenlist.papers.word import FANG_SONG, XIAO_BIAO_SONG, add_line, add_table, number_pages, saved, set_page, set_type

WIDTH_MM, LABEL_MM = 170, 30


@dataclass(frozen=True)
class ReviewPaper:
    """One paper. `facts` are (label, value) pairs above the table, `widths` the shares of its columns, `hands` the places to sign.

    What is `dated_on` a day bears it, and is kept as PDF/A.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    paragraphs: tuple[str, ...]
    hands: tuple[str, ...]
    foot: str
    is_demo: bool
    dated_on: date | None = None


def to_pdf(paper: ReviewPaper) -> bytes:
    """The paper as PDF."""
    return typeset("review_paper", asdict(paper) | {"dated": _dated(paper)})


def to_docx(paper: ReviewPaper) -> bytes:
    """The paper as a Word file, for the office to complete."""
    document = docx.Document()
    set_page(document.sections[0], margins_mm=(22, 20, 20, 20))
    set_type(document, FANG_SONG, size=12, line=Pt(20))
    number_pages(document.sections[0], before=f"{paper.foot}　第", after="页", size=9)
    if paper.is_demo:
        add_line(document, DEMO_LINE, size=9)
    add_line(document, paper.title, font=XIAO_BIAO_SONG, size=18, align="center").paragraph_format.line_spacing = Pt(30)
    add_line(document, paper.subtitle, align="center")
    if paper.facts:
        add_table(document, (), paper.facts, (LABEL_MM, WIDTH_MM - LABEL_MM), size=11)
        add_line(document, "")
    if paper.head:
        share = WIDTH_MM / sum(paper.widths)
        add_table(document, paper.head, paper.rows, [w * share for w in paper.widths], size=10)
    last = [add_line(document, f"　　{text}") for text in paper.paragraphs][-1:]
    for hand in paper.hands:
        last.append(add_line(document, hand))
        last[-1].paragraph_format.space_before = Pt(18)
    if paper.dated_on:
        last.append(add_line(document, _dated(paper), align="right"))
    for paragraph in last[:-1]:
        paragraph.paragraph_format.keep_with_next = True
    return saved(document)


def _dated(paper: ReviewPaper) -> str:
    return chinese_date(paper.dated_on) if paper.dated_on else ""
