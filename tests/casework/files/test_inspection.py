"""The child that opens uploads: what it accepts and why it does not, limits set before a byte is read, a death that harms nobody."""

import io
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import pikepdf
import pytest

from greenlist.casework.files import inspection
from greenlist.casework.files.children import run_child
from greenlist.casework.files.forking import PACKAGES, SOURCE
from greenlist.casework.files.inspect_child import ENDINGS, look
from greenlist.casework.files.inspection import Inspection, inspect
from greenlist.casework.files.office import FOLLOWS
from tests.casework.files.test_children import child_of_ours
from tests.hostile.makers.office import GRID, relations, word
from tests.hostile.makers.pictures import png, saved

PNG, JPG = png(1, 1), saved("JPEG")
DOCX, XLSX = "word/document.xml", "xl/workbook.xml"


def pdf(pages=1, text="", **more):
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(300, 300))
        if text:
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)))  # fmt: skip
            page.Contents = document.make_stream(f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode())
    target = io.BytesIO()
    document.save(target, **more)
    return target.getvalue()


def archive(*names, content=b"<x/>", compression=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as made:
        for name in names:
            made.writestr(name, content)
    return target.getvalue()


def seen(tmp_path, data, name):
    path = tmp_path / "incoming-1"
    path.write_bytes(data)
    return look(path, name, 5000)


def child(tmp_path, data, name):
    path = tmp_path / "incoming-1"
    path.write_bytes(data)
    return inspect(path, name)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [(pdf(), "甲.pdf", ".pdf"), (pdf(), "甲.PDF", ".pdf"), (PNG, "甲.png", ".png"), (JPG, "甲.jpg", ".jpg"), (JPG, "甲.JPEG", ".jpeg"),
     (archive(DOCX), "甲.docx", ".docx"), (archive(XLSX), "甲.xlsx", ".xlsx")],
)  # fmt: skip
def test_every_kind_we_take(tmp_path, data, name, kind):
    found = seen(tmp_path, data, name)
    assert (found["problem"], found["media_type"]) == ("", ENDINGS[kind])


@pytest.mark.parametrize(
    "name", ["报告.exe", "报告", "报告.pdf.exe", "报告.html", "报告.svg", "报告.docm", "报告.zip", "报告.pdf ", ".pdf", "a.p\u200bdf"]
)
def test_other_endings_are_refused_with_the_list_of_those_we_take(tmp_path, name):
    found = seen(tmp_path, pdf(), name)
    assert (found["media_type"], found["pages"]) == ("", None)
    assert "可以上传：csv、docx、jpeg、jpg、pdf、png、xlsx。" in found["problem"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00" + b"\0" * 64, "程序.pdf"), (b"MZ\x90\x00", "程序.png"), (b"MZ\x90\x00", "程序.docx"), (PNG, "图.jpg"), (JPG, "图.png"),
        (b"<html><script>alert(1)</script></html>", "页.pdf"), (b"GIF89a", "图.png"), (pdf(), "报告.docx"), (archive(XLSX), "表.docx"),
        (archive(DOCX), "文.xlsx"), (archive("vbaProject.bin"), "文.docx"), (b"0" * 2000 + b"%PDF-1.7", "迟.pdf"),
        (b"PK\x05\x06" + b"\0" * 18, "空.docx"),
        (b"\x89PNG", "半.png"),
    ],
)  # fmt: skip
def test_a_renamed_file_is_told_by_its_first_bytes(tmp_path, data, name):
    assert seen(tmp_path, data, name)["problem"] == f"文件内容不是真正的 {Path(name).suffix[1:]} 文件。请用原软件另存后再上传。"


@pytest.mark.parametrize("name", ["空.pdf", "空.png", "空.docx"])
def test_an_empty_file_is_told_so(tmp_path, name):
    assert "空文件" in seen(tmp_path, b"", name)["problem"]


def test_pages_are_counted_and_text_is_looked_for(tmp_path):
    assert seen(tmp_path, pdf(7), "a.pdf") == {"media_type": "application/pdf", "pages": 7, "has_text": False, "problem": ""}
    found = seen(tmp_path, pdf(2, "There is text on every page of it"), "a.pdf")
    assert (found["pages"], found["has_text"]) == (2, True)


def test_a_page_number_alone_is_no_text(tmp_path):
    assert seen(tmp_path, pdf(1, "page 1"), "a.pdf")["has_text"] is False


@pytest.mark.parametrize("cut", [20, 200, 400])
def test_a_pdf_that_was_not_sent_whole(tmp_path, cut):
    assert "打不开" in seen(tmp_path, pdf(3)[:cut], "a.pdf")["problem"]


def test_a_pdf_with_a_password_and_one_that_only_restricts_printing(tmp_path):
    locked = pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert "打开密码" in seen(tmp_path, locked, "a.pdf")["problem"]
    restricted = pdf(encryption=pikepdf.Encryption(user="", owner="secret", allow=pikepdf.Permissions(print_highres=False)))
    assert seen(tmp_path, restricted, "a.pdf")["problem"] == ""


def test_a_pdf_of_no_pages(tmp_path):
    assert seen(tmp_path, pdf(0), "a.pdf")["problem"] != ""


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/cron.d/x", "word/../../x"])
def test_a_zip_that_climbs_out_writes_nothing(tmp_path, name):
    before = set(tmp_path.parent.rglob("*"))
    assert "指向包外" in seen(tmp_path, archive(DOCX, name), "a.docx")["problem"]
    assert {p for p in set(tmp_path.parent.rglob("*")) - before if p.name != "incoming-1"} == set()


