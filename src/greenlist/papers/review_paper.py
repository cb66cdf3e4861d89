"""The papers of a review day (签到表, 承诺书, 评分表, 专家组意见): facts, one table, paragraphs, places to sign."""

from dataclasses import dataclass

from greenlist.papers.typesetting import typeset


@dataclass(frozen=True)
class ReviewPaper:
    """One paper. `facts` are (label, value) pairs above the table, `widths` the shares of its columns, `hands` the places to sign."""

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


def to_pdf(paper: ReviewPaper) -> bytes:
    """The paper as PDF."""
    return typeset("review_paper", paper)
