"""A bureau hands in once: on the province's system at one press, or on its own, whose package is carried over and taken in with equal rows."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from greenlist.casework.applications.models import Application
from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.files.models import StoredFile
from greenlist.casework.recommendation.models import Batch
from greenlist.papers.table_reader import read_table
from greenlist.rehearsal import acts
from tests.casework.cast import JIUJIANG
from tests.casework.delivery.spoiling import changed

ROOT = Path(__file__).parents[2]
CELLS = ("category", "serial", "name", "third_party", "industry_or_type", "national", "provincial")


def made_elsewhere(folder: Path) -> Path:
    """The package of another installation: another process, another database, other files."""
    command = [sys.executable, "-m", "tests.walks.another_installation", str(folder)]
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}, check=True, capture_output=True
    )
    return folder / "九江.zip"


def table_of(package: bytes, folder: Path) -> list[tuple]:
    """The rows of the summary table in a package, read back from its workbook."""
    archive = zipfile.ZipFile(io.BytesIO(package))
    table = read_table(Path(archive.extract("推荐汇总表.xlsx", folder)))
    assert (table.doubts, table.unread) == (0, [])
    return [tuple(getattr(row, name) for name in CELLS) for row in table.rows]


def held() -> list[tuple]:
    """The rows of the one batch that the province has."""
    return [tuple(row.printed[name] for name in CELLS) for row in Batch.objects.get(state="submitted").rows.order_by("serial")]


def test_one_press_hands_in_and_the_province_has_equal_rows(visitor, demo_province, tmp_path):
    case = demo_province.application_at("frozen")
    batch = Batch.objects.get()
    acts.seal_letter(batch, demo_province.officer)
    officer = visitor()
    officer.sign_in(f"bureau{JIUJIANG}")
    officer.go(f"/bureau/batches/{batch.pk}/")
    officer.press("报送推荐材料")
    officer.says("已报送1件")
    province = visitor()
    province.sign_in("centre")
    province.go("/province/intake/")
    province.follow("九江市工业和信息化局")
    province.says(case.site.name)
    with province.page.expect_download() as caught:
        province.page.get_by_role("link", name="下载全套材料（压缩包）").first.click()
    assert table_of(Path(caught.value.path()).read_bytes(), tmp_path) == held()


def test_a_package_of_another_installation_is_taken_in_without_a_network(visitor, demo_province, tmp_path):
    package = made_elsewhere(tmp_path)
    province = visitor()
    province.sign_in("centre")
    province.go("/province/intake/")
    province.follow("导入离线报送包")
    province.look()
    refuse_a_forged_one(province, package, tmp_path)
    offer(province, package)
    for words in ("已核对：10个文件与清单一致", "将新登记1家单位，3件", "名册中已有", "新登记单位", "演工信函"):
        province.says(words)
    assert not Application.objects.exists()
    province.look()
    province.page.check("[name=is_asked]")
    province.press("收入推荐材料")
    province.says("已收入九江市工业和信息化局推荐材料3件")
    assert table_of(package.read_bytes(), tmp_path) == held() and len(held()) == 3
    province.look()
    with province.page.expect_download() as caught:
        province.page.get_by_role("link", name="下载回执").click()
    assert caught.value.suggested_filename == "回执-TJ-2024-JJ-1.json"
    province.follow("看这一批推荐材料")
    for row in held():
        province.says(row[2])
    province.go("/province/intake/packages/")
    offer(province, package)
    province.says("没有重复收入")
    assert (Batch.objects.count(), Application.objects.count()) == (1, 3)
    narrow = visitor(390, 844)
    narrow.sign_in("province")
    for path in ("", f"{OfflinePackage.objects.get().pk}/"):
        narrow.go(f"/province/intake/packages/{path}")
        narrow.look()


def offer(visitor, package: Path) -> None:
    visitor.page.set_input_files("#file", str(package))
    visitor.press("核对报送包")


def refuse_a_forged_one(visitor, package: Path, folder: Path) -> None:
    """Better points, another letter, a report that is another: all of it on the screen, nothing kept."""

    def forge(manifest) -> None:
        manifest["rows"][0]["version"]["score"] = "99.99"
        manifest["batch"]["letter_number"] = ""
        manifest["rows"][1]["organisation"]["credit_code"] = "123"

    forged = folder / "改过的.zip"
    forged.write_bytes(changed(package.read_bytes(), forge))
    visitor.expected = {409}
    offer(visitor, forged)
    for words in ("离线报送包没有收下", "包里写的是99.99", "信用代码应为18位，现在是3位", "一个文件也没有存"):
        visitor.says(words)
    visitor.look()
    visitor.expected = set()
    assert not StoredFile.objects.filter(media_type="application/zip").exists()