@pytest.mark.parametrize(("part", "name"), [(DOCX, "a.docx"), (XLSX, "a.xlsx")])
def test_a_zip_bomb_is_never_unpacked(tmp_path, part, name):
    bomb = archive(part, content=b"\0" * 200_000_000)
    assert len(bomb) < 1_000_000
    path = tmp_path / "bomb"
    path.write_bytes(bomb)
    script = f"""
import pathlib, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({150 * 1024**2},) * 2)
sys.path += {[str(SOURCE), str(PACKAGES)]!r}
from greenlist.casework.files.inspect_child import look
print("压缩比异常" in look(pathlib.Path({str(path)!r}), {name!r}, 9)["problem"])
"""
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True", done.stderr


def test_a_zip_of_many_members_is_read(tmp_path):
    assert seen(tmp_path, archive(DOCX, *(f"x/{n}" for n in range(3000)), content=b""), "a.docx")["problem"] == ""


def test_the_answer_of_the_child_reaches_the_parent_whole(tmp_path):
    assert child(tmp_path, pdf(3), "评价报告.pdf") == Inspection("application/pdf", 3, False, "")
    assert child(tmp_path, b"", "空.pdf") == Inspection("application/pdf", None, None, "这是一个空文件。请在本机打开确认后再上传。")


def test_a_name_with_quotes_newlines_and_option_dashes_is_only_a_name(tmp_path):
    for name in ('a";rm -rf x;".png', "--help.png", "a\nb.png", "名 称 '.png"):
        assert child(tmp_path, PNG, name).problem == ""


@pytest.mark.parametrize(
    ("body", "sentence"),
    [("raise SystemExit(3)", "可能已损坏"), ("pass", "可能已损坏"), ("time.sleep(30)", "没有读完")],
    ids=["failed", "silent", "hangs"],
)
def test_whatever_a_hostile_file_does_to_the_child_is_one_sentence(tmp_path, monkeypatch, body, sentence):
    child_of_ours(tmp_path, monkeypatch, body)
    monkeypatch.setattr(inspection, "CHILD", "dying")
    monkeypatch.setattr(inspection, "run_child", partial(run_child, seconds=1))
    found = child(tmp_path, pdf(), "a.pdf")
    assert (found.media_type, found.pages, found.has_text) == ("", None, None)
    assert sentence in found.problem


def test_bytes_found_in_order_are_not_opened_twice_but_others_and_other_endings_are(tmp_path, monkeypatch):
    path = tmp_path / "incoming-1"
    path.write_bytes(pdf(2))
    first = inspection.inspect_once(path, "甲.pdf", "sha256:two pages")
    monkeypatch.setattr(inspection, "CHILD", "none")
    assert inspection.inspect_once(path, "乙.PDF", "sha256:two pages") == first == Inspection("application/pdf", 2, False, "")
    assert inspection.inspect_once(path, "甲.png", "sha256:two pages").problem
    assert inspection.inspect_once(path, "甲.pdf", "sha256:others").problem


FETCHING = [
    ("image", r"\\192.0.2.1\s\x.png"), ("header", r"\\192.0.2.1\s"), ("settings", r"\\192.0.2.1\s"), ("mailMergeSource", r"\\192.0.2.1\s"),
    ("oleObject", "mhtml:http://192.0.2.1/x.html!x"), ("attachedTemplate", "file:///%5C%5C192.0.2.1/x.dotm"), ("attachedTemplate", "file:///%255C%255C192.0.2.1/x"),
    ("attachedTemplate", "webdav://192.0.2.1/x"), ("attachedTemplate", "file://192.0.2.1/x.dotm"), ("externalLinkPath", r"\\192.0.2.1\x.xlsx"), ("frame", "x.html"),
]  # fmt: skip
STAYING = [
    ("hyperlink", "https://www.miit.gov.cn/"), ("hyperlink", "mailto:a@example.cn"), ("attachedTemplate", r"file:///C:\Users\a\Normal.dotm"), ("attachedTemplate", "Normal.dotm"),
    ("externalLinkPath", "file:///D:/x.xlsx"), ("externalLinkPath", "/Users/a/%E8%A1%A8.xlsx"), ("xlPathMissing", "x.xlsx"), ("image", "file:///C:/a/logo.png"),
]  # fmt: skip


def related(kind, target):
    target = relations(("r1", kind, target), external=True)
    return word(GRID, more=[("word/_rels/document.xml.rels", target)])


@pytest.mark.parametrize(("kind", "target"), FETCHING)
def test_an_office_file_that_would_fetch_something_by_itself_is_not_accepted(tmp_path, kind, target):
    assert seen(tmp_path, related(kind, target), "甲.docx")["problem"] == FOLLOWS


@pytest.mark.parametrize(("kind", "target"), STAYING)
def test_an_office_file_with_links_to_click_and_files_on_a_disk_is_accepted(tmp_path, kind, target):
    assert seen(tmp_path, related(kind, target), "甲.docx")["problem"] == ""


def test_a_relation_to_the_net_that_says_it_is_inside_is_not_accepted(tmp_path):
    inside = relations(("r1", "image", "http://192.0.2.1/x.png"))
    assert seen(tmp_path, word(GRID, more=[("word/_rels/document.xml.rels", inside)]), "甲.docx")["problem"] == FOLLOWS
