"""告知书: what a unit is told when its application is not recommended, or fails the formal review: the reasons with their clauses, and what
it can do about it.
"""

from dataclasses import asdict, dataclass
from datetime import date

import docx
from docx.shared import Pt

from greenlist.papers.typesetting import DEMO_LINE, chinese_date, typeset
from greenlist.papers.word import FANG_SONG, XIAO_BIAO_SONG, add_line, number_pages, saved, set_page, set_type

LINE = Pt(28.95)
BLANK = "（由签发单位填写）"


@dataclass(frozen=True)
class Ground:
    """One reason: what was found, the passage of the notice, its words."""

    fact: str
    passage: str
    quote: str


@dataclass(frozen=True)
class Refusal:
    """One letter. `outcome` is the word of the decision, `remedies` what the unit can do, paragraph by paragraph."""

    outcome: str
    office: str
    addressee: str
    document_number: str
    application_number: str
    round_title: str
    basis: str
    grounds: tuple[Ground, ...]
    remedies: tuple[str, ...]
    dated_on: date | None
    is_demo: bool


def to_pdf(refusal: Refusal) -> bytes:
    """The letter as PDF."""
    return typeset(
        "refusal", asdict(refusal) | {"title": title_of(refusal), "opening": opening(refusal), "dated": chinese_date(refusal.dated_on)}
    )


def to_docx(refusal: Refusal) -> bytes:
    """The letter as a Word file in 仿宋 16 pt, 22 lines a page, for the office's own letterhead."""
    document = docx.Document()
    set_page(document.sections[0], margins_mm=(37, 35, 28, 26))
    set_type(document, FANG_SONG, size=16, line=LINE)
    number_pages(document.sections[0], before="— ", after=" —", size=14)
    if refusal.is_demo:
        add_line(document, DEMO_LINE, size=9)
    title = add_line(document, title_of(refusal), font=XIAO_BIAO_SONG, size=22, align="center")
    title.paragraph_format.space_before = title.paragraph_format.space_after = LINE
    if refusal.document_number:
        add_line(document, refusal.document_number, align="center")
    grounds = [f"　　{n}. {g.fact}〔依据{g.passage}：“{g.quote}”〕。" for n, g in enumerate(refusal.grounds, start=1)]
    for text in (f"{refusal.addressee}：", f"　　{opening(refusal)}", *grounds, *(f"　　{text}" for text in refusal.remedies)):
        add_line(document, text)
    document.paragraphs[-1].paragraph_format.space_after = 2 * LINE
    for text in (refusal.office, chinese_date(refusal.dated_on)):
        add_line(document, text, align="right").paragraph_format.right_indent = 4 * Pt(16)
    return saved(document)


def title_of(refusal: Refusal) -> str:
    """The title."""
    return f"{refusal.outcome}告知书"


def opening(refusal: Refusal) -> str:
    """The first paragraph."""
    return f"你单位在{refusal.round_title}中的申报（申报号{refusal.application_number}），经审核，根据{refusal.basis}，{refusal.outcome}。理由和依据如下："
