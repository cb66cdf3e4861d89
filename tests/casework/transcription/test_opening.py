"""What a county sent is opened in a child: locked, broken, hostile and huge archives are refused in words, one bad file costs only itself."""

import io
import zipfile

import pytest

from greenlist.casework.transcription import read_child
from greenlist.casework.transcription.opening import list_archive, look_at_archive, look_at_reports, read_table
from greenlist.rehearsal.county_zip import gbk_zip, report_pdf


def archive(tmp_path, entries):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in entries:
            made.writestr(name, body)
    return path


def test_names_in_gbk_and_in_utf8_are_both_read(tmp_path):
    path = tmp_path / "gbk.zip"
    path.write_bytes(gbk_zip({"演示厂.pdf": b"x"}))
    assert [e["name"] for e in list_archive(path)["entries"]] == ["演示厂.pdf"]
    assert list_archive(path)["left"] == ["__MACOSX/._x", "Thumbs.db"]
    assert [e["name"] for e in list_archive(archive(tmp_path, [("夹/演示厂.pdf", b"x")]))["entries"]] == ["演示厂.pdf"]


@pytest.mark.parametrize("name", ["../外.pdf", "/etc/x.pdf", "a\\..\\..\\x.pdf", "C:/x.pdf"])
def test_a_path_outside_is_refused(tmp_path, name):
    assert "指向包外" in look_at_archive(archive(tmp_path, [(name, b"x")]), "x.zip").problem


def test_a_locked_archive_is_refused(tmp_path):
    path = archive(tmp_path, [("a.pdf", b"x")])
    body = bytearray(path.read_bytes())
    at = body.index(b"PK\x01\x02") + 8
    body[at] |= 1
    path.write_bytes(bytes(body))
    assert "密码" in look_at_archive(path, "x.zip").problem


def test_too_many_entries_and_no_archive_at_all_are_refused(tmp_path):
    assert "超过2000个" in look_at_archive(archive(tmp_path, [(f"{n}.pdf", b"") for n in range(2001)]), "x.zip").problem
    (tmp_path / "no.zip").write_bytes(b"PK nothing")
    assert "打不开" in look_at_archive(tmp_path / "no.zip", "no.zip").problem


def test_a_bomb_an_empty_file_and_another_kind_are_told_one_by_one(tmp_path):
    path = archive(tmp_path, [("bomb.pdf", b"\0" * 20_000_000), ("empty.pdf", b""), ("photo.jpg", b"x"), ("good.pdf", b"%PDF-1.7")])
    assert {e["name"]: e["problem"] for e in list_archive(path)["entries"]} == {
        "bomb.pdf": "压缩比异常，没有解开。", "empty.pdf": "这是一个空文件。", "photo.jpg": "不是 PDF，没有读。", "good.pdf": ""}  # fmt: skip


def test_an_entry_larger_than_it_says_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(read_child, "MOST_ENTRY_BYTES", 1000)
    path = archive(tmp_path, [("a.pdf", b"%PDF-" + b"x" * 3_000_000)])
    assert "没有读" in read_child.report(path, tmp_path, 0, 9)["problem"]
    assert (tmp_path / "0.pdf").stat().st_size <= 1001


def test_reports_are_looked_at_one_by_one_and_a_bad_one_costs_only_itself(tmp_path):
    good = report_pdf("演示织云服饰有限公司", "无")
    path = archive(tmp_path, [("a.pdf", good), ("b.pdf", b"%PDF-1.7 broken"), ("c.pdf", b"no"), ("d.pdf", good)])
    found = list(look_at_reports(path, tmp_path, [0, 1, 2, 3, 9]))
    assert [(f.position, f.has_text, bool(f.problem)) for f in found] == [
        (0, True, False), (1, False, True), (2, False, True), (3, True, False), (9, False, True)]  # fmt: skip
    assert "演示织云" in "".join(found[0].text.split())
    assert (tmp_path / "0.pdf").read_bytes() == good


def test_a_table_that_cannot_be_read_is_a_sentence(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("word/document.xml", "<x/>")
    (tmp_path / "x").write_bytes(target.getvalue())
    assert "没有找到汇总表" in read_table(tmp_path / "x", "表.docx")["problem"]
