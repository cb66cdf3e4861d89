"""A list as a file: exact cells, nothing computed, nothing a spreadsheet cannot hold; LibreOffice opens both."""

import csv
import io
from decimal import Decimal

import openpyxl
import python_calamine
from hypothesis import example, given
from hypothesis import strategies as st

from greenlist.papers.list_sheet import CUT, LONGEST, Part, is_armed, write_csv, write_xlsx, written_text
from tests.papers.office import printed

ARMED = [
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "－1", "＠A1", " =1+1", "\u200b=1+1", "\ufeff=1+1", "\n=1+1",
    "=cmd|'/c calc'!A0", '=HYPERLINK("http://evil.example","看")', "﹦1+1", "\u3000=1+1",
    "\u22121", "\u3164=1+1", "\u2800=1+1", "\u0301=1+1", "\uffa0=1+1",
]  # fmt: skip
PLAIN = ["九江市", "1-2", "a=b", "http://evil.example", '"=1+1"', "'=1+1", "0123", "91369901MA0000015G", "3-4", "TRUE", "_x0041_"]
HOSTILE = st.text(st.characters(blacklist_categories=("Cs",)) | st.sampled_from("=+-@\t\r\n\"',;＝＋－＠\x00\u200b"), max_size=30)


def as_csv(rows, about=()) -> str:
    target = io.StringIO(newline="")
    write_csv(target, about, [Part("表", ("甲", "乙"), rows)])
    return target.getvalue()


def as_xlsx(rows, about=()) -> bytes:
    target = io.BytesIO()
    write_xlsx(target, about, [Part("表", ("甲", "乙"), rows)])
    return target.getvalue()


def cells_of(body: bytes) -> list[list[object]]:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_a_csv_begins_with_a_byte_order_mark_ends_its_lines_in_crlf_and_keeps_negative_numbers():
    text = as_csv([("南昌市", Decimal("-12.50")), ("九江市", "−3")], about=["日志"])
    assert text == '\ufeff"日志"\r\n\r\n"表"\r\n"甲","乙"\r\n"南昌市",-12.50\r\n"九江市","\'−3"\r\n'


def test_a_workbook_keeps_figures_as_figures_and_text_to_the_letter():
    rows = [(text, Decimal("-12.50")) for text in [*ARMED[:4], *PLAIN]]
    assert [(a, b) for a, b in cells_of(as_xlsx(rows))[1:]] == [(text, -12.5) for text, _ in rows]


@given(HOSTILE)
@example("\u200b\x00=1")
@example("⁼1")
def test_no_text_of_a_csv_begins_like_a_formula(text):
    cell = list(csv.reader(io.StringIO(as_csv([(text, "x")])[1:], newline="")))[-1][0]
    assert not is_armed(cell)
    assert cell.removeprefix("'") == written_text(text).removeprefix("'")


@given(st.text(st.characters(codec=None), max_size=30))
def test_any_text_whatever_can_be_written(text):
    assert "\x00" not in as_csv([(text, text)])
    assert len(cells_of(as_xlsx([(text, "x")]))) == 2


def test_what_a_cell_cannot_hold_is_cut_and_says_so():
    for long in ("长" * 40_000, "𠮷" * 20_000):
        kept = written_text(long)
        assert kept.endswith(CUT)
        assert long.startswith(kept.removesuffix(CUT))
        assert LONGEST - 2 < len(kept.encode("utf-16-le")) // 2 <= LONGEST
    assert written_text("长" * LONGEST) == "长" * LONGEST


def test_sheets_have_names_that_excel_takes_and_none_twice():
    target = io.BytesIO()
    write_xlsx(target, [], [Part(name, ("甲",), [("x",)]) for name in ("[绿色]工厂/园区:", "[绿色]工厂/园区:", "", "'", "很长" * 30)])
    target.seek(0)
    assert python_calamine.CalamineWorkbook.from_filelike(target).sheet_names == [
        "绿色 工厂 园区",
        "绿色 工厂 园区 (2)",
        "表",
        "表 (2)",
        "很长" * 12,
    ]


def test_a_long_line_above_a_sheet_to_be_filled_in_is_broken_within_its_columns():
    """As it stands on paper: what runs over the last printed column would be cut."""
    target = io.BytesIO()
    write_xlsx(target, ["短", "对照官方文本" * 20], [Part("表", ("甲", "乙", "丙"), [("x", "y", "z")], widths=(20, 20, 60), printed=2)])
    sheet = openpyxl.load_workbook(target).active
    assert [str(found) for found in sheet.merged_cells.ranges] == ["A2:B2"]
    assert sheet["A2"].alignment.wrap_text and sheet.row_dimensions[2].height > 6 * 15 and sheet.row_dimensions[1].height is None


def test_libreoffice_computes_nothing_of_either_file(tmp_path):
    rows = [(text, "tail") for text in [*ARMED, *PLAIN]]
    shown = printed(tmp_path, {"book.xlsx": as_xlsx(rows), "plain.csv": as_csv(rows).encode()}, "fods")
    for name, body in shown.items():
        text = body.decode()
        assert "table:formula" not in text, name
        assert 'xlink:href="http://evil' not in text, name
        assert text.count(">tail<") == len(rows), name
