"""征求意见函: PDF and Word say the same, the annex holds every unit, what is not yet known is a blank."""

from dataclasses import replace
from datetime import date

import pytest

from greenlist.papers.consultation_letter import AnnexUnit, ConsultationLetter, to_docx, to_pdf
from tests.papers.reading import DEMO_LINE, pages, paragraphs, squeezed, tables, text_of

UNITS = tuple(
    AnnexUnit(n, f"江西镕喆堃昇新能源材料科技股份有限公司永修县芗溪婺弋第{n}生产基地", "91360100MA35XYZ12A", "永修县", f"永修县演示路{n}号")
    for n in range(1, 4)
)
LETTER = ConsultationLetter(
    2024, "九江市工业和信息化局", "九江市生态环境局", "九工信函〔2024〕9号", date(2024, 5, 8), (date(2021, 5, 1), date(2024, 4, 30)),
    date(2024, 5, 20), 5, ("发生突发环境污染事件", "受到环境行政处罚"), "仅就职责范围内的事实作答，不代表同意申报", "赣工信办节能函〔2024〕20号",
    UNITS, True,
)  # fmt: skip


def test_pdf_and_word_say_the_same():
    word = to_docx(LETTER)
    printed = text_of(to_pdf(LETTER))
    said = [line for line in paragraphs(word) if line]
    assert said[0] == DEMO_LINE
    assert [line for line in said if squeezed(line) not in printed] == []
    assert [cell for row in tables(word)[0] for cell in row if squeezed(cell) not in printed] == []


def test_the_word_letter_as_a_whole():
    assert [line for line in paragraphs(to_docx(LETTER)) if line] == [
        DEMO_LINE,
        "关于核查2024年度绿色制造名单\n申报单位有关情况的函",
        "九江市生态环境局：",
        "　　按照赣工信办节能函〔2024〕20号要求，我局正在对申报单位进行评估确认。现请贵局就附件所列3家单位，在2021年5月1日至2024年4月30日期间"
        "有无下列情形，依职责查核并书面函复：发生突发环境污染事件、受到环境行政处罚。",
        "　　请于2024年5月20日前将填好的附件和加盖公章的函复送我局；有情形的，请写明事实、日期和文书号。",
        "　　函复请仅就职责范围内的事实作答，不代表同意申报。",
        "　　特此函告。",
        "　　附件：征求意见单位名单",
        "九江市工业和信息化局",
        "2024年5月8日",
        "附件",
        "征求意见单位名单",
        "仅就职责范围内的事实作答，不代表同意申报。每家每个事项一行；结论填未发现、发现或待核实。",
    ]


def test_the_annex_holds_every_unit_with_room_for_the_answer():
    (annex,) = tables(to_docx(LETTER))
    assert annex[0] == ["序号", "单位名称", "统一社会信用代码", "区县", "地址", "事项", "结论", "事实", "发生日期", "文书号"]
    assert annex[1:] == [
        [str(u.serial), u.name, u.credit_code, u.county, u.address, item, *[""] * 4] for u in UNITS for item in LETTER.items
    ]


@pytest.mark.parametrize("make", [to_docx, to_pdf])
def test_before_it_is_sent_the_day_is_a_blank_and_the_term_a_rule(make):
    draft = replace(LETTER, document_number="", dated_on=None, due_on=None, is_demo=False)
    text = "".join(paragraphs(make(draft))) if make is to_docx else "".join(pages(make(draft)))
    assert "请于收函之日起5个工作日内将填好的附件" in text.replace(" ", "").replace("\n", "")
    assert "演示数据" not in text


def test_what_xml_cannot_hold_is_left_out_and_signs_are_only_text():
    odd = replace(UNITS[0], name="演示\x08<b>&{{ 年度 }}{% endfor %}有限公司")
    assert tables(to_docx(replace(LETTER, units=(odd,))))[0][1][1] == "演示<b>&{{ 年度 }}{% endfor %}有限公司"
