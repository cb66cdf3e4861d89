"""Where the clauses act on screens: what a rule answers holds a case back or changes a line, in a real browser."""

from datetime import datetime

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import start_application
from greenlist.casework.evaluators.ban_services import ban
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.clock import SHANGHAI, set_demo_clock
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.register.services import declare_coverage
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.models import RecordedFact
from greenlist.casework.verification.services import submit_and_check
from greenlist.papers.letter import RecommendationLetter, to_pdf
from greenlist.rehearsal import acts
from greenlist.rehearsal.county_zip import plain_page
from tests.casework.cast import Random, fresh

VERIFICATION = "bureau:verification"


def look_at(officer, application) -> None:
    officer.go(f"/bureau/applications/{application.pk}/")


def held_back(officer, application, *words: str) -> None:
    """标为可推荐 is refused, and says each of these words."""
    officer.expected = {409}
    look_at(officer, application)
    officer.page.fill("#recommended_because", "基础好，愿意带动同行")
    officer.press("标为可推荐")
    for said in words:
        officer.says(said)
    officer.expected = set()


def test_what_was_found_under_any_exclusion_holds_the_case_back(visitor, demo_province, served_screen):
    application = demo_province.application_at("submitted")
    officer = visitor()
    officer.sign_in("bureau360400")
    officer.go(f"/bureau/applications/{application.pk}/?item=C-43&record=1")
    for box in officer.page.locator("input[name=clause][type=checkbox]").all():
        box.evaluate("place => place.scrollIntoView({block: 'center'})")
        box.check()
    officer.page.locator("input[name=answer][value=found]").check()
    officer.page.fill("#statement", "有一条")
    officer.page.fill("#source", "演示函复")
    officer.page.fill("#looked_up_on", "2024-05-21")
    officer.page.locator("details summary", has_text="起止日期").click()
    officer.page.fill("#from_on", "2022-01-01")
    officer.look()
    officer.press("存入查核结果")
    held_back(officer, application, *(f"{label}：发现" for label in exclusion_labels().values()))
    served_screen("C-40", officer.page, "bureau:recommendability")
    officer.page.fill("#recommended_because", " ")
    officer.expected = {409}
    officer.press("标为可推荐")
    officer.says("请写明推荐理由：为什么推荐这一家")
    served_screen("C-15", officer.page, "bureau:recommendability")
    officer.expected = set()
    officer.page.locator("summary", has_text="不予推荐").click()
    served_screen("C-42", officer.page, "bureau:recommendability")
    look_at(officer, application)
    for clause in exclusion_labels():
        served_screen(clause, officer.page, VERIFICATION)
    officer.look()


def test_an_unmet_condition_holds_the_case_back_and_an_open_one_is_told(visitor, demo_province, served_screen):
    application = demo_province.application_at("verifying")
    officer = visitor()
    officer.sign_in("bureau360400")
    officer.go(f"/bureau/applications/{application.pk}/?item=C-06")
    officer.page.locator("summary", has_text="判断报告是否参考").click()
    officer.expected = {409}
    officer.press("保存对报告的判断")
    officer.says("请写明判断的理由")
    served_screen("C-37", officer.page, "bureau:report_judgement")
    officer.look()
    Application.objects.filter(pk=application.pk).update(wants_provincial=False, mode="third_party", third_party="", report=None)
    held_back(officer, application, "申报级别：没有选级别", "没有写明机构", "没有评价报告")
    look_at(officer, application)
    for clause in ("C-67", "C-04", "C-06"):
        served_screen(clause, officer.page, VERIFICATION)
    site = application.site
    for industry, clause, word in (("3011", "C-16", "评分表未录入"), ("0000", "C-17", "没有适用的行业标准")):
        type(site).objects.filter(pk=site.pk).update(industry=industry)
        look_at(officer, application)
        officer.says(word)
        served_screen(clause, officer.page, VERIFICATION)
    Application.objects.filter(pk=application.pk).update(category="park")
    look_at(officer, application)  # the form was filled against another standard than a park's
    served_screen("C-05", officer.page, VERIFICATION)
    Application.objects.filter(pk=application.pk).update(category="factory")
    enter_listing(site, actor=SYSTEM, level="provincial", category="factory", year=2021, document="演1号")
    Application.objects.filter(pk=application.pk).update(wants_national=True)
    look_at(officer, application)
    officer.says("2021年省级在册")
    served_screen("C-14", officer.page, VERIFICATION)


