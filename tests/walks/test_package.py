"""A county's 60 rows and 60 PDFs become the bureau's frozen package in a real browser: every click, upload and second counted from sign-in."""

import csv
import io
import time
import zipfile
from pathlib import Path

from greenlist.casework.applications.models import Application
from greenlist.casework.recommendation.models import Batch
from greenlist.papers.table_reader import read_table
from greenlist.rehearsal.county_zip import county_papers
from tests.casework.cast import JIUJIANG, blank_pdf
from tests.walks.conftest import follow

LONG_MS, PATIENCE_MS = 170_000, 60_000
SEED = 8203
MOST_CLICKS, MOST_SECONDS = 15, 180
REASONS = {
    "C-16": "行业标准的评分表系统未录入；已看评价报告，按行业标准评价，结论合格", "C-06": "已逐页看评价报告和扫描件，结论合格",
    "C-34": "已看机构的条件证明", "C-36": "机构书面申明外省项目数，合计不超过15项",
}  # fmt: skip


class Hands:
    """One officer: what is pressed, followed or ticked counts as a click, files chosen as an upload and as a click too."""

    def __init__(self, visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.clicks, self.uploads, self.started = 0, 0, time.monotonic()
        self.page.set_default_timeout(PATIENCE_MS)

    def press(self, role, name) -> None:
        self.clicks += 1
        follow(self.page.get_by_role(role, name=name).first)

    def tick(self, selector) -> None:
        self.clicks += 1
        self.page.locator(selector).first.check()

    def choose(self, selector, files) -> None:
        self.clicks += 1
        self.uploads += 1
        self.page.set_input_files(selector, files)

    def download(self, name, folder) -> Path:
        self.clicks += 1
        with self.page.expect_download() as caught:
            self.page.get_by_role("link", name=name).first.click()
        target = folder / caught.value.suggested_filename
        caught.value.save_as(target)
        return target

    def wait(self, text) -> None:
        self.page.wait_for_selector(f"text={text}", timeout=LONG_MS)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started


def import_rows(officer, papers, folder) -> None:
    """Table and zip become applications; the three that are asked wait as drafts, and the page says so by name."""
    for name, body in (("汇总表.docx", papers.table), ("评价报告.zip", papers.archive)):
        (folder / name).write_bytes(body)
    officer.press("link", "导入县区材料")
    officer.choose("#files", [str(folder / "汇总表.docx"), str(folder / "评价报告.zip")])
    officer.press("button", "读取材料")
    officer.wait("57行已对应")
    officer.visitor.says("60行，57行已对应，3行请您定")
    says_all(officer, (*papers.missing, papers.foreign, "未检查"))
    officer.press("button", "导入申报件，3行先存为草稿")
    officer.wait("为这些件批量录入证明")
    officer.visitor.says("已录入并提交 57")
    says_all(officer, ("缺评价报告 3件", *papers.missing, papers.foreign))


def prove_all(officer, folder) -> None:
    """One query batch settles every exclusion of the imported rows."""
    scan = folder / "查询批次.pdf"
    scan.write_bytes(blank_pdf(7))
    officer.press("link", "为这些件批量录入证明")
    officer.visitor.says("已选57件")
    assert officer.page.is_checked("[name=kind][value=query_batch]")
    officer.page.fill("[name=source]", "信用中国、公示系统、执行信息公开网查询批次")
    officer.page.fill("[name=looked_up_on]", "2024-05-21")
    officer.tick("[data-all=clause]")
    officer.choose("[name=file]", str(scan))
    officer.press("button", "预览要存入的结果")
    officer.visitor.says("627项：627项未发现，0项发现，0项仍待核实")
    officer.press("button", "存入证明")


def judge_what_is_open(officer) -> None:
    """The conditions the rules leave open: one reason for each cause, all in one act."""
    officer.visitor.says("判断申报条件")
    grounds = officer.page.locator("section.ground").all()
    clauses = [ground.get_attribute("data-clause") for ground in grounds]
    assert (set(clauses), clauses.count("C-06")) == (set(REASONS), 2)  # the scan apart from what was read
    for ground, clause in zip(grounds, clauses, strict=True):
        ground.locator("textarea").fill(REASONS[clause])
    officer.visitor.look()
    officer.tick("[name=outcome][value=met]")
    officer.press("button", "保存判断")
    officer.visitor.says(f"已保存判断：{len(grounds)}项原因")


def says_all(officer, words) -> None:
    for text in words:
        officer.visitor.says(text)


def test_sixty_rows_and_sixty_reports_become_a_package(visitor, demo_province, tmp_path):
    papers = county_papers(SEED, JIUJIANG)
    asked = {*papers.missing, papers.foreign}
    officer = Hands(visitor())
    officer.clicks += 1
    officer.visitor.sign_in(f"bureau{JIUJIANG}")
    import_rows(officer, papers, tmp_path)
    prove_all(officer, tmp_path)
    judge_what_is_open(officer)
    says_all(officer, ("57件核验完毕", "扫描件", papers.scanned))
    officer.page.fill("#recommended_because", "县区推荐，基础好，已建光伏")
    officer.press("button", "标为可推荐")
    officer.visitor.says("已标为可推荐57件")
    says_all(officer, asked)
    officer.press("button", "送签并冻结")
    officer.visitor.says("已送签57件，内容已冻结")
    says_all(officer, ("不在这一批的3件", "缺评价报告", *asked))
    package = officer.download("下载材料（压缩包，未含盖章件）", tmp_path)
    seconds = officer.seconds  # the zip holds the letter too; that it can be had alone is no part of the way
    with officer.page.expect_download() as caught:
        officer.page.locator("dl.papers a", has_text="Word").first.click()
    assert caught.value.suggested_filename == "九江市工业和信息化局推荐函.docx"
    print(f"\n60行60份 → 材料：{officer.clicks}次点击（含{officer.uploads}次选文件），{seconds:.0f}秒")
    check_package(package, papers, asked, tmp_path)
    officer.visitor.look()
    assert (officer.clicks <= MOST_CLICKS, seconds <= MOST_SECONDS) == (True, True), (officer.clicks, seconds)


def check_package(package, papers, asked, folder) -> None:
    """As many rows and reports as are frozen, read back without a doubt; nothing of what was asked is in it; a scan is told as one."""
    frozen = {row.printed["name"] for row in Batch.objects.get().rows.all()}
    assert frozen == {u.name for u in papers.units} - asked
    assert set(Application.objects.filter(site__name__in=asked).values_list("state", flat=True)) == {"draft"}
    archive = zipfile.ZipFile(package)
    assert archive.testzip() is None
    reports = [name for name in archive.namelist() if name.startswith("评价报告/")]
    assert {name.split("_")[2] for name in reports} == frozen and len(reports) == 57
    for ending in ("docx", "xlsx"):
        table = read_table(Path(archive.extract(f"推荐汇总表.{ending}", folder)))
        assert {row.name for row in table.rows} == frozen and len(table.rows) == 57
        assert (table.doubts, table.unread) == (0, [])
    lines = list(csv.DictReader(io.StringIO(archive.read("清单.csv").decode("utf-8-sig"))))
    assert [line["文件"].split("_")[2] for line in lines if line["说明"] and line["文件"] in reports] == [papers.scanned]
    assert "推荐函.docx" in archive.namelist()
