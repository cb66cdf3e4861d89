"""告知书: what a unit is told when its application is not recommended, or fails the formal review: the reasons with their clauses, and what
it can do about it.
"""

from dataclasses import asdict, dataclass
from datetime import date

from greenlist.papers.typesetting import chinese_date, typeset
from greenlist.papers.word import add_line, begin_letter, saved, sign_off


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
    return typeset("refusal", asdict(refusal) | {"title": title_of(refusal), "opening": opening(refusal), "dated": _dated(refusal)})


def to_docx(refusal: Refusal) -> bytes:
    """The letter as a Word file in 仿宋 16 pt, 22 lines a page, for the office's own letterhead."""
    document = begin_letter(title_of(refusal), is_demo=refusal.is_demo)
    if refusal.document_number:
        add_line(document, refusal.document_number, align="center")
    grounds = [f"　　{n}. {g.fact}〔依据{g.passage}：“{g.quote}”〕。" for n, g in enumerate(refusal.grounds, start=1)]
    for text in (f"{refusal.addressee}：", f"　　{opening(refusal)}", *grounds, *(f"　　{text}" for text in refusal.remedies)):
        add_line(document, text)
    sign_off(document, refusal.office, _dated(refusal))
    return saved(document)


def title_of(refusal: Refusal) -> str:
    """The title."""
    return f"{refusal.outcome}告知书"


def opening(refusal: Refusal) -> str:
    """The first paragraph."""
    return f"你单位在{refusal.round_title}中的申报（申报号{refusal.application_number}），经审核，根据{refusal.basis}，{refusal.outcome}。理由和依据如下："


def _dated(refusal: Refusal) -> str:
    """A blank until it has its number: the day of the decision is not the day on which the letter is signed."""
    return chinese_date(refusal.dated_on if refusal.document_number else None)