def other_category(demo_province, unit, category, industry):
    """An application of another category, handed in."""
    type(unit.site).objects.filter(pk=unit.site.pk).update(industry=industry)
    unit.site.refresh_from_db()
    application = start_application(unit.site, round_=demo_province.round, category=category, actor=unit.engineer)
    acts.fill(application, unit, Random(7), quality=0.9)
    acts.attach_report(application, unit)
    submit_and_check(fresh(application), actor=unit.engineer)
    return fresh(application)


def test_parks_and_chains_are_held_to_their_own_standards(visitor, demo_province, served_screen):
    officer = visitor()
    officer.sign_in("bureau360400")
    park = other_category(demo_province, demo_province.units[0], "park", "")
    look_at(officer, park)
    officer.says("园区不分行业，用同一评价要求")
    served_screen("C-20", officer.page, VERIFICATION)
    acts.verify_all(park, demo_province.officer)
    look_at(officer, park)
    officer.expected = {409}
    officer.press("标为可推荐")
    officer.says("请写明推荐理由：为什么推荐这一家")
    served_screen("C-26", officer.page, "bureau:recommendability")
    officer.expected = set()
    chain = other_category(demo_province, demo_province.units[1], "supply_chain", "1711")
    declare_coverage(kind="published_list", region="江西", from_year=2021, until_year=2023, category="factory", actor=SYSTEM)
    acts.verify_all(chain, demo_province.officer)
    held_back(officer, chain, "供应链企业应为绿色工厂：名册中没有本企业的绿色工厂记录")
    look_at(officer, chain)
    served_screen("C-29", officer.page, VERIFICATION)
    served_screen("C-33", officer.page, VERIFICATION)
    office = visitor()
    office.sign_in("province")
    office.go("/province/waivers/")
    office.page.fill("#subject", chain.site.organisation.credit_code)
    office.page.fill("#reason", "整车企业，工厂另行申报")
    office.look()
    office.press("准予豁免")
    office.says("整车企业，工厂另行申报")
    look_at(officer, chain)
    officer.says("省厅豁免：整车企业，工厂另行申报")
    officer.page.fill("#recommended_because", "带动上游供应商")
    officer.press("标为可推荐")
    officer.says("已标为可推荐")
    type(chain.site).objects.filter(pk=chain.site_id).update(industry="3611")
    look_at(officer, chain)
    served_screen("C-28", officer.page, VERIFICATION)


def test_a_report_of_a_body_no_longer_believed_holds_the_case_back(visitor, demo_province, served_screen):
    body = demo_province.cast.evaluators[0]
    application = demo_province.application_at("verifying", body=body)
    ban(body.evaluator, reason="弄虚作假", document="演2号", years=3, actor=demo_province.cast.province)
    officer = visitor()
    officer.sign_in("bureau360400")
    held_back(officer, application, "省厅于2024-05-22决定不予采信")
    look_at(officer, application)
    served_screen("C-60", officer.page, VERIFICATION)


