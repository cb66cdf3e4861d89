"""Bad uploads get one clear sentence and leave nothing behind; good ones are kept by hash."""

import hashlib
import io
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from django.conf import settings as live
from django.core.exceptions import ValidationError
from django.db import transaction

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.selectors import files_of
from greenlist.casework.files.services import store_file
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.selectors import entries_of
from tests.hostile.makers.pictures import png

pytestmark = pytest.mark.django_db

OWNER = uuid4()
ENGINEER = Actor(name="张工（演示）", role="applicant", organisation_id=OWNER, acts=frozenset({"upload_file"}))


def pdf_bytes(*, password: str = "", pages: int = 2) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    target = io.BytesIO()
    document.save(target, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return target.getvalue()


def store(data: bytes, name: str, **more) -> StoredFile:
    return store_file(chunks=[data], name=name, owner=OWNER, actor=ENGINEER, **more)


def test_a_pdf_is_kept_with_its_pages_and_hash():
    file = store(pdf_bytes(pages=3), "评价报告.pdf")
    assert (file.pages, file.media_type, file.has_text) == (3, "application/pdf", False)
    assert path_of_file(file).stat().st_size == file.size_bytes
    assert file.digest == "sha256:" + hashlib.sha256(path_of_file(file).read_bytes()).hexdigest()


def test_the_same_bytes_are_stored_once():
    data = pdf_bytes()
    first, second = store(data, "甲.pdf"), store(data, "乙.pdf")
    assert path_of_file(first) == path_of_file(second)
    assert StoredFile.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"MZ\x90\x00", "报告.exe", "不收“.exe”文件"),
        (b"plain text", "报告.pdf", "不是真正的 pdf 文件"),
        (b"", "报告.pdf", "空文件"),
        (b"%PDF-1.7\nbroken", "报告.pdf", "打不开"),
        (pdf_bytes(password="secret"), "报告.pdf", "打开密码"),
        (b"PK\x03\x04 not a zip", "表.xlsx", "不是真正的 xlsx 文件"),
    ],
    ids=["type", "disguised", "empty", "broken", "encrypted", "false-xlsx"],
)
def test_a_bad_file_gets_one_sentence_and_nothing_is_kept(data, name, sentence):
    with pytest.raises(Refused, match=sentence):
        store(data, name)
    assert not StoredFile.objects.exists()
    assert not list(Path(live.MEDIA_ROOT).glob("incoming-*"))


def test_a_file_over_the_limit_is_refused_with_both_figures():
    with pytest.raises(Refused, match="1.2 MB，超过单个文件 1 MB"):
        store(b"%PDF-" + b"0" * 1_250_000, "大.pdf", limit_mb=1)


def test_only_pdf_where_only_pdf_is_asked():
    with pytest.raises(Refused, match="只收 PDF"):
        store(png(1, 1), "图.png", only=("application/pdf",))


def test_a_position_without_the_act_may_not_upload():
    with pytest.raises(NotAllowed):
        store_file(chunks=[pdf_bytes()], name="甲.pdf", owner=OWNER, actor=Actor(name="专家", role="expert"))


def test_one_line_an_upload_with_hash_and_size():
    data = pdf_bytes()
    file = store(data, "甲.pdf")
    line = entries_of(file).get()
    assert (line.action, line.subject_label) == ("store_file", "甲.pdf")
    assert line.detail == {"digest": file.digest, "size_bytes": len(data)}


def test_bytes_that_come_in_pieces_make_the_same_file():
    data = pdf_bytes()
    pieces = [data[i : i + 100] for i in range(0, len(data), 100)]
    whole, in_pieces = store(data, "甲.pdf"), store_file(chunks=iter(pieces), name="甲.pdf", owner=OWNER, actor=ENGINEER)
    assert (whole.digest, whole.size_bytes) == (in_pieces.digest, in_pieces.size_bytes)


def test_one_byte_more_than_the_limit_is_too_much_and_the_limit_itself_is_not():
    head = pdf_bytes()
    limit = 1024 * 1024
    assert store(head + b"%" * (limit - len(head)), "甲.pdf", limit_mb=1).size_bytes == limit
    with pytest.raises(Refused, match="超过单个文件 1 MB"):
        store(head + b"%" * (limit - len(head) + 1), "甲.pdf", limit_mb=1)
    assert not list(Path(live.MEDIA_ROOT).glob("incoming-*"))


@pytest.mark.parametrize("name", ["../../../etc/cron.d/x.pdf", "/etc/passwd.pdf", "..\\..\\x.pdf", "a\nb.pdf", "C:\\x.pdf"])
def test_a_path_in_the_name_leads_nowhere(name):
    file = store(pdf_bytes(), name)
    place = path_of_file(file).resolve()
    assert place.is_relative_to(Path(live.MEDIA_ROOT).resolve())
    assert place.name == file.digest.removeprefix("sha256:")
    assert [p for p in Path(live.MEDIA_ROOT).rglob("*") if p.is_file()] == [path_of_file(file)]


def test_a_very_long_name_keeps_its_ending():
    file = store(pdf_bytes(), "长" * 300 + "报告.pdf")
    assert (len(file.name), file.name[-6:]) == (200, "报告.pdf")


def test_the_kind_is_told_from_the_whole_name():
    with pytest.raises(Refused, match="不收"):
        store(pdf_bytes(), "报告.pdf.exe")


def test_two_owners_of_the_same_bytes_see_each_only_his_own():
    other = uuid4()
    data = pdf_bytes()
    mine = store(data, "甲.pdf")
    theirs = store_file(chunks=[data], name="乙.pdf", owner=other, actor=ENGINEER)
    assert (list(files_of(OWNER)), list(files_of(other)), list(files_of(uuid4()))) == ([mine], [theirs], [])


def test_the_newest_file_stands_first(may):
    first = store(pdf_bytes(), "甲.pdf")
    may(5, 23)
    second = store(pdf_bytes(pages=1), "乙.pdf")
    assert list(files_of(OWNER)) == [second, first]


def test_a_bad_second_upload_of_the_same_bytes_takes_nothing_from_the_first():
    data = pdf_bytes()
    first = store(data, "甲.pdf")
    with pytest.raises(Refused):
        store(data, "甲.exe")
    assert path_of_file(first).read_bytes() == data


def test_when_the_row_cannot_be_written_the_bytes_may_stay_but_no_row_does():
    with pytest.raises(ValidationError), transaction.atomic():
        store_file(chunks=[pdf_bytes()], name="甲.pdf", owner="no uuid", actor=ENGINEER)
    assert not StoredFile.objects.exists()


def test_an_upload_that_breaks_off_leaves_no_piece_behind():
    def broken():
        yield pdf_bytes()
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store_file(chunks=broken(), name="甲.pdf", owner=OWNER, actor=ENGINEER)
    assert not StoredFile.objects.exists()
    assert not list(Path(live.MEDIA_ROOT).glob("incoming-*"))
