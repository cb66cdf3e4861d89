"""The annexed summary table, cell for cell, as Word, workbook and PDF; hostile names are only text."""

import io
import zipfile
from datetime import date

import docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from openpyxl import load_workbook

from greenlist.papers.annex import LEVEL_COLUMN, head
from greenlist.papers.summary_table import SummaryRow, SummaryTable, to_docx, to_pdf, to_xlsx
from tests.papers.reading import DEMO_LINE, outside, pages, paragraphs, sheet, squeezed, tables, text_of

NASTY = '共青城#织云*服饰_有限$公司<&>"鄱婺弋芗濂"'
LONG = "江西鄱川新材料科技股份有限公司永修县芗溪婺弋生产基地"
ROWS = (
    SummaryRow("factory", 1, "九江市", "共青城市", NASTY, "自我评价", "纺织服装、服饰业", True, True),
    SummaryRow("factory", 2, "九江市", "永修县", LONG, "演示绿评技术有限公司", "专用化学产品制造", False, True),
    SummaryRow("supply_chain", 1, "九江市", "", "演示链主", "自我评价", "汽车整车制造", True, False),
)
TABLE = SummaryTable(2024, "九江市工业和信息化局", date(2024, 5, 24), ROWS, True)
REAL = SummaryTable(2024, "九江市工业和信息化局", None, ROWS, False)
EMPTY = ["1", "", "", "", "", "", "☐国家级 ☐省级"]
LEVELS = "推荐申报国家级或省级（可同时填报）"
# the annex of the notice: three parts, each with seven columns
ANNEX = {
    "绿色工厂推荐名单": ["序号", "设区市", "区县", "工厂名称", "第三方机构名称", "行业", LEVELS],
    "绿色园区推荐名单": ["序号", "设区市", "区县", "园区名称", "第三方机构名称", "类型", LEVELS],
    "绿色供应链管理企业推荐名单": ["序号", "设区市", "区县", "企业名称", "第三方机构名称", "行业", LEVELS],
}
FILLED = {
    "绿色工厂推荐名单": [
        ["1", "九江市", "共青城市", NASTY, "自我评价", "纺织服装、服饰业", "☑国家级 ☑省级"],
        ["2", "九江市", "永修县", LONG, "演示绿评技术有限公司", "专用化学产品制造", "☐国家级 ☑省级"],
    ],
    "绿色园区推荐名单": [EMPTY],
    "绿色供应链管理企业推荐名单": [["1", "九江市", "", "演示链主", "自我评价", "汽车整车制造", "☑国家级 ☐省级"]],
}


def with_name(name: str) -> SummaryTable:
    return SummaryTable(2024, "局", None, (SummaryRow("factory", 1, "九江市", "德安县", name, "自我评价", "行业", True, False),), False)


# ---- rows -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("national", "provincial", "expected"),
    [(True, True, "☑国家级 ☑省级"), (True, False, "☑国家级 ☐省级"), (False, True, "☐国家级 ☑省级"), (False, False, "☐国家级 ☐省级")],
)
def test_the_box_of_each_level_is_ticked_or_not(national, provincial, expected):
    assert SummaryRow("park", 1, "", "", "", "", "", national, provincial).levels == expected


def test_a_row_has_seven_cells_in_the_order_of_the_annex():
    assert ROWS[1].cells() == tuple(FILLED["绿色工厂推荐名单"][1])


def test_a_part_holds_its_own_rows_only():
    assert [[row.serial for row in TABLE.part(c)] for c in ("factory", "park", "supply_chain", "other")] == [[1, 2], [], [1], []]


def test_the_heads_are_those_of_the_annex():
    assert list(head("园区名称", "类型")) == ANNEX["绿色园区推荐名单"]
    assert LEVEL_COLUMN == LEVELS


# ---- Word -----------------------------------------------------------------------------------------------------------


def test_the_word_table_is_the_annex_cell_for_cell():
    assert tables(to_docx(TABLE)) == [[[title] * 7, ANNEX[title], *FILLED[title]] for title in ANNEX]


def test_the_words_around_the_tables():
    lines = [line for line in paragraphs(to_docx(TABLE)) if line]
    assert lines == [DEMO_LINE, "2024 年绿色制造名单推荐汇总表", "推荐单位：九江市工业和信息化局", "（单位公章）", "2024年5月24日"]


def test_without_a_day_there_are_blanks_for_the_hand_and_without_demo_no_demo_line():
    lines = [line for line in paragraphs(to_docx(REAL)) if line]
    assert lines == ["2024 年绿色制造名单推荐汇总表", "推荐单位：九江市工业和信息化局", "（单位公章）", "　　年　　月　　日"]


def test_the_word_file_lies_on_landscape_a4_with_heads_that_repeat():
    document = docx.Document(io.BytesIO(to_docx(TABLE)))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    for table in document.tables:
        repeated = ["w:tblHeader" in row._tr.xml for row in table.rows]
        assert repeated == [True, True, *[False] * (len(table.rows) - 2)]


def test_two_hundred_rows_are_all_there_in_order():
    rows = tuple(SummaryRow("park", n, "南昌市", "新建区", f"演示园区{n}", "自我评价", "综合类", False, True) for n in range(1, 201))
    table = SummaryTable(2024, "局", None, rows, False)
    assert [row[3] for row in tables(to_docx(table))[1][2:]] == [f"演示园区{n}" for n in range(1, 201)]
    assert [row[3] for row in sheet(to_xlsx(table)) if str(row[3]).startswith("演示")] == [f"演示园区{n}" for n in range(1, 201)]


