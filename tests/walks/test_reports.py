"""A report's way: draft, fixed, only its signed pages scanned, sealed, handed in; a wrong version refused; a wrong figure shown at its page."""

import io

import pypdfium2
import pytest

from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.services import set_report
from greenlist.casework.verification.services import submit_and_check
from greenlist.papers.report import to_pdf
from tests.casework.applications.test_report_check import stored, with_figure
from tests.casework.cast import fresh
from tests.papers.reading import text_of
from tests.walks.conftest import follow

pytestmark = pytest.mark.walk


def pictures(pdf: bytes) -> list[dict[str, object]]:
    """Each page as a scanner's JPG, ready for a file field."""
    made = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        target = io.BytesIO()
        page.render(scale=2).to_pil().convert("RGB").save(target, format="JPEG")
        made.append({"name": f"扫描{number}.jpg", "mimeType": "image/jpeg", "buffer": target.getvalue()})
    return made


def test_a_report_is_fixed_sealed_from_scans_of_its_signed_pages_and_handed_in(visitor, demo_province):
    case = demo_province.application_at("draft")
    engineer = visitor()
    engineer.sign_in("factory001")
    engineer.go(f"/applicant/applications/{case.pk}/")
    draft = engineer.context.request.get(f"{engineer.base}/applicant/applications/{case.pk}/report.pdf").body()
    assert "草稿" in text_of(draft)
    engineer.expected = {409}
    engineer.page.set_input_files("#report-file", {"name": "草稿.pdf", "mimeType": "application/pdf", "buffer": draft})
    engineer.page.get_by_role("button", name="上传评价报告").click()
    engineer.page.get_by_text("须用定稿的盖章版").first.wait_for()
    engineer.expected = set()
    engineer.go(f"/applicant/applications/{case.pk}/")
    engineer.follow("定稿、盖章、合成报告")
    engineer.look()
    engineer.press("定稿盖章版")
    engineer.says("第1页封面")
    engineer.says("第3页真实性承诺")
    signed = engineer.context.request.get(f"{engineer.base}/applicant/applications/{case.pk}/sealing/1/pages.pdf").body()
    assert "草稿" not in text_of(signed)
    engineer.expected = {409}
    engineer.page.set_input_files("#scans", pictures(signed)[:1])
    engineer.press("合成盖章报告")
    engineer.says("要2页（第1页封面、第3页真实性承诺），传了1页")
    engineer.expected = set()
    engineer.page.set_input_files("#scans", pictures(signed)[::-1])
    engineer.press("合成盖章报告")
    engineer.says("已合成盖章报告并采用")
    engineer.look()
    engineer.follow("返回申报件")
    engineer.says("各页标记与本件现在的版本一致")
    engineer.look()
    engineer.press("提交申报")
    assert fresh(case).state == "submitted"
    phone = visitor(390, 844)
    phone.sign_in("factory001")
    phone.go(f"/applicant/applications/{case.pk}/sealing/")
    phone.look()


def test_an_officer_is_shown_the_page_where_a_figure_of_the_report_differs(visitor, demo_province):
    case, unit = demo_province.application_at("draft"), demo_province.unit
    set_report(case, file=stored(demo_province, with_figure(case, "综合能源消费量", "99,999.5 tce")), actor=unit.engineer)
    submit_and_check(fresh(case), actor=unit.engineer)
    officer = visitor()
    officer.sign_in("bureau360400")
    officer.go(f"/bureau/applications/{case.pk}/?item=C-44")
    officer.says("1项不一致")
    officer.follow("报告检查")
    officer.says("99,999.5tce")
    officer.look()
    place = officer.page.locator(".report-check .differs a").first
    page = place.inner_text().strip("第页")
    follow(place)
    officer.says(f"第{page} / {fresh(case).report.pages}页")
    shown = pypdfium2.PdfDocument(to_pdf(evaluation_report(case)))
    assert 1 < int(page) <= len(shown)
    officer.go(f"/bureau/applications/{case.pk}/filing/")
    officer.says("报告写的是99,999.5tce")
    officer.look()
