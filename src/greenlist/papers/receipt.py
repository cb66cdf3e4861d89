"""提交回执: what was handed in, when, under which number and hash."""

from dataclasses import dataclass

from greenlist.papers.typesetting import typeset


@dataclass(frozen=True)
class Receipt:
    """One receipt. `contents` are (label, value) pairs of what the version holds."""

    number: str
    unit: str
    application_number: str
    version: int
    submitted_at: str
    digest: str
    contents: tuple[tuple[str, str], ...]
    is_demo: bool


def to_pdf(receipt: Receipt) -> bytes:
    """The receipt as PDF."""
    return typeset("receipt", receipt)
