"""The recommendation letter (函), plain, in the proportions of GB/T 9704-2012: PDF and Word."""

from dataclasses import asdict, dataclass
from datetime import date

from greenlist.papers.stationery.fields import stationery
from greenlist.papers.stationery.filling import Values, fill
from greenlist.papers.typesetting import chinese_date, typeset


@dataclass(frozen=True)
class LetterUnit:
    """One recommended unit: conditions met, material true, agreed, in `statement`."""

    name: str
    category_label: str
    levels: str
    statement: str


@dataclass(frozen=True)
class RecommendationLetter:
    """The letter of one bureau. `document_number` is '' until it is signed; `basis` names the notice it answers."""

    year: int
    office: str
    addressee: str
    document_number: str
    dated_on: date | None
    units: tuple[LetterUnit, ...]
    is_demo: bool
    basis: str


def to_pdf(letter: RecommendationLetter) -> bytes:
    """The letter as PDF."""
    data = asdict(letter) | {"number": letter.document_number or "（待编文号）", "dated": chinese_date(letter.dated_on)}
    return typeset("letter", data)


def to_docx(letter: RecommendationLetter) -> bytes:
    """The letter as a Word file in 仿宋 16 pt, ready for the office's own letterhead, from the kept template."""
    return fill(stationery()["recommendation_letter"].default, word_values(letter), is_demo=letter.is_demo)


def word_values(letter: RecommendationLetter) -> Values:
    """What a Word template of the letter is filled with."""
    units = [
        {"序号": str(number), "名称": unit.name, "类别": unit.category_label, "级别": unit.levels, "意见": unit.statement}
        for number, unit in enumerate(letter.units, start=1)
    ]
    return {
        "年度": str(letter.year), "主送单位": letter.addressee, "依据": letter.basis, "家数": str(len(units)), "文号": letter.document_number,
        "推荐单位": letter.office, "落款日期": chinese_date(letter.dated_on), "单位列表": units,
    }  # fmt: skip
