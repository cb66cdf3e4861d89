"""A package is checked before anything in it is believed: each trouble is told with its place, all of them at once."""

import stat
import warnings
import zipfile

import pytest

from greenlist.engines.ledger import canonical
from greenlist.engines.ledger.package import MANIFEST, SUMS, check, faults_of, guide_of, unpack
from tests.engines.ledger.packages import FILES, entries, manifest, sha, zipped

REPORT, LETTER = FILES


def told(tmp_path, parts, **how) -> list[str]:
    place = tmp_path / "package.zip"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of a doubled name
        place.write_bytes(parts if isinstance(parts, bytes) else zipped(parts, **how))
    return check(place).problems


def linked(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def changed(**at) -> dict:
    """The manifest with a value changed at `a__b`."""
    body = manifest()
    for way, value in at.items():
        *path, last = way.split("__")
        place = body
        for step in path:
            place = place[int(step) if step.isdigit() else step]
        place[int(last) if last.isdigit() else last] = value
    return body


def test_a_whole_package_is_in_order_and_unpacks_to_its_digests(tmp_path):
    place = tmp_path / "package.zip"
    place.write_bytes(zipped(entries()))
    found = check(place)
    assert (found.problems, found.manifest, found.digest) == ([], manifest(), sha(canonical(manifest()).encode()))
    folder, seen = tmp_path / "out", []
    folder.mkdir()
    unpack(place, folder, lambda *told: seen.append(told))
    assert {(p.name, p.read_bytes()) for p in folder.iterdir()} == {(sha(b)[7:], b) for b in FILES.values()}
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (b"PK\3\4 is not a zip", "打不开"),
        (zipped(entries())[:-40], "打不开"),
        ([*entries(), ("../../etc/cron.d/x", b"")], "“../../etc/cron.d/x”：路径指向包外"),
        ([*entries(), ("/etc/passwd", b"")], "“/etc/passwd”：路径指向包外"),
        ([*entries(), ("a\\b.pdf", b"")], "路径指向包外"),
        ([*entries(), ("C:x.pdf", b"")], "路径指向包外"),
        ([*entries(), (linked("报告.pdf"), b"/etc/passwd")], "“报告.pdf”：不是普通文件"),
        ([*entries(), ("目录/", b"")], "不是普通文件"),
        ([*entries(), (LETTER, b"another")], "2个同名文件"),
        ([*entries(), ("MANIFEST.JSON", b"")], "2个同名文件"),
        ([*entries(), ("甲\u202efdp.exe", b"")], "控制字符、方向字符"),
        ([*entries(), ("长" * 90, b"")], "名称太长"),
        ([*entries(), ("附件.pdf", b"x")], "“附件.pdf”：包里有，清单里没有"),
        (entries()[1:], f"“{REPORT}”：清单里有，包里没有"),
        (entries()[:-1], f"“{SUMS}”：缺少"),
        ([*entries()[:-1], (SUMS, b"")], f"“{SUMS}”：缺少，或与清单不符"),
        ([p for p in entries() if p[0] != MANIFEST], f"缺少 {MANIFEST}"),
        ([(REPORT, b"%PDF-1.7 rePort"), *entries()[1:]], f"“{REPORT}”：SHA-256 与清单不符"),
        ([(REPORT, b"longer than it was"), *entries()[1:]], f"“{REPORT}”：应有15字节，实有18字节"),
        (entries(b"{"), "读不懂"),
        (entries(b"[" * 100_000), "读不懂"),
        (entries(b"\xff\xfe{\0"), "读不懂"),
        (entries(canonical(manifest()).replace('"year":2024', '"year":2024.0').encode()), "读不懂"),
        (entries(canonical(manifest()).replace('"year":2024', '"year": 2024').encode()), "不是规范写法"),
        (entries(canonical(manifest()).replace('"year":2024', '"year":1,"year":2024').encode()), "不是规范写法"),
        (entries(b"[]"), "只认 greenlist-package/1"),
        (entries(changed(format="greenlist-package/2")), "只认 greenlist-package/1"),
        (entries(changed(batch__submitted_at="昨天")), "batch.submitted_at 应为带时区的时间"),
        (entries(changed(rows__0__application__report=sha(b"none"))), "rows[0].application.report 所指的文件不在包里"),
        (entries(changed(rows__0__version__content={"evidence": [{"file": sha(b"no")}]})), "rows[0].version 所指的文件不在包里"),
    ],
)
def test_each_trouble_is_told_with_its_place(tmp_path, parts, said):
    problems = told(tmp_path, parts)
    assert any(said in problem for problem in problems), problems


