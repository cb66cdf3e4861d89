"""Reading papers back with other libraries than those that wrote them."""

import io
import re

import docx
import pypdfium2
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

DEMO_LINE = "演示数据：单位、人员、文号和数字均为虚构"


def pages(pdf: bytes) -> list[str]:
    """The text of each page, without the blanks and line ends of typesetting."""
    return [squeezed(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)]


def text_of(pdf: bytes) -> str:
    """The text of all pages."""
    return "".join(pages(pdf))


def squeezed(text: str) -> str:
    """Without blanks (those of no width too), line ends and the mark pdfium puts for a broken word."""
    return re.sub(r"[\s\ufffe\u200b]", "", text)


def outside(pdf: bytes) -> list[str]:
    """The characters that stand outside their page's paper, less a margin of 5 mm."""
    found, margin = [], 5 / 25.4 * 72
    for page in pypdfium2.PdfDocument(pdf):
        width, height = page.get_size()
        text = page.get_textpage()
        for i in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(i)
            sign = text.get_text_range(i, 1)
            if sign.strip() and (left < margin or right > width - margin or bottom < margin or top > height - margin):
                found.append(sign)
    return found


def fonts_embedded(pdf: bytes) -> bool:
    """Is every font in the file itself, so that it prints alike everywhere?"""
    return pdf.count(b"/FontFile") >= len(re.findall(rb"/Type\s*/FontDescriptor", pdf))


def paragraphs(word: bytes) -> list[str]:
    """The paragraphs of a Word file outside its tables."""
    return [p.text for p in docx.Document(io.BytesIO(word)).paragraphs]


def tables(word: bytes) -> list[list[list[str]]]:
    """The tables of a Word file, cell for cell."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(io.BytesIO(word)).tables]


def words_of(word: bytes) -> str:
    """All text of a Word file, in tables and outside, without blanks."""
    return squeezed("".join(t.text or "" for t in docx.Document(io.BytesIO(word)).element.iter(qn("w:t"))))


def sheet(workbook: bytes) -> list[list]:
    """The cells of the only sheet of a workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    (name,) = book.sheet_names
    assert name == "推荐汇总表"
    return book.get_sheet_by_name(name).to_python()
