"""The reader of summary tables: our own template comes back without a doubt, the county's messy one loses nothing."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from greenlist.papers.summary_table import to_docx, to_xlsx
from greenlist.papers.table_reader import Unreadable, cells, read_table
from tests.papers.test_summary_table import NASTY, TABLE

HEAD = ["序号", "设区市", "区县", "工厂名称", "第三方机构名称", "行业", "推荐申报国家级或省级"]
ROW = ["1", "九江市", "永修县", "演示织云服饰有限公司", "自我评价", "服装", "☑国家级 ☐省级"]


def saved(tmp_path, body, name="table.docx"):
    path = tmp_path / name
    path.write_bytes(body)
    return path


def word_file(tmp_path, rows, *, before=(), merges=()):
    document = docx.Document()
    for text in before:
        document.add_paragraph(text)
    grid = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for line, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=False):
            cell.text = text
    for (top, left), (bottom, right) in merges:
        grid.cell(top, left).merge(grid.cell(bottom, right))
    target = io.BytesIO()
    document.save(target)
    return saved(tmp_path, target.getvalue())


def workbook(tmp_path, rows, *, merges=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    target = io.BytesIO()
    book.save(target)
    return saved(tmp_path, target.getvalue(), "table.xlsx")


@pytest.mark.parametrize(("writer", "name"), [(to_docx, "ours.docx"), (to_xlsx, "ours.xlsx")])
def test_our_own_template_comes_back_without_a_doubt_and_nothing_unread(tmp_path, writer, name):
    read = read_table(saved(tmp_path, writer(TABLE), name))
    assert (read.recommending_unit, read.dated_on, read.unread, read.doubts) == ("九江市工业和信息化局", "2024-05-24", [], 0)
    assert [
        (r.category, r.serial, r.city, r.county, r.name, r.third_party, r.industry_or_type, r.national, r.provincial) for r in read.rows
    ] == [(r.category, r.serial, r.city, r.county, r.name, r.third_party, r.industry_or_type, r.national, r.provincial) for r in TABLE.rows]
    assert all(row.corrections == () for row in read.rows)
    assert read.rows[0].name == NASTY


@pytest.mark.parametrize(("writer", "name"), [(to_docx, "ours.docx"), (to_xlsx, "ours.xlsx")])
def test_our_own_template_before_it_is_dated_has_no_row_more(tmp_path, writer, name):
    read = read_table(saved(tmp_path, writer(replace(TABLE, dated_on=None)), name))
    assert (read.dated_on, read.unread, read.doubts) == ("", [], 0)
    assert [r.name for r in read.rows] == [r.name for r in TABLE.rows]


def test_columns_in_any_order_with_a_code_and_two_columns_of_levels(tmp_path):
    rows = [
        ["绿色工厂推荐名单", "", "", "", "", "", ""],
        ["所在县区", "企业名称（全称）", "统一社会信用代码", "所属行业", "评价机构", "申报级别", ""],
        ["", "", "", "", "", "国家级", "省级"],
        ["永修县", "演示 织云\n服饰有限公司", "９１３６９９０１ma 0050008T", "服装", "企业自评", "√", ""],
        ["永修县", "演示岑溪（永修）有限公司", "", "服装", "演示碳衡认证有限公司", "", "是"],
    ]
    read = read_table(word_file(tmp_path, rows, merges=[((0, 0), (0, 6)), ((1, 5), (1, 6))]))
    first, second = read.rows
    assert (first.name, first.county, first.national, first.provincial, first.third_party) == (
        "演示织云服饰有限公司", "永修县", True, False, "自我评价")  # fmt: skip
    assert first.credit_code == "91369901MA0050008T"
    assert first.place == {"table": 1, "row": 4}
    assert any("空格" in told for told in first.corrections)
    assert (second.national, second.provincial, second.name) == (False, True, "演示岑溪（永修）有限公司")


def test_a_row_one_cell_to_the_left_is_put_back_and_said_so(tmp_path):
    read = read_table(word_file(tmp_path, [HEAD, ROW, [*ROW[1:], ""]]))
    assert [r.name for r in read.rows] == [ROW[3], ROW[3]]
    assert read.rows[1].corrections == ("本行各格向左错了一列，已对回",)
    assert read.rows[1].national


def test_a_missing_serial_number_and_a_repeated_head_are_no_trouble(tmp_path):
    read = read_table(word_file(tmp_path, [HEAD, ["", *ROW[1:]], HEAD, ROW]))
    assert [(r.serial, r.place["row"], r.doubts) for r in read.rows] == [(None, 2, ()), (1, 4, ())]
    assert read.unread == []


def test_what_becomes_no_row_is_told(tmp_path):
    rows = [[*HEAD, "联系电话"], [*ROW, "0791"], ["合计：1家", "", "", "", "", "", "", ""]]
    read = read_table(word_file(tmp_path, rows, before=["注：以此件为准"]))
    assert [(u["text"], u["why"]) for u in read.unread] == [
        ("注：以此件为准", "不是表中的行"), ("联系电话（整列）", "这一列不是汇总表的栏目，没有读"), ("合计：1家", "合计行")]  # fmt: skip


def test_three_parts_in_one_sheet_and_a_city_merged_downwards(tmp_path):
    rows = [
        ["2024年绿色制造名单推荐汇总表"], ["绿色工厂推荐名单"], HEAD, ROW, ["2", None, "德安县", "演示濂北机电有限公司", "自评价", "电机", "省级"],
        ["绿色园区推荐名单"], [*HEAD[:3], "园区名称", HEAD[4], "类型", HEAD[6]], ["1", "九江市", "永修县", "演示星火园区", "自我评价", "化工", "国家级、省级"],
        ["绿色供应链管理企业推荐名单"], [*HEAD[:3], "企业名称", *HEAD[4:]], ["1", "九江市", "永修县", "演示链主有限公司", "自我评价", "汽车", "■省级"],
    ]  # fmt: skip
    read = read_table(workbook(tmp_path, rows, merges=["A1:G1", "A2:G2", "B4:B5"]))
    assert [(r.category, r.city, r.national, r.provincial) for r in read.rows] == [
        ("factory", "九江市", True, False), ("factory", "九江市", False, True), ("park", "九江市", True, True), ("supply_chain", "九江市", False, True)]  # fmt: skip
    assert read.rows[0].place == {"sheet": "Sheet", "row": 4}
    assert (read.unread, read.doubts) == ([], 0)


def test_doubts_are_told_and_never_guessed(tmp_path):
    bad_code = ["1", "九江市", "永修县", "演示甲有限公司", "自我评价", "服装", "☐国家级 ☐省级"]
    read = read_table(
        word_file(tmp_path, [[*HEAD, "信用代码"], [*bad_code, "91369901MA0050008X"], [*ROW[:6], "待定", ""], [*ROW[:3], "", *ROW[4:], ""]])
    )
    assert read.rows[0].doubts[0].startswith("信用代码：")
    assert read.rows[0].doubts[-1] == "级别“☐国家级 ☐省级”没有勾选任何一级"
    assert read.rows[1].doubts == ("级别“待定”读不准",)
    assert read.rows[2].doubts == ("这一行没有名称",)
    assert not (read.rows[1].national or read.rows[1].provincial)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("☑国家级 ☐省级", (True, False)), ("□国家级 √省级", (False, True)), ("国家级☑ 省级☑", (True, True)), ("■国家级\n□省级", (True, False)),
        ("国家级（√）省级（ ）", (True, False)), ("国家级、省级", (True, True)), ("省级", (False, True)), ("国家级/省级均申报", (True, True)),
        ("口国家级 ✓省级", (False, True)), ("国家", (True, False)), ("√ 国家级", (True, False)),
    ],
)  # fmt: skip
def test_ticks_of_every_kind_and_plain_words(text, wanted):
    assert cells.levels(text) == (*wanted, [])


@pytest.mark.parametrize("text", ["", "不申报国家级", "☐国家级 ☐省级", "市级"])
def test_levels_that_cannot_be_read_are_a_doubt(text):
    national, provincial, doubts = cells.levels(text)
    assert (national, provincial, len(doubts)) == (False, False, 1)


def test_symbols_and_form_fields_of_word_are_ticks(tmp_path):
    path = word_file(tmp_path, [HEAD, [*ROW[:6], ""]])
    document = docx.Document(path)
    paragraph = document.tables[0].cell(1, 6).paragraphs[0]._p
    for xml in ('<w:r {n}><w:sym w:font="Wingdings" w:char="F052"/><w:t>国家级 </w:t></w:r>',
                '<w:r {n}><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r>',
                "<w:r {n}><w:t>省级</w:t></w:r>"):  # fmt: skip
        paragraph.append(parse_xml(xml.format(n=nsdecls("w"))))
    document.save(path)
    row = read_table(path).rows[0]
    assert (row.national, row.provincial, row.doubts) == (True, False, ())


@pytest.mark.parametrize("name", ["old.doc", "table.docx", "table.xlsx", "empty.docx"])
def test_a_file_that_is_no_table_is_refused_in_plain_words(tmp_path, name):
    body = b"%PDF-1.7 no"
    if name == "empty.docx":
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
        body = target.getvalue()
    with pytest.raises(Unreadable, match="[。]"):
        read_table(saved(tmp_path, body, name))


def test_an_external_entity_is_never_opened(tmp_path):
    (tmp_path / "secret").write_text("秘密公司")
    xml = f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]><w:document {nsdecls("w")}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", xml)
    with pytest.raises(Unreadable):
        read_table(saved(tmp_path, target.getvalue()))
