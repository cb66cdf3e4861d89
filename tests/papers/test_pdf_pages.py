"""Pages of a PDF as pictures for the viewer: right page, right width, and a page beyond the end says so."""

import io
import struct
from dataclasses import replace

import pypdfium2
import pytest

from greenlist.papers.pdf_pages import MOST_PIXELS, page_count, render_page
from greenlist.papers.report import to_pdf as report_pdf
from greenlist.papers.summary_table import to_pdf as table_pdf
from tests.papers.test_report import REPORT
from tests.papers.test_summary_table import TABLE


@pytest.fixture
def report(tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(report_pdf(REPORT))
    return file


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_pages_are_counted(report):
    assert page_count(report) == 4


@pytest.mark.parametrize("width", [300, 900])
def test_a_page_is_a_picture_of_the_width_asked_and_the_shape_of_a4(report, width):
    wide, high = size_of(render_page(report, 1, width))
    assert wide in {width, width + 1}
    assert abs(high / wide - 297 / 210) < 0.01


def test_a_landscape_page_stays_landscape(tmp_path):
    file = tmp_path / "table.pdf"
    file.write_bytes(table_pdf(TABLE))
    wide, high = size_of(render_page(file, 1))
    assert wide > high


def test_each_page_has_its_own_picture_and_the_same_page_always_the_same(report):
    assert render_page(report, 1) != render_page(report, 2)
    assert render_page(report, 1) == render_page(report, 1)


def test_a_page_that_was_changed_looks_changed(tmp_path, report):
    other = tmp_path / "other.pdf"
    other.write_bytes(report_pdf(replace(REPORT, unit="另一家")))
    assert render_page(other, 1) != render_page(report, 1)


@pytest.mark.parametrize("number", [0, -1, 6, 99])
def test_a_page_beyond_the_end_says_how_many_there_are(report, number):
    with pytest.raises(IndexError, match=f"只有4页，没有第{number}页。"):
        render_page(report, number)


def test_the_picture_is_not_blank(report):
    from PIL import Image

    picture = Image.open(io.BytesIO(render_page(report, 2))).convert("L")
    assert picture.getextrema()[0] < 60


@pytest.mark.parametrize(("across", "down"), [(10, 5000), (1, 14400), (14400, 14400)])
def test_a_page_of_absurd_size_is_shown_within_the_pixels_allowed(tmp_path, across, down):
    document = pypdfium2.PdfDocument.new()
    document.new_page(across, down)
    path = tmp_path / "odd.pdf"
    document.save(str(path))
    width, height = size_of(render_page(path, 1))
    assert width * height <= MOST_PIXELS * 1.1
