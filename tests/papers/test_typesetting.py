"""Typesetting: same data, same bytes; fonts in the file; what the fonts lack is named."""

import re
import time
from dataclasses import replace
from datetime import date

import pytest
from fontTools.ttLib import TTFont

from greenlist.papers import announcement, letter, receipt, report, summary_table, verification_sheet
from greenlist.papers.fonts.subset import characters
from greenlist.papers.typefaces import VENDORED, missing_glyphs
from greenlist.papers.typesetting import DEMO_LINE, chinese_date, typeset
from greenlist.rulebook.reference.regions import divisions
from tests.papers import (
    reading,
    test_announcement,
    test_letter,
    test_receipt,
    test_report,
    test_summary_table,
    test_verification_sheet,
)

PAPERS = {
    "announcement": (announcement.to_pdf, test_announcement.NOTICE),
    "letter": (letter.to_pdf, test_letter.LETTER),
    "receipt": (receipt.to_pdf, test_receipt.RECEIPT),
    "report": (report.to_pdf, test_report.REPORT),
    "summary_table": (summary_table.to_pdf, test_summary_table.TABLE),
    "verification_sheet": (verification_sheet.to_pdf, test_verification_sheet.SHEET),
}
EACH = pytest.mark.parametrize(("to_pdf", "paper"), PAPERS.values(), ids=PAPERS)


def test_the_same_data_gives_the_same_bytes_whenever_it_is_typeset():
    first = {name: to_pdf(paper) for name, (to_pdf, paper) in PAPERS.items()}
    time.sleep(1.1)  # a second later: no time of making may stand in the file
    assert {name: to_pdf(paper) for name, (to_pdf, paper) in PAPERS.items()} == first


@EACH
def test_a_paper_bears_its_own_date_and_no_time_of_making(to_pdf, paper):
    dates = set(re.findall(rb"/(?:CreationDate|ModDate) ?\(([^)]*)\)", to_pdf(paper)))
    own = getattr(paper, "dated_on", None)
    assert dates == ({f"D:{own:%Y%m%d}000000Z".encode()} if own else set())


@EACH
def test_other_data_gives_other_bytes(to_pdf, paper):
    assert to_pdf(replace(paper, is_demo=False)) != to_pdf(paper)


@EACH
def test_every_font_is_in_the_file_and_is_one_of_ours(to_pdf, paper):
    pdf = to_pdf(paper)
    assert reading.fonts_embedded(pdf)
    assert b"NotoSerifSC" in pdf


@EACH
def test_nothing_stands_outside_the_paper(to_pdf, paper):
    assert reading.outside(to_pdf(paper)) == []


@pytest.mark.parametrize(
    "text",
    [
        "镕喆堃昇垚犇玥鋆",
        "𬭎𬬭𫖯",
        "共青城",
        "鄱阳婺源弋阳芗溪濂溪浔阳",
        "☑☐√×≤≥—…〔〕“”《》①⑩㎡²³₂·",
        "ABC abc 0123 .,;:!?%",
        "ＡＢＣ１２３",
        "",
    ],
)
def test_what_the_fonts_have_is_not_reported(text):
    assert missing_glyphs(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("㐀喆𠮷㐀", ["㐀", "𠮷"]), ("演示𰻞面", ["𰻞"]), ("㐀", ["㐀"]), ("한국", ["국", "한"]), ("\ue5e5\x08", ["\ue5e5"])],
)
def test_a_rare_character_is_reported_once_and_in_order(text, expected):
    assert missing_glyphs(text) == expected


def test_every_place_of_the_province_can_be_printed():
    assert missing_glyphs("".join(d.name for d in divisions().values())) == []


def test_both_fonts_have_every_character_that_is_to_be_kept():
    for name in ("NotoSerifSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        kept = set(TTFont(VENDORED / name).getBestCmap())
        chinese = {c for c in characters() if "\u4e00" <= c <= "\u9fff"}
        assert len(chinese) == 6763  # all of GB 2312, which has the place names too
        assert chinese - {chr(c) for c in kept} == set()
        assert {ord(c) for c in "鄱婺弋芗濂浔√〔〕—…×≤≥"} <= kept


def test_the_licence_lies_beside_the_fonts():
    assert "SIL OPEN FONT LICENSE" in (VENDORED / "OFL.txt").read_text(encoding="utf-8").upper()


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2024, 5, 27), "2024年5月27日"), (date(2024, 12, 1), "2024年12月1日"), (None, "　　年　　月　　日")]
)
def test_a_day_in_chinese_or_blanks_for_the_hand(day, expected):
    assert chinese_date(day) == expected


def test_a_plain_mapping_is_typeset_like_a_paper():
    data = {**test_receipt.RECEIPT.__dict__}
    assert typeset("receipt", data) == typeset("receipt", test_receipt.RECEIPT)


def test_the_line_of_the_demo_is_the_same_in_python_and_in_the_templates():
    assert DEMO_LINE == reading.DEMO_LINE
    assert reading.text_of(typeset("receipt", test_receipt.RECEIPT)).startswith(DEMO_LINE)
