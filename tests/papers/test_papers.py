"""The papers: what was put in can be read out again, cell for cell; hostile names are only text; same data, same bytes."""

import io
from datetime import date

import docx
import pypdfium2
import pytest
from openpyxl import load_workbook

from greenlist.papers import announcement, letter, receipt, report, summary_table, verification_sheet
from greenlist.papers.pdf_pages import page_count, render_page
from greenlist.papers.typesetting import DEMO_LINE, missing_glyphs

NASTY = '共青城#织云*服饰_有限$公司<&>"鄱婺弋芗濂"'
LONG = "江西鄱川新材料科技股份有限公司永修县芗溪婺弋生产基地"
ROWS = (
    summary_table.SummaryRow("factory", 1, "九江市", "共青城市", NASTY, "自我评价", "纺织服装、服饰业", True, True),
    summary_table.SummaryRow("factory", 2, "九江市", "永修县", LONG, "演示绿评技术有限公司", "专用化学产品制造", False, True),
)
TABLE = summary_table.SummaryTable(2024, "九江市工业和信息化局", date(2024, 5, 24), ROWS, True)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "").replace("\n", "")


def test_the_word_table_is_the_annex_cell_for_cell():
    document = docx.Document(io.BytesIO(summary_table.to_docx(TABLE)))
    factory, park, chain = document.tables
    assert factory.cell(0, 0).text == "绿色工厂推荐名单"
    assert [c.text for c in factory.rows[1].cells] == list(summary_table.head("工厂名称", "行业"))
    assert [c.text for c in factory.rows[2].cells] == list(ROWS[0].cells())
    assert factory.rows[2].cells[6].text == "☑国家级 ☑省级"
    assert factory.rows[3].cells[6].text == "☐国家级 ☑省级"
    assert park.rows[1].cells[5].text == "类型"
    assert [c.text for c in chain.rows[2].cells] == ["1", "", "", "", "", "", "☐国家级 ☐省级"]
    assert "推荐单位：九江市工业和信息化局（单位公章）" in [p.text for p in document.paragraphs]
    assert "2024年5月24日" in [p.text for p in document.paragraphs]


def test_the_workbook_holds_the_same_cells():
    sheet = load_workbook(io.BytesIO(summary_table.to_xlsx(TABLE))).active
    rows = [[c or "" for c in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == DEMO_LINE
    assert rows[1][0] == "2024 年绿色制造名单推荐汇总表"
    assert rows[4] == list(ROWS[0].cells())
    assert rows[5] == list(ROWS[1].cells())


def test_the_pdf_table_prints_hostile_names_as_text():
    text = text_of(summary_table.to_pdf(TABLE))
    assert "#织云*服饰_有限$公司<&>" in text.replace(" ", "")
    assert DEMO_LINE in text


def test_a_formula_in_a_name_stays_text_in_the_workbook():
    row = summary_table.SummaryRow("factory", 1, "九江市", "德安县", "=1+1", "自我评价", "行业", True, False)
    sheet = load_workbook(io.BytesIO(summary_table.to_xlsx(summary_table.SummaryTable(2024, "局", None, (row,), False)))).active
    cell = sheet["D4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_letter_states_three_things_for_each_unit():
    units = (letter.LetterUnit(LONG, "绿色工厂", "国家级、省级", "符合申报条件，申报材料真实，同意申报"),)
    data = letter.RecommendationLetter(2024, "九江市工业和信息化局", "江西省工业和信息化厅", "", None, units, True)
    for text in (text_of(letter.to_pdf(data)), "\n".join(p.text for p in docx.Document(io.BytesIO(letter.to_docx(data))).paragraphs)):
        for words in (LONG, "符合申报条件", "申报材料真实", "同意申报", "江西省工业和信息化厅"):
            assert words in text.replace(" ", "")
    assert "待编文号" in text_of(letter.to_pdf(data))


def make_report(*, is_draft: bool) -> report.EvaluationReport:
    rows = (report.ReportRow("综合能源消费量", "10.5", "12000 tce", "205-1.pdf 第1页", "", ""),)
    lines = (
        report.ScoreLine(0, "绩效", "10", "", "", "28.1", "30", ""),
        report.ScoreLine(1, "单位产品综合能耗", "10.5", "0.2", "≤ 限额", "6", "6", ""),
    )
    return report.EvaluationReport(
        "自我评价报告", NASTY, "91369901MA000012XH", "演示路1号", "1811", "T/TOY 1—2024 玩具标准", 2023, "第1版", (("联系人", "张工"),),
        (report.ReportSection("绩效", rows),), "86.40", "100", lines, ("“绩效”的权重（RECALLED）",), is_draft, "" if is_draft else "sha256:" + "ab" * 32,
        "2024-05-22 09:41", True,
    )  # fmt: skip


def test_the_report_says_what_rests_on_unverified_values():
    text = text_of(report.to_pdf(make_report(is_draft=False))).replace(" ", "")
    assert "本得分含未经核实的标准数值1项" in text
    assert "86.40" in text
    assert "草稿" not in text


def test_a_draft_bears_the_watermark():
    assert "草稿" in text_of(report.to_pdf(make_report(is_draft=True))).replace(" ", "")


def test_the_same_data_gives_the_same_bytes():
    assert report.to_pdf(make_report(is_draft=False)) == report.to_pdf(make_report(is_draft=False))


def test_the_verification_sheet_carries_state_by_word():
    lines = tuple(
        verification_sheet.SheetLine(n, "工商注销", w, "3.1.1", "公示系统", "5月20日")
        for n, w in enumerate(["未发现", "发现", "待核实"], 1)
    )
    sheet = verification_sheet.VerificationSheet(
        LONG, "", "91369901MA000012XH", "绿色工厂，省级", "2021-05-22 至 2024-05-22", "86.4", "九江市工业和信息化局", 2024, "第1件", lines, lines[:1],
        ("不属该情形",), ("待核实一项",), "2024-JJ-0001", 1, "2024-05-22 09:41", "何科长", "sha256:" + "cd" * 32, True,
    )  # fmt: skip
    text = text_of(verification_sheet.to_pdf(sheet))
    for word in ("未发现", "发现", "待核实", "〔3.1.1〕"):
        assert word in text


def test_receipt_and_announcement_print():
    assert "HZ-2024-JJ-0001-1" in text_of(
        receipt.to_pdf(receipt.Receipt("HZ-2024-JJ-0001-1", LONG, "2024-JJ-0001", 1, "x", "sha256:ab", (), True))
    )
    row = announcement.AnnouncementRow(1, "九江市", "德安县", LONG, "绿色工厂", "省级")
    data = announcement.Announcement("公示", "", ("现予公示。",), (row,), "江西省工业和信息化厅", date(2024, 7, 10), True)
    assert "2024年7月10日" in text_of(announcement.to_pdf(data)).replace(" ", "")


def test_pages_are_pictures_and_a_page_beyond_the_end_says_so(tmp_path):
    file = tmp_path / "a.pdf"
    file.write_bytes(summary_table.to_pdf(TABLE))
    assert render_page(file, 1).startswith(b"\x89PNG")
    with pytest.raises(IndexError, match=f"只有{page_count(file)}页"):
        render_page(file, 9)


def test_characters_outside_the_vendored_fonts_are_named():
    assert missing_glyphs("共青城") == []
    assert missing_glyphs("镕喆𬭎") == ["喆", "镕", "𬭎"] or "𬭎" in missing_glyphs("镕喆𬭎")
