"""A county's Word table and zip in a real browser: 60 rows and 60 PDFs become applications; each trouble is asked or told, none is silent."""

import time
from pathlib import Path

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.transcription.models import Transcription
from greenlist.rehearsal.county_table import county_units, messy_table
from greenlist.rehearsal.county_zip import FOREIGN, county_papers, gbk_zip, report_pdf
from tests.casework.cast import JIUJIANG
from tests.walks.conftest import follow

LONG_MS, PATIENCE_MS = 170_000, 60_000
SEED = 8101  # not used while the reader and the finder were written


class Counted:
    """A visitor whose clicks are counted, from the sign-in on."""

    def __init__(self, visitor) -> None:
        self.visitor, self.page, self.clicks, self.started = visitor, visitor.page, 0, time.monotonic()
        self.page.set_default_timeout(PATIENCE_MS)

    def sign_in(self, username) -> None:
        self.clicks += 1
        self.visitor.sign_in(username)

    def click(self, role, name) -> None:
        self.clicks += 1
        follow(self.page.get_by_role(role, name=name).first)

    def choose(self, files) -> None:
        self.clicks += 1
        self.page.set_input_files("#files", files)

    def answer(self, unit, words) -> None:
        self.clicks += 1
        self.page.locator(".asked-row", has_text=unit).get_by_text(words).first.click()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started


def written(tmp_path: Path, table: bytes, archive: bytes) -> list[str]:
    for name, body in (("汇总表.docx", table), ("评价报告.zip", archive)):
        (tmp_path / name).write_bytes(body)
    return [str(tmp_path / "汇总表.docx"), str(tmp_path / "评价报告.zip")]


def test_sixty_rows_and_sixty_reports_become_applications(visitor, demo_province, tmp_path):
    papers = county_papers(SEED, JIUJIANG)
    files = written(tmp_path, papers.table, papers.archive)
    officer = Counted(visitor())
    officer.sign_in(f"bureau{JIUJIANG}")
    officer.click("link", "导入县区材料")
    officer.visitor.look()
    officer.choose(files)
    officer.click("button", "读取材料")
    officer.page.wait_for_selector(".matched-sum", timeout=LONG_MS)
    read = officer.seconds
    officer.visitor.says("60行，57行已对应，3行请您定")
    officer.visitor.says(FOREIGN)
    officer.visitor.says("未检查")
    officer.visitor.says("多余的报告.pdf")
    officer.visitor.says("合 计：60 家")
    officer.visitor.look()
    for unit in papers.missing:
        officer.answer(unit, "先存为代录草稿")
    officer.answer(papers.foreign, "先存为代录草稿")
    officer.click("button", "导入申报件")
    officer.page.wait_for_selector("text=核验这些申报件", timeout=LONG_MS)
    print(f"\n60行60份：{officer.clicks}次点击，读取{read:.1f}秒，全程{officer.seconds:.1f}秒")
    officer.visitor.look()
    officer.visitor.says("已录入并提交 57")
    officer.visitor.says("存为草稿，缺评价报告 3")
    assert officer.clicks <= 8
    assert officer.seconds <= 180
    entered = Application.objects.exclude(entered_by="")
    assert (entered.count(), entered.filter(state="submitted").count()) == (60, 57)
    held = {row.name: row.report and row.report.name for row in Transcription.objects.get().rows.select_related("report")}
    assert held == {u.name: papers.files.get(u.name) if u.name != papers.foreign else None for u in papers.units}
    officer.click("link", "核验这些申报件")
    officer.visitor.says("代录")
    officer.visitor.look()


@pytest.fixture
def small(demo_province, tmp_path):
    """Files of three rows: one in order, one with another company's report, one without."""
    units = county_units(21, JIUJIANG, 20)[:20]
    bodies = {f"{u.name}.pdf": report_pdf(u.name, u.third_party) for u in units[2:]}
    bodies[f"{units[0].name}.pdf"] = report_pdf(FOREIGN, "无")
    return units, written(tmp_path, messy_table(units, 21), gbk_zip(bodies))


def delivered(visitor, files, width=1440, height=900):
    officer = visitor(width, height)
    officer.page.set_default_timeout(PATIENCE_MS)
    officer.sign_in(f"bureau{JIUJIANG}")
    officer.go("/bureau/transcriptions/")
    officer.page.set_input_files("#files", files)
    officer.press("读取材料")
    officer.page.wait_for_selector(".matched-sum", timeout=LONG_MS)
    return officer


def test_a_report_of_another_company_a_missing_one_and_one_added_later_on_a_phone(visitor, small, tmp_path):
    units, files = small
    officer = delivered(visitor, files, 390, 844)
    officer.says("20行，18行已对应，2行请您定")
    officer.says(f"正文写的是“{FOREIGN}”，没有写这家单位")
    officer.says("压缩包里没有这家单位的评价报告")
    officer.look()
    officer.press("导入申报件")
    officer.page.wait_for_selector(".matched-sum", timeout=LONG_MS)
    officer.says("18行已对应，2行请您定")
    officer.page.locator(".asked-row", has_text=units[0].name).get_by_text("这一行不导入").click()
    officer.page.locator(".asked-row", has_text=units[1].name).get_by_text("先存为代录草稿").click()
    officer.press("导入申报件")
    officer.page.wait_for_selector("text=核验这些申报件", timeout=LONG_MS)
    officer.says("不导入 1")
    report = tmp_path / "补.pdf"
    report.write_bytes(report_pdf(units[1].name, "无"))
    officer.page.set_input_files("#report-1", str(report))
    officer.press("补报告并提交")
    officer.says(f"已补评价报告并提交 {units[1].name}")
    officer.look()
    assert Application.objects.filter(state="submitted").exclude(entered_by="").count() == 19
    case = Application.objects.get(site__name=units[1].name)
    for path in (f"/bureau/applications/{case.pk}/", f"/bureau/applications/{case.pk}/filing/", "/bureau/workbench/"):
        officer.go(path)
        officer.says("代录")
        officer.look()


def test_files_that_cannot_be_read_are_refused_in_words(visitor, demo_province, tmp_path):
    officer = visitor()
    officer.page.set_default_timeout(PATIENCE_MS)
    officer.sign_in(f"bureau{JIUJIANG}")
    officer.go("/bureau/transcriptions/")
    officer.expected = {409}
    wrong = tmp_path / "报告.pdf"
    wrong.write_bytes(b"%PDF-1.7")
    for files, words in (([str(wrong)], "不是汇总表"), (written(tmp_path, b"PK no", b"PK no"), "内容不是真正的 docx 文件")):
        officer.page.set_input_files("#files", files)
        officer.press("读取材料")
        officer.says(words)
    officer.look()


def test_without_script_the_work_goes_on_by_button(chromium, live_server, small):
    _, files = small
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("#id_login", f"bureau{JIUJIANG}")
    page.fill("#id_password", "a-long-password")
    follow(page.locator("text=登录系统").first)
    page.goto(f"{live_server.url}/bureau/transcriptions/")
    page.set_input_files("#files", files)
    follow(page.locator("text=读取材料").first)
    follow(page.locator("text=接着读取").first)
    follow(page.locator("text=接着读取").first)
    assert "20行，18行已对应，2行请您定" in page.inner_text("body").replace("\n", "")
    follow(page.locator("text=导入申报件").first)
    follow(page.locator("text=接着录入").first)
    assert "6 / 18" in page.inner_text("body")
    context.close()