def test_a_bomb_is_told_by_its_figures_and_never_unpacked(tmp_path):
    problems = told(tmp_path, [*entries(), ("大.pdf", bytes(40 << 20))], compression=zipfile.ZIP_DEFLATED)
    assert problems == ["“大.pdf”：压缩比异常。"]


def test_a_locked_entry_is_told(tmp_path):
    body = bytearray(zipped(entries()))
    place = body.rindex(b"PK\1\2")
    body[place + 8] |= 1
    assert told(tmp_path, bytes(body)) == [f"“{SUMS}”：设了密码。"]


def test_all_troubles_are_told_at_once(tmp_path):
    parts = [(REPORT, b"%PDF-1.7 rePort"), *entries()[2:], ("附件.pdf", b"x")]
    problems = told(tmp_path, parts)
    assert [problem.split("：")[0] for problem in problems] == [f"“{LETTER}”", "“附件.pdf”", f"“{REPORT}”"]


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (changed(year=True), "year 应为不小于0的整数"),
        (changed(year=-1), "year 应为不小于0的整数"),
        (changed(rows__0__filing__data_year=40_000), "rows[0].filing.data_year 应为不小于0的整数"),
        (changed(batch__submitted_at="0001-01-01T00:00:00+08:00"), "batch.submitted_at 应为带时区的时间"),
        (changed(is_demo="no"), "is_demo 应为true 或 false"),
        (changed(rows={}), "rows 应为列表"),
        (changed(rows=[[]]), "rows[0] 应为一组内容"),
        (changed(rows__0__site__name=None), "rows[0].site.name 应为文字"),
        (changed(rows__0__site__name="甲\0"), "rows[0].site.name 应为文字"),
        (changed(rows__0__site__name="长" * 4001), "rows[0].site.name 应为文字"),
        (changed(rows__0__site__phone="1"), "多出 rows[0].site.phone"),
        (changed(rows__0__filing={}), "缺少 rows[0].filing.plan"),
        (changed(rows__0__filing__plan="sha256:xyz"), "rows[0].filing.plan 应为sha256 摘要"),
        (changed(batch__dated_on="2024-02-30"), "batch.dated_on 应为日期"),
        (changed(batch__submitted_at="2024-05-22T09:00:00"), "batch.submitted_at 应为带时区的时间"),
        (changed(rows__0__version__content={"a": ["\ud800"]}), "rows[0].version.content 应为一组内容"),
    ],
)
def test_a_manifest_of_another_shape_is_not_read(manifest, said):
    assert any(said in fault for fault in faults_of(manifest)), faults_of(manifest)


def test_a_thousand_faults_are_counted_not_listed():
    found = faults_of(changed(rows=[1] * 1000))
    assert len(found) == 21 and found[-1] == f"{MANIFEST}：另有980处。"


def test_the_guide_says_first_in_words_what_it_is_for_and_counts_every_file():
    words = guide_of(manifest(), "sha256:1")
    assert "落款：2024年5月22日　报送时间：2024年5月22日 09:00" in words and "T09:00" not in words
    assert "压缩包内共6个文件：材料2个" in words and "供核对的4个（manifest.json、SHA256SUMS、核对说明.txt、清单.csv）" in words
    assert words.index("系统会自动核对") < words.index("sha256sum")
