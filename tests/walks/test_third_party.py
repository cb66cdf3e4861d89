"""A third-party evaluation in a real browser: the unit asks, the body accepts and signs, the unit adopts; the sixteenth is refused."""

from greenlist.casework.applications.models import Application
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.services import accept_engagement, propose_engagement
from tests.casework.applications.test_report_check import with_figure
from tests.walks.conftest import follow


def pdf(tmp_path, application):
    file = tmp_path / "评价报告.pdf"
    file.write_bytes(with_figure(application, "综合能源消费量", "99,999.5 tce"))
    return file


def test_asked_accepted_signed_and_adopted(visitor, demo_province, served_screen, tmp_path):
    application = demo_province.application_at("draft")
    factory = visitor()
    factory.sign_in("factory001")
    factory.go(f"/applicant/applications/{application.pk}/")
    factory.page.check("input[name=mode][value=third_party]")
    factory.page.select_option("#evaluator", index=1)
    factory.press("保存级别与方式")
    factory.says("等第三方机构受理")
    factory.look()
    body = visitor()
    name = Application.objects.get(pk=application.pk).third_party
    number = next(i for i, b in enumerate(demo_province.cast.evaluators, 1) if str(b.evaluator) == name)
    body.sign_in(f"evaluator{number}")
    body.look()
    follow(body.page.locator("tbody th a").first)
    body.look()
    body.press("受理委托")
    body.says("不占用国家级项目上限")
    report = pdf(tmp_path, Application.objects.get(pk=application.pk))
    body.page.set_input_files("#report-file", report)
    body.expected = {409}
    body.press("签署评价报告")
    body.says("真实性和准确性负责")
    served_screen("C-35", body.page, "evaluator:report")
    body.page.set_input_files("#report-file", report)
    body.page.check("input[name=liability]")
    body.press("签署评价报告")
    body.says("综合能源消费量：申报表是")
    body.look()
    body.expected = set()
    looked = body.page.locator("form:has(input[name=looked])")
    looked.locator("input[name=looked]").check()
    looked.locator("input[name=liability]").check()
    body.press("签署这份报告")
    body.says("已签署评价报告")
    body.look()
    body.follow("填逐项评价值")
    body.page.locator("[name='g-4-1'][value=met]").check()
    body.page.fill("[name='g-7.1-4']", "1")
    body.look()
    body.press("确认逐项评价值")
    body.says("已确认2项评价值")
    factory.go(f"/applicant/applications/{application.pk}/")
    factory.press("采用签署版报告")
    factory.says("本件所附报告就是这一版")
    factory.look()


def test_the_sixteenth_national_project_is_refused_with_the_list(visitor, demo_province, served_screen):
    body, unit = demo_province.cast.evaluators[0], demo_province.unit
    for n in range(16):
        made = propose_engagement(body.evaluator, site=unit.site, notice="jx-2024-20", application_number=f"2024-JJ-9{n:03d}",
                                  category="factory", is_national=True, actor=unit.engineer)  # fmt: skip
        if n < 15:
            accept_engagement(made, statement="没有利害关系", limit=15, actor=body.manager)
    manager = visitor()
    manager.sign_in("evaluator1")
    manager.go(f"/evaluator/engagements/{made.pk}/")
    manager.expected = {409}
    manager.press("受理委托")
    manager.says("国家级评价项目已满15项")
    manager.says("第15项")
    manager.look()
    manager.expected = set()
    manager.go("/evaluator/cap/")
    served_screen("C-36", manager.page, "evaluator:cap")
    manager.look()
    phone = visitor(390, 844)
    phone.sign_in("evaluator1")
    for path in ("/evaluator/engagements/", f"/evaluator/engagements/{made.pk}/", "/evaluator/cap/"):
        phone.go(path)
        phone.look()


def test_a_body_declares_its_conditions_is_inspected_and_the_province_answers(visitor, demo_province, served_screen, tmp_path):
    body = demo_province.cast.evaluators[0]
    case = demo_province.application_at("draft", body=body)
    accept_engagement(case_engagement(case), statement="没有利害关系", limit=15, actor=body.manager)
    manager, officer, head = visitor(), visitor(), visitor()
    manager.sign_in("evaluator1")
    manager.follow("机构条件")
    manager.says("还没有申报")
    manager.look()
    manager.page.select_option("#legal_person", "yes")
    manager.page.fill("#full_time", "12")
    manager.page.fill("#senior", "7")
    manager.page.locator("[name=year]").first.fill("2023")
    manager.page.locator("[name=what]").first.fill("参加省级绿色工厂评价")
    manager.expected = {409}
    manager.press("申报机构条件")
    manager.says("请附职称、社保和业绩的证明材料")
    manager.expected = set()
    manager.page.set_input_files("#file", pdf(tmp_path, case))
    manager.press("申报机构条件")
    manager.says("已申报机构条件")
    officer.sign_in("bureau360400")
    officer.follow("第三方机构")
    officer.says("1家还没有监督记录")
    officer.look()
    served_screen("C-58", officer.page, "bureau:evaluators")
    officer.page.locator("summary", has_text="登记监督检查").click()
    officer.page.fill("[name=looked_on]", "2024-05-20")
    officer.page.fill("[name=what]", "查阅评价合同和现场评价记录")
    officer.page.fill("[name=problem]", "没有到现场就出具报告")
    officer.press("登记监督检查")
    officer.press("反馈省厅")
    officer.says("已反馈省厅")
    head.sign_in("province")
    head.go("/todo/")
    follow(head.page.get_by_role("link", name="条第三方机构问题等您处理").first)
    head.follow(str(body.evaluator))
    head.look()
    served_screen("C-59", head.page, "province:evaluator")
    head.page.fill("[name=handling]", "已约谈机构，要求重新到现场评价")
    head.press("登记处理意见")
    head.says("处理：已约谈机构")


def case_engagement(case):
    return Engagement.objects.get(application_number=case.number)
