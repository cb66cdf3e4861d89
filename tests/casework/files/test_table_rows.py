"""Rows of a table in every kind of file that offices send: read in a child, each with its place."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from greenlist.casework.files.rows import read_rows
from greenlist.casework.journal.refusals import Refused
from tests.papers.list_reader.messy import as_csv, as_xlsx

GRID = [["名称", "日期", "数"], ["", "", ""], ["演示甲有限公司", date(2024, 4, 2), 3.0]]


def lying(tmp_path, body):
    path = tmp_path / "upload"
    path.write_bytes(body)
    return path


def test_a_workbook_gives_days_as_days_and_whole_numbers_as_such(tmp_path):
    rows = read_rows(lying(tmp_path, as_xlsx(GRID)), ".xlsx", name="表.xlsx")
    assert [(row.place, row.cells) for row in rows] == [
        ("第1行", ("名称", "日期", "数")),
        ("第3行", ("演示甲有限公司", "2024-04-02", "3")),
    ]


def test_several_sheets_say_which_and_a_hidden_one_is_not_read(tmp_path):
    book = Workbook()
    book.active.append(["甲"])
    book.create_sheet().append(["乙"])
    hidden = book.create_sheet()
    hidden.append(["丙"])
    hidden.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    rows = read_rows(lying(tmp_path, target.getvalue()), ".xlsx", name="表.xlsx")
    assert [(row.place, row.cells) for row in rows] == [("第1张表第1行", ("甲",)), ("第2张表第1行", ("乙",))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_of_any_encoding_is_read(tmp_path, encoding):
    rows = read_rows(lying(tmp_path, as_csv(GRID, encoding)), ".csv", name="表.csv")
    assert [row.cells for row in rows] == [("名称", "日期", "数"), ("演示甲有限公司", "2024-04-02", "3")]


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".docx"])
def test_what_is_no_table_is_refused_in_words(tmp_path, ending):
    with pytest.raises(Refused) as refused:
        read_rows(lying(tmp_path, b"PK\x03\x04 no table"), ending, name="坏表")
    assert "“坏表”没有读入" in refused.value.what
    assert "另存后再上传" in refused.value.what


def test_a_table_that_is_too_long_is_refused(tmp_path):
    with pytest.raises(Refused, match="20000行"):
        read_rows(lying(tmp_path, b"a\n" * 20_001), ".csv", name="长表.csv")


def test_empty_columns_before_the_first_are_kept_and_marks_of_ours_are_taken_out(tmp_path):
    sheet = (book := Workbook()).active
    sheet["C2"], sheet["D2"], sheet["D3"] = "名称", "数", True
    target = io.BytesIO()
    book.save(target)
    rows = read_rows(lying(tmp_path, target.getvalue()), ".xlsx", name="表.xlsx")
    assert [(row.place, row.cells) for row in rows] == [("第2行", ("", "", "名称", "数")), ("第3行", ("", "", "", "True"))]
    rows = read_rows(lying(tmp_path, "甲\x1f乙,丙\x1e丁\n戊,己\n".encode()), ".csv", name="表.csv")
    assert [row.cells for row in rows] == [("甲 乙", "丙 丁"), ("戊", "己")]
