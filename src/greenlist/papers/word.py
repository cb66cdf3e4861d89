"""What the Word files share: page, type, lines, page numbers. Sizes in points, lengths in millimetres."""

import io
import re
from collections.abc import Collection, Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from greenlist.papers.dateless import dateless
from greenlist.papers.typesetting import DEMO_LINE

FANG_SONG, XIAO_BIAO_SONG, HEI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
LINE = Pt(28.95)  # 22 lines on 225 mm
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold
NONE = "（无）"
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def set_page(section: Any, *, margins_mm: tuple[float, float, float, float], is_landscape: bool = False) -> None:
    """A4 with the margins top, bottom, left, right."""
    long, short = Mm(297), Mm(210)
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_landscape else (short, long)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins_mm)
    section.footer_distance = Mm(max(8, margins_mm[1] - 14))


def set_type(document: Any, font: str, *, size: float, line: Length | None = None) -> None:
    """The font of everything, Han characters too; `line` is an exact line height, without gaps between paragraphs."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    language = OxmlElement("w:lang")  # without it punctuation is set as in Taiwan or Japan
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(0)
    if line is not None:
        style.paragraph_format.line_spacing_rule, style.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, line


def add_line(document: Any, text: str, *, align: str = "left", **look: Any) -> Any:
    """One paragraph; `look` as for `write`."""
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN[align]
    write(paragraph, text, **look)
    return paragraph


def write(paragraph: Any, text: str, *, font: str = "", size: float = 0, is_bold: bool = False) -> None:
    """Append text; font and size only where they differ from the document's."""
    run = paragraph.add_run(UNPRINTABLE.sub("", text))
    run.bold = is_bold or None
    if size:
        run.font.size = Pt(size)
    if font:
        run.font.name = font
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def add_table(
    document: Any, head: Sequence[str], rows: Sequence[Sequence[str]], widths_mm: Sequence[float], *, size: float, is_bold: bool = False,
    bold_rows: Collection[int] = (),
) -> None:  # fmt: skip
    """A ruled table in the middle of the page: each row whole on its page, the head on every page, the last row with what follows.
    `bold_rows` lead others and stay with the next. A list without rows says so. Cells are reached once: asking python-docx for each anew costs more than the paper.
    """
    lines = [*([head] if head else []), *(rows or [(NONE, *[""] * (len(widths_mm) - 1))])]
    table = document.add_table(rows=len(lines), cols=len(widths_mm))
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    pad_cells(table, across_mm=1.4, down_mm=0.6)
    cells = table._cells
    for n, text in enumerate(text for line in lines for text in line):
        is_head = bool(head) and n < len(head)
        leads = n // len(widths_mm) - bool(head) in bold_rows
        cells[n].width, cells[n].vertical_alignment = Mm(widths_mm[n % len(widths_mm)]), WD_ALIGN_VERTICAL.CENTER
        paragraph = cells[n].paragraphs[0]
        paragraph.paragraph_format.line_spacing = Pt(size * 1.4)
        paragraph.paragraph_format.keep_with_next = is_head or leads or n >= len(cells) - len(widths_mm) or None
        write(paragraph, text, size=size, font=HEI if is_head else "", is_bold=leads or (is_bold and is_head))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if head:
        table.rows[0]._tr.trPr.append(OxmlElement("w:tblHeader"))
    if not rows:
        _join(cells[-len(widths_mm) :])


def _join(cells: Sequence[Any]) -> None:
    """One cell of these, without the empty lines of those that are gone."""
    joined = cells[0].merge(cells[-1])
    for paragraph in joined.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    joined.paragraphs[0].alignment = ALIGN["center"]


def pad_cells(table: Any, *, across_mm: float, down_mm: float) -> None:
    """How far the text stands from the rules."""
    margins = OxmlElement("w:tblCellMar")
    for side, length in (("top", down_mm), ("left", across_mm), ("bottom", down_mm), ("right", across_mm)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(length).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def number_pages(section: Any, *, before: str, after: str, size: float) -> None:
    """The page's number in the middle of the foot, between two pieces of text."""
    _number(section.footer.paragraphs[0], before, after, align="center", size=size)


def number_outside(document: Any, *, is_letter: bool) -> None:
    """Page numbers of GB/T 9704-2012, 7.5: 宋体 14 pt between two dashes, one character from the right on odd pages, from the left on even
    ones; a letter (信函格式) has none on its first page.
    """
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.different_first_page_header_footer = is_letter
    for foot, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = foot.paragraphs[0]
        _number(paragraph, "— ", " —", align=side, size=14, font=SONG)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)


def _number(paragraph: Any, before: str, after: str, *, align: str, size: float, font: str = "") -> None:
    paragraph.alignment = ALIGN[align]
    write(paragraph, before, size=size, font=font)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):  # a run for each, or LibreOffice forgets the size
        write(paragraph, "", size=size, font=font)
        paragraph.runs[-1]._r.append(_field(kind) if kind else _instruction(text))
    write(paragraph, after, size=size, font=font)


def begin_letter(title: str, *, is_demo: bool, title_line: Length = LINE, is_letter: bool = True) -> Any:
    """A Word file in the layout of GB/T 9704-2012 as far as its title: 仿宋 16 pt, 22 lines of 28 characters, numbered pages."""
    document = docx.Document()
    set_page(document.sections[0], margins_mm=(37, 35, 28, 26))
    set_type(document, FANG_SONG, size=16, line=LINE)
    number_outside(document, is_letter=is_letter)
    if is_demo:
        add_line(document, DEMO_LINE, size=9)
    head = add_line(document, title, font=XIAO_BIAO_SONG, size=22, align="center")
    head.paragraph_format.line_spacing = title_line
    head.paragraph_format.space_before = head.paragraph_format.space_after = LINE
    return document


def sign_off(document: Any, office: str, dated: str) -> None:
    """署名 and date two lines below the text, four characters from the right; they stay with the last lines."""
    signed = [add_line(document, text, align="right") for text in (office, dated)]
    signed[0].paragraph_format.space_before = 2 * LINE
    for paragraph in signed:
        paragraph.paragraph_format.right_indent = 4 * Pt(16)
    for paragraph in document.paragraphs[-5:-1]:
        paragraph.paragraph_format.keep_with_next = True


def saved(document: Any) -> bytes:
    """The document as bytes; the same document, the same bytes: no time of making stands in the file."""
    target = io.BytesIO()
    document.save(target)
    return dateless(target.getvalue())


def _field(kind: str) -> Any:
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    return made


def _instruction(text: str) -> Any:
    made = OxmlElement("w:instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made
