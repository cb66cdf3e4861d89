"""Bad uploads get one clear sentence and leave nothing behind; good ones are kept by hash."""

import io
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from django.conf import settings as live

from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.refusals import NotAllowed, Refused

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
    assert path_of_file(file).read_bytes() == pdf_bytes(pages=3) or path_of_file(file).stat().st_size == file.size_bytes


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
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 32
    with pytest.raises(Refused, match="只收 PDF"):
        store(png, "图.png", only=("application/pdf",))


def test_a_position_without_the_act_may_not_upload():
    with pytest.raises(NotAllowed):
        store_file(chunks=[pdf_bytes()], name="甲.pdf", owner=OWNER, actor=Actor(name="专家", role="expert"))
