"""The recommendation letter (函), plain, in the proportions of GB/T 9704-2012: PDF and Word."""

from dataclasses import asdict, dataclass
from datetime import date

import docx
from docx.shared import Pt

from greenlist.papers.typesetting import DEMO_LINE, chinese_date, typeset
from greenlist.papers.word import FANG_SONG, XIAO_BIAO_SONG, add_line, number_pages, saved, set_page, set_type

LINE = Pt(28.95)  # 22 lines on 225 mm


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
    """The letter as a Word file in 仿宋 16 pt, 22 lines a page, ready for the office's own letterhead."""
    document = docx.Document()
    set_page(document.sections[0], margins_mm=(37, 35, 28, 26))
    set_type(document, FANG_SONG, size=16, line=LINE)
    number_pages(document.sections[0], before="— ", after=" —", size=14)
    if letter.is_demo:
        add_line(document, DEMO_LINE, size=9)
    title = add_line(document, f"关于推荐{letter.year}年度绿色制造名单的函", font=XIAO_BIAO_SONG, size=22, align="center")
    title.paragraph_format.space_before = title.paragraph_format.space_after = LINE
    for text in _paragraphs(letter):
        add_line(document, text)
    document.paragraphs[-1].paragraph_format.space_after = 2 * LINE
    for text in (letter.office, chinese_date(letter.dated_on)):
        add_line(document, text, align="right").paragraph_format.right_indent = 3 * Pt(16)
    for paragraph in document.paragraphs[-5:-1]:
        paragraph.paragraph_format.keep_with_next = True
    return saved(document)


def _paragraphs(letter: RecommendationLetter) -> list[str]:
    units = [
        f"　　{number}. {unit.name}（{unit.category_label}，{unit.levels}）：{unit.statement}。"
        for number, unit in enumerate(letter.units, start=1)
    ]
    opening = f"　　根据{letter.basis}要求，我局对申报材料进行了评估确认。经研究，现推荐以下{len(letter.units)}家单位，逐家说明如下："
    closing = ["　　特此函告。", f"　　附件：1. {letter.year}年绿色制造名单推荐汇总表", "　　　　　2. 推荐项目评价报告（PDF 电子件）"]
    return [f"{letter.addressee}：", opening, *units, *closing]
