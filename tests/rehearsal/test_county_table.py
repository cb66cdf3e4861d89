"""The county's messy delivery: the same from the same seed, odd where it says so, and read back without a loss."""

import io
import zipfile

import pypdfium2
import pytest

from greenlist.papers.table_reader import read_table
from greenlist.rehearsal.county_table import county_units, messy_table
from greenlist.rehearsal.county_zip import FOREIGN, county_papers

UNSEEN = (7001, 7002, 7003, 7004, 7005, 7006)


@pytest.mark.parametrize("seed", UNSEEN)
def test_a_messy_table_is_read_without_losing_or_changing_a_row(seed, tmp_path):
    units = county_units(seed, "360400", 60)
    file = tmp_path / "table.docx"
    file.write_bytes(messy_table(units, seed))
    read = read_table(file)
    assert [(r.name, r.city, r.county, r.industry_or_type, r.third_party, r.national, r.provincial) for r in read.rows] == [
        (u.name, u.city, u.county, u.industry, u.third_party, u.national, u.provincial) for u in units
    ]
    assert {r.credit_code for r in read.rows} <= {"", *(u.credit_code for u in units)}
    assert read.doubts == 0
    assert {left["why"] for left in read.unread} == {"不是表中的行", "合计行"}


def test_the_zip_has_ten_misnamed_two_missing_one_foreign_and_one_scan():
    papers = county_papers(3, "360400")
    archive = zipfile.ZipFile(io.BytesIO(papers.archive))
    names = {
        info.filename.encode("cp437").decode("gbk").rpartition("/")[2]: info
        for info in archive.infolist()
        if info.filename.endswith(".pdf")
    }
    assert len(names) == 60
    assert len(papers.misnamed) == 10
    assert not any(unit in papers.files[unit] for unit in papers.misnamed)
    assert set(papers.missing).isdisjoint(papers.files)
    text = {unit: _text(archive.read(names[papers.files[unit]])) for unit in (papers.foreign, papers.scanned, papers.misnamed[0])}
    assert FOREIGN in text[papers.foreign]
    assert text[papers.scanned] == ""
    assert papers.misnamed[0] in text[papers.misnamed[0]]
    assert papers.archive == county_papers(3, "360400").archive


def _text(pdf):
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))
