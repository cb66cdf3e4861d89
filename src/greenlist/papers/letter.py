"""The recommendation letter (函), plain, in the proportions of GB/T 9704-2012: PDF and Word."""

import io
from dataclasses import asdict, dataclass
from datetime import date

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from greenlist.papers.typesetting import DEMO_LINE, chinese_date, typeset


@dataclass(frozen=True)
class LetterUnit:
    """One recommended unit: conditions met, material true, agreed, in `statement`."""

    name: str
    category_label: str
    levels: str
    statement: str


@dataclass(frozen=True)
class RecommendationLetter:
    """The letter of one bureau. `document_number` is '' until it is signed."""

    year: int
    office: str
    addressee: str
    document_number: str
    dated_on: date | None
    units: tuple[LetterUnit, ...]
    is_demo: bool


def to_pdf(letter: RecommendationLetter) -> bytes:
    """The letter as PDF."""
    data = asdict(letter) | {"number": letter.document_number or "（待编文号）", "dated": chinese_date(letter.dated_on)}
    return typeset("letter", data)


def to_docx(letter: RecommendationLetter) -> bytes:
    """The letter as a Word file in 仿宋 16 pt, ready for the office's own letterhead."""
    document = docx.Document()
    section = document.sections[0]
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋_GB2312", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    if letter.is_demo:
        document.add_paragraph(DEMO_LINE)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(f"关于推荐{letter.year}年度绿色制造名单的函")
    run.bold, run.font.size = True, Pt(22)
    for text in _paragraphs(letter):
        document.add_paragraph(text)
    for text in (letter.office, chinese_date(letter.dated_on)):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _paragraphs(letter: RecommendationLetter) -> list[str]:
    units = [
        f"　　{number}. {unit.name}（{unit.category_label}，{unit.levels}）：{unit.statement}。"
        for number, unit in enumerate(letter.units, start=1)
    ]
    opening = (
        f"　　根据《江西省工业和信息化厅办公室关于开展{letter.year}年度国家级绿色制造名单推荐暨省级绿色制造名单遴选工作的通知》要求，"
        f"我局对申报材料进行了评估确认。经研究，现推荐以下{len(letter.units)}家单位，逐家说明如下："
    )
    closing = ["　　特此函告。", f"　　附件：1.{letter.year}年绿色制造名单推荐汇总表", "　　　　　2.推荐项目评价报告（PDF 电子件）"]
    return [f"{letter.addressee}：", opening, *units, *closing]
