"""Reading an answer sheet back: columns in any order, by code or identical name; nothing dropped, everything with its place."""

import zipfile

import docx
import openpyxl
import pytest

from greenlist.casework.files.rows import rows_of
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.verification.answer_sheet import read_answers
from greenlist.casework.verification.proving import NOTHING
from tests.hostile.makers.pictures import png

CLAUSES = ("C-46", "C-48")


@pytest.fixture
def two(province):
    return [province.application_at("submitted", unit) for unit in province.units]


def stored(province, data: bytes, name: str):
    officer = province.officer
    return store_file(chunks=[data], name=name, owner=officer.organisation_id, actor=officer)


def excel(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path.read_bytes()


def word(path, rows):
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = str(text)
    document.save(path)
    return path.read_bytes()


def sheet_rows(two):
    one, other = two
    return [
        ["页", "结论", "事实", "单位名称", "统一社会信用代码"],
        [3, "未发现", "", "写法不同的名称", one.site.organisation.credit_code],
        ["第4页", "待 核实", "正在调查", f" {other.site.name} ", ""],
    ]


@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv", "gbk.csv"])
def test_the_same_answers_from_excel_word_and_csv_in_any_order_of_columns(province, two, tmp_path, ending):
    rows, path = sheet_rows(two), tmp_path / f"答复.{ending}"
    if ending == "xlsx":
        data = excel(path, [["演示函附件"], *rows])
    elif ending == "docx":
        data = word(path, rows)
    else:
        text = "\n".join(",".join(str(cell) for cell in row) for row in rows)
        data = text.encode("gb18030" if ending.startswith("gbk") else "utf-8-sig")
    sheet = read_answers(rows_of(stored(province, data, path.name)), applications=two, clauses=CLAUSES)
    assert (sheet.unread, sheet.unnamed) == ((), ())
    assert [(s.application, s.clause, s.answer, s.statement, s.page) for s in sheet.said] == [
        (two[0], "C-46", "not_found", NOTHING, 3), (two[0], "C-48", "not_found", NOTHING, 3),
        (two[1], "C-46", "unknown", "正在调查", 4), (two[1], "C-48", "unknown", "正在调查", 4),
    ]  # fmt: skip


def test_what_is_not_matched_is_told_with_its_place_and_never_dropped(province, two, tmp_path):
    one, other = (a.site for a in two)
    rows = [
        ["单位名称", "统一社会信用代码", "事项", "结论", "事实", "页"],
        ["不认识的公司", "", "", "未发现", "", ""],
        [one.name, "", "环境污染等事故", "发现", "", ""],
        [one.name, "", "环境污染等事故", "大概没有", "", ""],
        [one.name, "", "失信被执行人", "未发现", "", ""],
        [one.name, "", "", "发现", "罚款", ""],
        [one.name, other.organisation.credit_code, "", "未发现", "", ""],
        [one.name, "", "C-46", "未发现", "", "三"],
        [one.name, "", "C-46", "未发现", "", 2],
        [one.name, "", "C-46", "待核实", "又写一行", 2],
        [one.name, "", "C-48", "", "", ""],
    ]
    sheet = read_answers(rows_of(stored(province, excel(tmp_path / "a.xlsx", rows), "答复.xlsx")), applications=two, clauses=CLAUSES)
    assert [(s.clause, s.page) for s in sheet.said] == [("C-46", 2)]
    assert sheet.unnamed == (two[1],)
    assert [line.partition("“")[0] for line in sheet.unread] == [f"第{n}行" for n in (2, 3, 4, 5, 6, 7, 8, 10, 11)]
    for line, piece in zip(sheet.unread, ("没有这个信用代码", "没有写事实", "大概没有", "不在所选", "哪一项", "两家不同", "不是数字", "前面已有", "没有填结论"),
                           strict=True):  # fmt: skip
        assert piece in line


def test_a_former_name_is_matched_and_a_code_of_two_sites_is_settled_by_the_name(province, two, tmp_path):
    renamed = next(a for a in two if a.site.organisation.names.count() > 1)
    former = renamed.site.organisation.names.exclude(until_on=None).get().name
    rows = [["单位", "结论"], [former, "未发现"]]
    sheet = read_answers(rows_of(stored(province, excel(tmp_path / "a.xlsx", rows), "答复.xlsx")), applications=two, clauses=CLAUSES)
    assert {s.application for s in sheet.said} == {renamed}


def test_a_table_without_its_head_a_broken_one_and_another_kind_of_file_are_refused(province, two, tmp_path):
    rows = excel(tmp_path / "a.xlsx", [["单位", "备注"], [two[0].site.name, "未发现"]])
    with pytest.raises(Refused, match="没有找到表头"):
        read_answers(rows_of(stored(province, rows, "答复.xlsx")), applications=two, clauses=CLAUSES)
    grown = [f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(grown)
    hostile = tmp_path / "b.docx"
    hostile.write_bytes(word(hostile, [["单位"]]))
    with zipfile.ZipFile(hostile, "w") as archive:
        archive.writestr("word/document.xml", bomb + "]><x>&i;</x>")
    with pytest.raises(Refused, match="文档类型声明"):
        rows_of(stored(province, hostile.read_bytes(), "坏.docx"))
    with pytest.raises(Refused, match="不是表格"):
        rows_of(stored(province, png(1, 1), "图.png"))