def test_the_package_is_whole_sealed_and_in_time(visitor, demo_province, served_screen, tmp_path):
    demo_province.application_at("frozen")
    RecordedFact.objects.update(source="信用中国查询")
    officer, where = visitor(), f"/bureau/batches/{Batch.objects.get().pk}/"
    officer.sign_in("bureau360400")
    officer.go("/bureau/batches/")
    served_screen("C-09", officer.page, "bureau:batches")
    officer.go(where)
    served_screen("C-66", officer.page, "bureau:batch")
    officer.go("/platform/")
    officer.says("1批还没有登记平台回执")
    shot = tmp_path / "回执.pdf"
    shot.write_bytes(plain_page("平台回执"))
    officer.page.get_by_label("平台回执号").fill("演平台1号")
    officer.page.get_by_label("上传日期").fill("2024-05-22")
    officer.page.get_by_label("回执的截图或扫描件").set_input_files(shot)
    officer.press("登记平台回执")
    officer.says("已登记平台回执 演平台1号")
    served_screen("C-10", officer.page, "platform")
    assert "演平台1号" in officer.page.request.get(f"{officer.page.url}?as=csv").text()
    officer.go(where)
    officer.expected = {409}
    officer.press("报送推荐材料")
    officer.says("还没有登记文号和盖章的推荐文件")
    officer.says("1家没有征求齐部门意见")
    officer.go(where)
    served_screen("C-41", officer.page, "bureau:batch")
    scan = tmp_path / "推荐函.pdf"
    scan.write_bytes(to_pdf(RecommendationLetter(2024, "演示", "九江市工业和信息化局", "", None, (), True, "演示通知")))
    officer.page.fill("#letter_number", "演工信函〔2024〕演01号")
    officer.page.locator("#dated_on").evaluate("field => field.removeAttribute('max')")  # the server says it as well
    officer.page.fill("#dated_on", "2024-05-28")
    officer.page.set_input_files("#letter-file", scan)
    officer.press("登记盖章件")
    officer.says("落款日期2024-05-28晚于截止日2024-05-27")
    served_screen("C-68", officer.page, "bureau:letter")
    officer.go("/notice-text/jx-2024-20/")
    officer.says("0791-")
    for clause in ("C-01", "C-38", "C-39", "C-64", "C-65"):
        served_screen(clause, officer.page, "notice_text")
    officer.look()
    officer.go(where)
    officer.page.fill("#letter_number", "演工信函〔2024〕演01号")
    officer.page.fill("#dated_on", "2024-05-22")
    officer.page.set_input_files("#letter-file", scan)
    officer.press("登记盖章件")
    set_demo_clock(datetime(2024, 5, 28, 0, 0, 1, tzinfo=SHANGHAI))
    officer.go(where)
    officer.page.fill("#unconsulted_because", "函复在途")
    officer.press("报送推荐材料")
    officer.says("报送截止时间（2024年5月27日24:00）已过")
    served_screen("C-08", officer.page, "bureau:submission")


def test_the_other_screens_where_a_clause_is_met(visitor, demo_province, served_screen):
    engineer = visitor()
    engineer.sign_in("factory001")
    engineer.go("/applicant/applications/new/")
    served_screen("C-02", engineer.page, "applicant:application_new")
    served_screen("C-03", engineer.page, "applicant:application_new")
    returned = demo_province.application_at("verifying", demo_province.units[1])
    officer = visitor()
    officer.sign_in("bureau360400")
    officer.go(f"/bureau/applications/{returned.pk}/filing/")
    officer.expected = {409}
    officer.press("退回补正")
    officer.says("请至少写明一处要补正的内容")
    served_screen("C-07", officer.page, "bureau:return")
    office = visitor()
    office.sign_in("province")
    application = demo_province.application_at("on_notice")
    office.go("/province/round/")
    served_screen("C-69", office.page, "province:round")
    office.go(f"/province/applications/{application.pk}/")
    served_screen("C-11", office.page, "province:application")
    office.go("/province/publications/")
    office.expected = {409}
    office.page.fill("#document_number", "演1号")
    office.press("发布名单…")
    office.says("期满后才能公布")
    served_screen("C-12", office.page, "province:lists")
    officer.go("/publicity/yearly/?year=2023")
    officer.press("办结年度宣传情况")
    officer.says("2023年登记的绿色制造服务行活动0次，少于1次，请写明原因")
    served_screen("C-61", officer.page, "publicity_closing")
    served_screen("C-62", officer.page, "publicity_closing")
    officer.look()
    centre = visitor()
    centre.sign_in("centre")
    centre.go("/province/publications/")
    centre.says("公示、公布和向工信部推荐由省工信厅决定")
    served_screen("C-63", centre.page, "province:publications")
    officer.go("/incidents/new/")
    _record_incident(officer, returned.site.name, deaths="10")
    officer.press("市级办结")
    officer.says("不能在市级办结")
    officer.look()
    served_screen("C-55", officer.page, "incident_onward")
    officer.go("/incidents/")
    officer.look()
    officer.go("/incidents/new/?kind=environmental_incident")
    officer.look()
    _record_incident(officer, returned.site.name, evacuated="10000")
    officer.press("市级办结")
    officer.says("Ⅱ级（重大）")
    served_screen("C-56", officer.page, "incident_onward")


def _record_incident(officer, site: str, **numbers: str) -> None:
    """Record one at a site with these numbers, the others not known, and say how it ended."""
    officer.page.fill("#site", site)
    officer.page.fill("#happened_on", "2024-05-21")
    officer.page.fill("#source", "应急管理局来函（演示）")
    officer.page.fill("#account", "反应釜泄漏，已停产")
    for name, value in numbers.items():
        officer.page.fill(f"input[name={name}]", value)
    officer.press("记录这起事故")
    officer.page.fill("#outcome", "已处理")
