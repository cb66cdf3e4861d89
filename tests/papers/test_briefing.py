"""情况说明: one page of A4 in Word; counts by unit and category against last year; long lists are cut, never the figures."""

import io
from datetime import date

import docx

from greenlist.papers.briefing import MOST_NAMES, Briefing, BriefingRow, to_docx, to_pdf
from tests.papers.reading import pages, squeezed

CITIES = ("南昌市", "景德镇市", "萍乡市", "九江市", "新余市", "鹰潭市", "赣州市", "吉安市", "宜春市", "抚州市", "上饶市", "赣江新区")
CELLS = ((64, 52, 31, 27), (3, 2, 1, 1), (5, 4, 2, None))
BRIEFING = Briefing(
    year=2024,
    draft="第4稿，送审中",
    line="82.00分",
    quotas="绿色工厂220家",
    categories=("绿色工厂", "绿色园区", "绿色供应链"),
    rows=(
        *(BriefingRow(city, CELLS) for city in CITIES),
        BriefingRow("合计", ((768, 624, 372, 324), (36, 24, 12, 12), (60, 48, 24, None))),
    ),
    entering=tuple(f"演示{n}号公司，评审分 82.6{n}，达到入选线 82.00" for n in range(8)),
    leaving=(),
    compared_with="第3稿",
    risks=("行政处罚发现1家",),
    screened="最近一次公布前查核7月8日，408家，1项未了结。",
    steps=("12家推荐单位中12家已报送", "本稿7月8日拟"),
    course="申报864件；退回补正31件；不予推荐12件（属不得申报情形：第3.1.3项：5件、第3.1.5项：7件）；形式审查不通过3件；完成评审688件；拟入选408家。",
    ties="同类别同分14组31家，先后按随稿存证的种子抽定。",
    dated_on=date(2024, 7, 9),
    is_demo=True,
)


def read(briefing=BRIEFING):
    return docx.Document(io.BytesIO(to_docx(briefing)))


def test_the_page_says_counts_line_moves_risks_and_steps():
    text = "\n".join(p.text for p in read().paragraphs)
    for said in ("拟入选408家（绿色工厂372家、绿色园区12家、绿色供应链24家）", "入选线82.00分，名额绿色工厂220家", "进8家", "出0家。",
                 "行政处罚发现1家。最近一次公布前查核", "上年名单未录入", "退回补正31件；不予推荐12件", "同类别同分14组31家", "12家已报送；本稿7月8日拟。"):  # fmt: skip
        assert said in text, said
    assert f"演示{MOST_NAMES - 1}号公司" in text
    assert f"演示{MOST_NAMES}号公司" not in text


def test_every_unit_has_its_row_and_what_is_not_held_is_a_dash():
    (table,) = read().tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert [row[0] for row in rows[2:]] == [*CITIES, "合计"]
    assert rows[2][1:] == ["64", "52", "31", "27", "3", "2", "1", "1", "5", "4", "2", "—"]


def test_it_is_a4_upright():
    section = read().sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_outside_the_demo_there_is_no_line_of_the_demo():
    from dataclasses import replace

    assert "演示数据" not in read(replace(BRIEFING, is_demo=False)).paragraphs[0].text


def test_the_pdf_is_one_page_that_says_the_same():
    (page,) = pages(to_pdf(BRIEFING))
    word = [p.text for p in read().paragraphs if p.text]
    assert [text for text in word if squeezed(text) not in page] == []
    assert all(squeezed(city) in page for city in CITIES)
