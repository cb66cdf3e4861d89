"""The text of pages is read once for its bytes; what cannot be read is None and stays so."""

import io

import pypdfium2
from PIL import Image

from greenlist.casework.files.models import PageTexts
from greenlist.casework.files.page_texts import page_texts
from greenlist.papers.report import to_pdf
from greenlist.papers.version_mark import mark_in_code
from greenlist.rehearsal.county_zip import as_scan
from tests.casework.applications.test_report_check import stored
from tests.papers.test_report import MARK, REPORT


def test_the_same_bytes_are_read_once_under_whatever_name(province):
    pdf = to_pdf(REPORT)
    first, second = (page_texts(stored(province, pdf, name)) for name in ("一.pdf", "二.pdf"))
    assert first.texts == second.texts and "四、评价指标表" in "".join(first.texts)
    assert PageTexts.objects.filter(digest=first.digest).count() == 1


def test_the_codes_of_a_scan_that_lies_on_its_side_say_how_far_it_must_be_turned(province):
    picture = Image.open(io.BytesIO(_png(to_pdf(REPORT)))).rotate(90, expand=True)
    target = io.BytesIO()
    picture.save(target, format="PNG")
    ((page, said, turn),) = page_texts(stored(province, target.getvalue(), "横.png")).codes
    assert (page, mark_in_code(said), turn) == (1, (MARK, "cover"), 90)


def test_a_coarse_scan_has_neither_words_nor_marks_and_is_no_error(province):
    read = page_texts(stored(province, as_scan(to_pdf(REPORT)), "扫描.pdf"))
    assert not read.has_text


def test_what_is_no_paper_gives_nothing(province):
    assert page_texts(stored(province, b"a,b\n1,2\n", "表.csv")) is None


def _png(pdf: bytes) -> bytes:

    target = io.BytesIO()
    pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().save(target, format="PNG")
    return target.getvalue()
