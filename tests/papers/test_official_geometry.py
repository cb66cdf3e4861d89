"""GB/T 9704-2012 measured from the PDF: margins, 22 lines of 28 characters, type sizes, red rules, signature and date, the foot."""

import ctypes
import io
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from greenlist.papers.county_request import CountyRequest, RequestUnit
from greenlist.papers.county_request import to_pdf as request_pdf
from greenlist.papers.letter import LetterUnit, to_pdf
from tests.papers.reading import squeezed
from tests.papers.test_letter import LETTER

MM = 72 / 25.4
LONG = "符合申报条件" * 40
FULL = replace(LETTER, units=tuple(LetterUnit(f"单位{LONG}", "绿色工厂", "省级", "同意申报") for _ in range(6)), is_demo=False)
REQUEST = CountyRequest(
    2024, "演示县工业和信息化局", "九江市工业和信息化局", "演工信字〔2024〕7号", "演示科长", date(2024, 5, 16),
    tuple(RequestUnit(f"演示单位第{n}家有限公司", "绿色工厂", "省级", "材料齐全，同意上报") for n in range(1, 4)), "《演示通知》", False,
)  # fmt: skip


def lines(page):
    """{top of the line in mm from the paper's upper edge: [(character, left, right, height of its font in pt)]}, Han characters."""
    text, height = page.get_textpage(), page.get_height()
    found = defaultdict(list)
    for i in range(text.count_chars()):
        char = text.get_text_range(i, 1)
        if "\u4e00" <= char <= "\u9fff":
            left, _, right, _ = text.get_charbox(i, loose=True)
            size = pdfium.FPDFText_GetFontSize(text.raw, i)
            _, middle = _origin(text, i)
            found[round((height - middle) / MM, 1)].append((char, left / MM, right / MM, size))
    return dict(sorted(found.items()))


def _origin(text, i):
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text.raw, i, x, y)
    return x.value, y.value


def rules(page):
    """[(left, right, middle in mm from the upper edge, thickness in pt, red, green, blue)] of the lines drawn on a page."""
    found = []
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = drawn.get_bounds()
        width = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(drawn.raw, width)
        r, g, b, a = (ctypes.c_uint() for _ in range(4))
        pdfium.FPDFPageObj_GetStrokeColor(drawn.raw, r, g, b, a)
        middle = (page.get_height() - (top + bottom) / 2) / MM
        half = width.value / 2  # the bounds hold the pen's own width
        found.append(((left + half) / MM, (right - half) / MM, middle, width.value, r.value, g.value, b.value))
    return found


@pytest.fixture(scope="module")
def letter():
    return pypdfium2.PdfDocument(to_pdf(FULL))


@pytest.fixture(scope="module")
def request_paper():
    return pypdfium2.PdfDocument(request_pdf(REQUEST))


def test_a_full_page_has_22_lines_within_the_field_of_156_by_225_mm(letter):
    found = lines(letter[1])
    assert len(found) == 22
    tops = list(found)
    assert all(abs(below - above - 225 / 22) < 0.15 for above, below in zip(tops, tops[1:], strict=False))
    assert 37 <= tops[0] <= 37 + 16 / MM + 1  # the base line of the first line stands within its 5.6 mm
    assert tops[-1] <= 37 + 225 + 1
    assert abs(min(left for row in found.values() for _, left, _, _ in row) - 28) < 0.5
    assert max(right for row in found.values() for _, _, right, _ in row) < 184.5


def test_a_full_line_has_28_characters_of_3_hao(letter):
    found = lines(letter[1])
    whole = [row for row in found.values() if len(row) == 28]
    assert len(whole) >= 15
    assert {round(size) for row in whole for *_, size in row} == {16}


def test_the_letters_head_stands_30_mm_from_the_edge_with_its_red_lines(letter):
    page = letter[0]
    red = sorted(
        (round(y, 1), round(right - left, 1), round(width, 1)) for left, right, y, width, r, g, _ in rules(page) if (r, g) == (255, 51)
    )
    assert [length for _, length, _ in red] == pytest.approx([170] * 4, abs=0.5)
    upper, lower = red[:2], red[2:]
    assert [width for *_, width in upper] == [1.2, 0.4]
    assert [width for *_, width in lower] == [0.4, 1.2]
    assert abs(upper[0][0] - 44) < 0.5
    assert abs(297 - lower[1][0] - 20) < 1
    mark = next(row for row in lines(page).values() if "".join(c for c, *_ in row).startswith("九江市工业和信息化局"))
    assert mark[0][3] > 22
    assert abs((mark[0][1] + mark[-1][2]) / 2 - 105) < 1


def test_the_title_is_2_hao_two_lines_below_the_number_and_in_the_middle(letter):
    found = lines(letter[0])
    at = {"".join(c for c, *_ in row): y for y, row in found.items()}
    title = next(y for text, y in at.items() if text.startswith("关于推荐"))
    number = next(y for text, y in at.items() if text.startswith("九工信函"))
    assert {round(size) for *_, size in found[title]} == {22}
    assert 2.5 < (title - number) / (225 / 22) < 3.6
    row = found[title]
    assert abs((row[0][1] + row[-1][2]) / 2 - 106) < 1.5


def test_signature_and_date_stand_as_for_a_seal(letter):
    page = letter[len(letter) - 1]
    found = lines(page)
    date_row, office = list(found.values())[-1], list(found.values())[-2]
    assert squeezed("".join(c for c, *_ in date_row)) == "年月日"
    assert abs(184 - date_row[-1][2] - 4 * 156 / 28) < 1.5
    middle = (date_row[0][1] - 156 / 28 * 2 + date_row[-1][2]) / 2
    assert abs((office[0][1] + office[-1][2]) / 2 - middle) < 3


def test_page_numbers_stand_outside_and_not_on_the_first_page_of_a_letter(letter):
    where = {}
    for n, page in enumerate(letter, start=1):
        text = page.get_textpage()
        hit = text.search(f"— {n} —").get_next()
        where[n] = text.get_charbox(hit[0])[0] / MM if hit else None
    assert where[1] is None
    assert where[2] < 60
    assert where[3] > 150


def test_a_request_has_its_number_left_the_signer_right_and_one_red_line(request_paper):
    page = request_paper[0]
    found = {"".join(c for c, *_ in row): (y, row) for y, row in lines(page).items()}
    line = next((y, row) for text, (y, row) in found.items() if text.startswith("演工信字"))
    assert abs(line[1][0][1] - 28 - 156 / 28) < 1
    assert "".join(c for c, *_ in line[1]).endswith("签发人演示科长")
    (red,) = [(right - left, y) for left, right, y, _, r, g, _ in rules(page) if (r, g) == (255, 51)]
    assert red[0] == pytest.approx(156, abs=0.5)
    assert 3 < red[1] - line[0] < 6


def test_the_imprint_closes_the_last_page(request_paper):
    page = request_paper[len(request_paper) - 1]
    black = [(right - left, y, width) for left, right, y, width, r, *_ in rules(page) if r == 0]
    assert [length for length, *_ in black] == pytest.approx([156, 156], abs=0.5)
    assert all(abs(width - 0.35 * MM) < 0.05 for *_, width in black)
    assert abs(max(y for _, y, _ in black) - 262) < 1
    assert "演示县工业和信息化局" in squeezed(page.get_textpage().get_text_bounded())


def test_what_bears_its_date_is_pdf_a(letter, request_paper):
    for body in (to_pdf(FULL), request_pdf(REQUEST)):
        assert pikepdf.open(io.BytesIO(body)).open_metadata().pdfa_status == "2B"