# ---- workbook -------------------------------------------------------------------------------------------------------


def test_the_workbook_holds_the_same_cells():
    filled = [line for title in ANNEX for line in ([title, *[""] * 6], ANNEX[title], *FILLED[title])]
    assert sheet(to_xlsx(TABLE)) == [
        [DEMO_LINE, *[""] * 6],
        ["2024 年绿色制造名单推荐汇总表", *[""] * 6],
        *filled,
        [""] * 7,
        ["", "", "", "", "推荐单位：九江市工业和信息化局", "", ""],
        ["", "", "", "", "（单位公章）", "", ""],
        ["", "", "", "", "2024年5月24日", "", ""],
    ]


def test_the_workbook_of_a_real_round_begins_with_the_title():
    assert sheet(to_xlsx(REAL))[0][0] == "2024 年绿色制造名单推荐汇总表"
    assert DEMO_LINE not in str(sheet(to_xlsx(REAL)))


PAYLOADS = [
    "=1+1", "=HYPERLINK(\"http://x\",\"a\")", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "=cmd|'/C calc'!A0", "{=1+1}", "'=1", "＝1+1",
    "1", "001", "1e5", "2024-05-27", "50%", "http://example.com", "mailto:a@b.c", "internal:Sheet!A1", " 前后空格 ", "TRUE", "#N/A",
]  # fmt: skip


@pytest.mark.parametrize("name", PAYLOADS)
def test_whatever_a_name_looks_like_it_is_text_in_the_workbook(name):
    workbook = to_xlsx(with_name(name))
    cell = load_workbook(io.BytesIO(workbook)).active["D4"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert sheet(workbook)[3][3].replace("\r\n", "\n").replace("\r", "\n") == name.replace("\r", "\n")
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "hyperlink" not in xml


@pytest.mark.parametrize("name", PAYLOADS)
def test_and_in_the_word_table_and_in_the_pdf(name):
    assert tables(to_docx(with_name(name)))[0][2][3].replace("\n", "\r").strip() == name.strip().replace("\n", "\r")
    assert squeezed(name) in text_of(to_pdf(with_name(name)))


def test_serial_numbers_are_text_like_every_other_cell():
    kinds = {cell.data_type for row in load_workbook(io.BytesIO(to_xlsx(TABLE))).active.iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


# ---- PDF ------------------------------------------------------------------------------------------------------------


def test_the_pdf_prints_the_annex_part_for_part():
    (page,) = pages(to_pdf(TABLE))
    expected = DEMO_LINE + "2024年绿色制造名单推荐汇总表"
    for title, heads in ANNEX.items():
        expected += title + "".join(heads) + "".join(squeezed("".join(row)) for row in FILLED[title])
    expected += "推荐单位：九江市工业和信息化局（单位公章）2024年5月24日"
    assert page == squeezed(expected) + "2024年绿色制造名单推荐汇总表九江市工业和信息化局共1页第1页"


def test_hostile_names_are_printed_as_text():
    assert squeezed(NASTY) in text_of(to_pdf(TABLE))


@pytest.mark.parametrize(
    "name",
    [
        "#let x = 1",
        '#include "/etc/passwd"',
        "$x^2$",
        "*粗*_斜_",
        "`code`",
        "= 标题",
        "- 项",
        "\\u{41}",
        "// 注",
        "/* 注 */",
        "@ref",
        "<label>",
        "a~b",
        "--",
        "...",
        '"引"',
    ],
)
def test_typesetting_code_in_a_name_is_only_text(name):
    assert squeezed(name) in text_of(to_pdf(with_name(name)))


def test_the_demo_line_is_printed_in_the_demo_and_nowhere_else():
    assert DEMO_LINE in text_of(to_pdf(TABLE))
    assert "演示数据" not in text_of(to_pdf(REAL))


def test_the_pdf_lies_on_landscape_a4():
    (page,) = pypdfium2.PdfDocument(to_pdf(TABLE))
    assert tuple(round(points / 72 * 25.4) for points in page.get_size()) == (297, 210)


def test_a_very_long_name_wraps_and_stays_on_the_paper():
    pdf = to_pdf(with_name(LONG * 6))
    assert outside(pdf) == []
    assert squeezed(LONG * 6)[:20] in text_of(pdf)


def test_many_rows_run_over_pages_with_heads_on_each():
    rows = tuple(
        SummaryRow("factory", n, "南昌市", "新建区", f"演示工厂第{n}号", "自我评价", "水泥制造", False, True) for n in range(1, 61)
    )
    found = pages(to_pdf(SummaryTable(2024, "局", None, rows, False)))
    assert len(found) >= 3
    for number, page in enumerate(found, 1):
        assert page.endswith(f"共{len(found)}页第{number}页")
    whole = "".join(found)
    assert [n for n in range(1, 61) if f"演示工厂第{n}号" not in whole] == []
    with_rows = [page for page in found if "演示工厂第" in page]
    assert ["工厂名称" in page for page in with_rows] == [True] * len(with_rows)
    assert outside(to_pdf(SummaryTable(2024, "局", None, rows, False))) == []


def test_a_ticked_box_looks_different_from_an_empty_one_and_both_are_drawn():
    def picture(national: bool, provincial: bool):
        row = SummaryRow("factory", 1, "", "", "", "", "", national, provincial)
        (page,) = pypdfium2.PdfDocument(to_pdf(SummaryTable(2024, "局", None, (row,), False)))
        return page.render(scale=2).to_pil().tobytes()

    assert len({picture(n, p) for n in (True, False) for p in (True, False)}) == 4
