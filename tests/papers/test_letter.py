"""The recommendation letter: every unit stated, a blank for what is not yet known, PDF and Word say the same."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from greenlist.papers.letter import LetterUnit, RecommendationLetter, to_docx, to_pdf
from tests.papers.reading import DEMO_LINE, outside, pages, paragraphs, squeezed, text_of

UNITS = (
    LetterUnit("江西鄱川新材料科技股份有限公司永修县芗溪婺弋生产基地", "绿色工厂", "国家级、省级", "符合申报条件，申报材料真实，同意申报"),
    LetterUnit("演示#园区*管理_委员会", "绿色园区", "省级", "符合申报条件，申报材料真实，同意申报"),
)
BASIS = "《江西省工业和信息化厅办公室关于开展2024年度国家级绿色制造名单推荐暨省级绿色制造名单遴选工作的通知》"
LETTER = RecommendationLetter(
    2024, "九江市工业和信息化局", "江西省工业和信息化厅", "九工信函〔2024〕12号", date(2024, 5, 24), UNITS, True, BASIS
)
DRAFT = RecommendationLetter(2024, "九江市工业和信息化局", "江西省工业和信息化厅", "", None, UNITS, False, BASIS)
BODY = [
    "江西省工业和信息化厅：",
    "　　根据《江西省工业和信息化厅办公室关于开展2024年度国家级绿色制造名单推荐暨省级绿色制造名单遴选工作的通知》要求，我局对申报材料进行了评估确认。"
    "经研究，现推荐以下2家单位，逐家说明如下：",
    "　　1. 江西鄱川新材料科技股份有限公司永修县芗溪婺弋生产基地（绿色工厂，国家级、省级）：符合申报条件，申报材料真实，同意申报。",
    "　　2. 演示#园区*管理_委员会（绿色园区，省级）：符合申报条件，申报材料真实，同意申报。",
    "　　特此函告。",
    "　　附件：1. 2024年绿色制造名单推荐汇总表",
    "　　　　　2. 推荐项目评价报告（PDF 电子件）",
]


def test_the_word_letter_as_a_whole():
    assert paragraphs(to_docx(LETTER)) == [DEMO_LINE, "关于推荐2024年度绿色制造名单的函", *BODY, "九江市工业和信息化局", "2024年5月24日"]


def test_the_pdf_letter_as_a_whole():
    page = "".join(pages(to_pdf(LETTER)))
    words = [
        DEMO_LINE,
        "九江市工业和信息化局",
        "九工信函〔2024〕12号",
        "关于推荐2024年度绿色制造名单的函",
        *BODY,
        "九江市工业和信息化局",
        "2024年5月24日",
    ]
    assert (
        page == squeezed("".join([*words[1:3], words[0], *words[3:-5], words[0], *words[-5:]])) + "—2—"
    )  # the first page of a letter bears no number


def test_what_is_not_yet_known_is_left_blank_and_a_real_letter_bears_no_demo_line():
    text = text_of(to_pdf(DRAFT))
    assert "（待编文号）" in text
    assert text.endswith("九江市工业和信息化局年月日—2—")
    assert "演示数据" not in text
    assert paragraphs(to_docx(DRAFT))[0] == "关于推荐2024年度绿色制造名单的函"
    assert paragraphs(to_docx(DRAFT))[-1] == "　　年　　月　　日"


def test_the_number_of_units_is_counted():
    one = RecommendationLetter(2025, "局", "厅", "", None, UNITS[:1], False, BASIS)
    assert "现推荐以下1家单位" in text_of(to_pdf(one))
    assert "关于推荐2025年度绿色制造名单的函" in text_of(to_pdf(one))


@pytest.mark.parametrize("count", [1, 40])
def test_a_letter_of_many_units_keeps_to_the_paper_and_numbers_its_pages(count):
    many = tuple(
        LetterUnit(f"演示单位第{n}家有限责任公司", "绿色工厂", "省级", "符合申报条件，申报材料真实，同意申报") for n in range(1, count + 1)
    )
    pdf = to_pdf(RecommendationLetter(2024, "局", "厅", "", None, many, False, BASIS))
    found = pages(pdf)
    assert [page.endswith(f"—{n}—") for n, page in enumerate(found, 1)] == [False] + [True] * (len(found) - 1)
    assert [n for n in range(1, count + 1) if f"{n}.演示单位第{n}家" not in "".join(found)] == []
    assert outside(pdf) == []


def test_the_word_letter_is_set_as_an_official_letter():
    document = docx.Document(io.BytesIO(to_docx(LETTER)))
    section, normal = document.sections[0], document.styles["Normal"]
    margins = [round(m.mm) for m in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)]
    assert (margins, normal.font.name, normal.font.size.pt) == ([37, 35, 28, 26], "仿宋_GB2312", 16)


def test_a_character_that_no_font_has_is_a_box_and_no_failure():
    rare = replace(LETTER, units=(replace(UNITS[0], name="演示\ue5e5\x08有限公司"),))
    assert "演示" in text_of(to_pdf(rare))
    assert "演示\ue5e5有限公司" in "".join(paragraphs(to_docx(rare)))


def test_the_pages_of_the_word_letter_are_numbered_outside_in_song_type_but_for_the_first():
    document = docx.Document(io.BytesIO(to_docx(LETTER)))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer and section.different_first_page_header_footer
    assert [p.text for p in section.first_page_footer.paragraphs] == [""]
    for foot, side in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        (paragraph,) = foot.paragraphs
        assert (paragraph.text, paragraph.alignment) == ("—  —", side)
        assert "PAGE" in paragraph._p.xml
        assert {(run.font.size.pt, run.font.name) for run in paragraph.runs} == {(14.0, "宋体")}
        assert paragraph.paragraph_format.right_indent.pt == 14
