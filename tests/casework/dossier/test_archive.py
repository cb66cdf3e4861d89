"""整轮归档: what is ours claims PDF/A, uploads came as they are, the catalogue is the zip, the seals of the round can be checked."""

import hashlib
import io
import json
import zipfile

import pikepdf
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from greenlist.casework.dossier.archive import CATALOGUE, SUMS, write_archive
from greenlist.casework.dossier.archived_records import SEALS
from greenlist.casework.jobs.services import ask
from greenlist.casework.journal.refusals import NotAllowed, WrongState
from greenlist.casework.journal.sealer import seal_all
from greenlist.casework.publication.services import publish
from greenlist.casework.selection.services import screen
from tests.papers.reading import squeezed


@pytest.fixture
def published(province, may):
    application = province.application_at("on_notice", national=True)
    may(6, 5)
    screen(province.draft(), actor=province.cast.province)
    publish(province.draft(), document_number="演60号", actor=province.cast.province)
    seal_all()
    return application


def archived(province, **options):
    target = io.BytesIO()
    write_archive(province.round, target, actor=province.cast.centre, **options)
    return zipfile.ZipFile(target)


def claims_pdf_a(body):
    with pikepdf.open(io.BytesIO(body)) as pdf, pdf.open_metadata() as told:
        return told.pdfa_status


def test_the_archive_of_a_round_is_what_its_catalogue_says(published, province):
    heard = []
    archive = archived(province, told=lambda done, total: heard.append((done, total)))
    names = archive.namelist()
    body = {name: archive.read(name) for name in names}
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body[f"{CATALOGUE}.xlsx"])).get_sheet_by_index(0).to_python()
    head = next(n for n, row in enumerate(rows) if row[0] == "件号")
    listed = {row[7]: row for row in rows[head + 1 :]}
    assert list(listed) == [name for name in names if not name.startswith((CATALOGUE, SUMS))] and len(names) == len(set(names))
    assert [name for name, row in listed.items() if row[8] != f"sha256:{hashlib.sha256(body[name]).hexdigest()}"] == []
    assert [name for name, row in listed.items() if name.endswith(".pdf") and row[5] != len(pypdfium2.PdfDocument(body[name]))] == []
    sums = dict(reversed(line.split("  ", 1)) for line in body[SUMS].decode().splitlines())
    assert sums == {name: hashlib.sha256(body[name]).hexdigest() for name in names if name != SUMS}
    assert [name.rpartition("_")[2] for name in names if name.startswith("反馈函/")] == ["九江市.pdf"]
    ours = [name for name in names if name.endswith(".pdf") and not name.startswith("原件/")]
    assert [name for name in ours if not claims_pdf_a(body[name])] == []
    folders = {name.split("/")[0] for name in listed}
    assert folders == {"推荐", "申报件", "审定", "公示公布", "反馈函", "原件", "数据"}
    printed = squeezed("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body[f"{CATALOGUE}.pdf"]))).replace(
        "\u200b", ""
    )
    assert [name for name in listed if squeezed(name) not in printed] == []
    lines = [json.loads(line) for line in body[f"数据/{SEALS}"].decode().splitlines()]
    assert {line["entry"]["action"] for line in lines} >= {"recommend", "decide", "publish", "open_round"} and all(
        line["seal"] for line in lines
    )
    assert heard[0] == (1, heard[0][1]) and len({total for _, total in heard}) == 1
    assert archived(province).read(SUMS) == body[SUMS], "the same round gives the same archive"


def test_only_the_province_archives_and_only_after_the_list_is_out(province):
    province.application_at("recommended")
    with pytest.raises(WrongState, match="还没有公布"):
        archived(province)
    with pytest.raises(NotAllowed):
        ask("round_archive", actor=province.officer, about="归档", round=str(province.round.pk))
