"""反馈函: what a recommending unit is told about its rows after the list is out, and what one applicant is told of his own."""

from dataclasses import asdict, dataclass
from datetime import date

from greenlist.papers.typesetting import chinese_date, typeset


@dataclass(frozen=True)
class FeedbackRow:
    """One application: its result and the reason, with the clause it rests on."""

    name: str
    number: str
    category_label: str
    result: str
    reason: str
    clause: str


@dataclass(frozen=True)
class Feedback:
    """A letter about some rows; `list_title` and `list_number` name the list that was published with it."""

    addressee: str
    year: int
    list_title: str
    list_number: str
    rows: tuple[FeedbackRow, ...]
    issuer: str
    dated_on: date
    digest: str
    is_demo: bool


def to_pdf(feedback: Feedback) -> bytes:
    """The letter as PDF."""
    return typeset("feedback", asdict(feedback) | {"dated": chinese_date(feedback.dated_on)})
