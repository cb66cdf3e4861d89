"""核验单: one unit's findings on one sheet of A4; shape and word carry the state in black and white."""

from dataclasses import dataclass

from greenlist.papers.typesetting import typeset


@dataclass(frozen=True)
class SheetLine:
    """One line: number, label, the word of its state, clause, proof, day of the check."""

    number: int
    label: str
    word: str
    clause: str
    proof: str
    checked: str


@dataclass(frozen=True)
class VerificationSheet:
    """Everything the sheet prints."""

    unit: str
    former_name: str
    credit_code: str
    category_level: str
    window: str
    score: str
    office: str
    year: int
    position: str
    lines: tuple[SheetLine, ...]
    conditions: tuple[SheetLine, ...]
    judgements: tuple[str, ...]
    open_lines: tuple[str, ...]
    number: str
    version: int
    as_of: str
    printed_by: str
    digest: str
    is_demo: bool


def to_pdf(sheet: VerificationSheet) -> bytes:
    """The sheet as PDF."""
    return typeset("verification_sheet", sheet)
