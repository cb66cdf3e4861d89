"""One factory, all the way: from a draft to the published list, every act by its person in a real browser."""

import itertools
import json
import re
from pathlib import Path

from playwright.sync_api import expect

from greenlist.casework.applications.models import Application
from greenlist.casework.register.models import ListEntry
from greenlist.papers.letter import RecommendationLetter, to_pdf
from tests.walks.conftest import follow

FIGURES = json.loads((Path(__file__).parents[1] / "engines" / "scoring" / "good_figures.json").read_text())


def fill_sections(factory) -> None:
    """Every section of the form, field by field, as an engineer would."""
    page = factory.page
    follow(page.get_by_role("link", name="填写申报表"))
    while True:
        page.wait_for_load_state()
        for radio in page.locator("form[data-autosave] input[type=radio][value=met]").all():
            radio.check()
        for box in page.locator("form[data-autosave] input[type=checkbox]").all():
            box.check()
        for select in page.locator("form[data-autosave] select").all():
            select.select_option(index=2)
        for field in page.locator("form[data-autosave] input[name^='v-'][type=text], form[data-autosave] textarea").all():
            name = field.get_attribute("name").removeprefix("v-")
            if not field.input_value():
                field.fill(FIGURES.get(name) or ("5" if name[0].isdigit() else "演示内容"))
        expect(page.locator("[data-save-state]")).to_contain_text("已自动保存", timeout=10000)
        factory.look()
        following = page.locator("a.btn", has_text="›")
        if not following.count():
            return
        with page.expect_navigation():  # the link waits until everything typed is saved
            following.click()


def fix_marks_beyond_the_maximum(factory) -> None:
    """The form says what is odd about a mark; put it right: full-width digits are understood."""
    page = factory.page
    for section in ("5", "6", "7", "8", "9", "10"):
        factory.go(page.url.removeprefix(factory.base).rsplit("sections/", 1)[0] + f"sections/{section}/")
        odd = page.locator("tr.is-odd")
        while left := odd.count():
            odd.first.locator("input[name^='v-']").fill("１.０")
            page.keyboard.press("Tab")
            expect(odd).to_have_count(left - 1)


def apply(factory, tmp_path) -> None:
    page = factory.page
    factory.sign_in("factory001")
    factory.look()
    follow(page.get_by_role("link", name="新建申报件"))
    factory.look()
    factory.press("建立申报件")
    page.check("input[name=national]")
    factory.press("保存级别与方式")
    factory.expected = {409}
    factory.press("提交申报")
    factory.says("项未填")
    factory.says("还没有上传盖章的评价报告")
    page.goto(page.url.replace("submission/", ""))
    factory.expected = set()
    fill_sections(factory)
    fix_marks_beyond_the_maximum(factory)
    application = Application.objects.get()
    home = f"/applicant/applications/{application.pk}/"
    factory.go(home)
    factory.look()
    factory.follow("定稿、盖章、合成报告")
    factory.press("定稿盖章版")
    report = tmp_path / "评价报告.pdf"
    report.write_bytes(factory.context.request.get(f"{factory.base}{home}sealing/1/report.pdf").body())
    factory.go(home)
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7 broken")
    factory.expected = {409}
    page.set_input_files("#report-file", broken)
    page.get_by_role("button", name="上传评价报告").click()
    expect(page.locator("[data-upload-message]")).to_contain_text("打不开")
    factory.expected = set()
    factory.go(home)
    page.set_input_files("#report-file", report)
    factory.press("上传评价报告")
    expect(page.locator(".done-line")).to_contain_text("已上传评价报告“评价报告.pdf”", timeout=10000)
    factory.press("提交申报")
    factory.says("HZ-2024-JJ-0001-1")
    factory.look()
    factory.go(home + "score/")
    factory.says("含未核实的标准数值")
    factory.look()


def centred(locator):
    """Scrolled to the middle, as a person does when the decision bar covers the place."""
    locator.evaluate("place => place.scrollIntoView({block: 'center'})")
    return locator


def verify(officer, served_screen, tmp_path) -> None:
    page = officer.page
    officer.sign_in("bureau360400")
    officer.look()
    follow(page.locator("tbody tr[data-row] th a").first)
    follow(page.get_by_role("link", name="录入证明").first)
    officer.look()
    for box in page.locator("input[name=clause][type=checkbox]").all():
        centred(box).check()
    centred(page.locator("input[name=clause][value='C-44']")).uncheck()
    proof = tmp_path / "函复.pdf"
    proof.write_bytes(to_pdf(RecommendationLetter(2024, "生态环境局", "九江市工业和信息化局", "", None, (), True, "演示通知")))
    record(page, "not_found", "职责范围内没有记录", "生态环境局、应急管理局、市场监管局函复")
    page.set_input_files("#proof", proof)
    page.fill("#proof-page", "1")
    officer.press("存入查核结果")
    follow(page.get_by_role("link", name="录入证明").first)
    assert page.locator("input[name=clause]:checked").evaluate_all("boxes => boxes.map(b => b.value)") == ["C-44"]
    record(page, "found", "2022年全年用电量为零", "供电公司清单")
    page.fill("#from_on", "2022-01-01")
    page.fill("#until_on", "2022-12-31")
    officer.press("存入查核结果")
    follow(page.get_by_role("link", name="连续停产12个月以上", exact=True))
    officer.says("近三年内停产1段，最长12个月")
    served_screen("C-44", page, "bureau:verification")
    officer.look()
    officer.expected = {409}
    page.fill("#recommended_because", "基础好，愿意带动同行")
    officer.press("标为可推荐")
    officer.says("连续停产12个月以上：发现")
    officer.expected = set()
    officer.go(page.url.removeprefix(officer.base).replace("recommendability/", "") + "?item=C-44")
    centred(page.locator("input[name=outcome][value=set_aside]")).check()
    page.fill("textarea[name=reason]", "停产系政府统一规划的搬迁改造，省厅有批复")
    officer.press("保存判断")
    officer.says("评分表未录入")  # on to the condition that the rules leave open
    centred(page.locator("input[name=outcome][value=met]")).check()
    page.fill("textarea[name=reason]", "已看评价报告，按行业标准评价，结论合格")
    officer.look()
    officer.press("保存判断")
    page.fill("#recommended_because", "基础好，愿意带动同行")
    officer.press("标为可推荐")
    officer.says("已标为可推荐")


def record(page, answer: str, statement: str, source: str) -> None:
    centred(page.locator(f"input[name=answer][value={answer}]")).check()
    page.fill("#statement", statement)
    page.fill("#source", source)
    page.fill("#looked_up_on", "2024-05-21")


def recommend(officer, tmp_path) -> None:
    page = officer.page
    officer.go("/bureau/batches/")
    officer.look()
    officer.press("送签并冻结")
    officer.says("已送签1件")
    officer.look()
    for link in page.locator(".papers a").all():
        assert officer.context.request.get(officer.base + link.get_attribute("href")).ok
    scan = tmp_path / "推荐函.pdf"
    scan.write_bytes(officer.context.request.get(officer.base + page.locator(".papers a[href$='letter.pdf']").get_attribute("href")).body())
    page.fill("#letter_number", "演工信函〔2024〕演01号")
    page.fill("#dated_on", "2024-05-22")
    page.set_input_files("#letter-file", scan)
    officer.press("登记盖章件")
    officer.press("报送推荐材料")
    officer.says("已报送1件")


def take_in(province) -> None:
    page = province.page
    province.sign_in("province")
    province.look()
    province.go("/province/intake/")
    province.look()
    follow(page.locator("tbody th a").first)
    province.look()
    province.press("通过形式审查")
    page.locator("input[name=expert]").first.check()
    province.press("指派专家")
    province.says("已指派专家")


def review(expert, username: str) -> None:
    page = expert.page
    expert.sign_in(username)
    expert.look()
    follow(page.locator("tbody th a").first)
    expert.look()
    page.check("input[name=no_conflict]")
    expert.press("签署承诺书并开始评审")
    page.locator("details summary").first.wait_for()
    page.evaluate("document.querySelectorAll('details.sheet-group').forEach(d => d.open = true)")
    for met in page.locator(".switch label", has=page.locator("input[value=met]")).all():
        centred(met).click()
    for row in page.locator("tr[data-item]", has=page.locator("input.figure")).all():
        row.locator("input.figure").fill(row.locator("td").nth(2).inner_text())
    low = page.locator("tr[data-item]", has=page.locator("input.figure")).first
    low.locator("input.figure").fill("０．１")
    page.keyboard.press("Tab")
    expect(low.locator("[data-lacks]")).to_be_visible(timeout=10000)
    expect(page.locator("#still-open")).to_have_text("缺1条理由")
    low.locator("th").click()
    page.locator(".reason:visible textarea").fill("证明只说明了一部分")
    page.keyboard.press("Tab")
    expect(page.locator("#still-open")).to_have_text("")
    expert.look()
    expert.press("提交本件评分")
    expert.says("已提交本件评分")


def record_special(province) -> None:
    province.go("/province/steps/")
    province.look()
    province.page.locator("tbody input[name=application]").first.check()
    province.page.fill("#document", "演工信专审〔2024〕演1号")
    province.press("记录所选件专项审查")
    province.says("已记录1件专项审查通过")
    province.look()


def decide(province, director) -> None:
    province.go("/province/selection/")
    province.page.fill("#line", "5")
    province.page.keyboard.press("Enter")
    province.page.wait_for_url(re.compile(r"/selection/\?.*line=5"))
    province.says("第1稿（试算，没有存）")
    province.press("降低1分")
    province.says("不设 → 4.0：进0、出0")
    province.look()
    province.press("存为第1稿")
    province.look()
    province.explain_what_is_open()
    province.press("送审第1稿")
    province.expected = {409}
    province.press("审定第1稿")
    province.says("送审人和审定人须是两个人")
    director.sign_in("director")
    director.go("/province/selection/")
    director.page.locator("summary", has_text="会议记录").click()
    director.page.fill("#held_on", "2024-05-22")
    director.page.fill("#document", "演工信会纪〔2024〕演6号")
    director.page.fill("#attendees", "分管厅领导、节能处（演示）")
    director.look()
    director.press("审定第1稿")
    director.look()
    director.go("/province/publications/")
    director.press("发布公示…")
    director.says("已发布公示")
    director.look()
    director.expected = {409}
    director.page.fill("#document_number", "演工信节能字〔2024〕演60号")
    director.press("发布名单…")
    director.says("期满后才能公布")
    director.expected = set()


def tell_ministry(director, served_screen) -> None:
    """The nominations wait, with their last day, until it is written down by which document they went."""
    director.says("还没有登记向工信部推荐")
    director.expected = {409}
    director.page.fill("#ministry_on", "2024-05-30")
    director.press("登记向工信部推荐")
    director.says("请填推荐文件的文号")
    served_screen("C-13", director.page, "province:nomination")
    director.expected = set()
    director.look()
    director.page.fill("#ministry_number", "演工信函〔2024〕演71号")
    director.press("登记向工信部推荐")
    director.says("已向工信部推荐：演工信函〔2024〕演71号")


def test_from_draft_to_public_list(visitor, demo_province, served_screen, tmp_path):
    apply(factory := visitor(), tmp_path)
    verify(officer := visitor(), served_screen, tmp_path)
    recommend(officer, tmp_path)
    take_in(province := visitor())
    review(visitor(), Application.objects.get().assignments.get().expert.username)
    record_special(province)
    decide(province, director := visitor())
    keeper = visitor()
    keeper.sign_in("system")
    keeper.go("/admin/clock/")
    keeper.look()
    keeper.page.fill("#instant", "2024-05-30T09:00")
    keeper.press("推进演示时间")
    director.go("/province/screen/")
    director.look()
    director.press("查核全部拟入选单位")
    director.says("未发现风险")
    director.go("/province/publications/")
    director.page.fill("#document_number", "演工信节能字〔2024〕演60号")
    director.press("发布名单…")
    director.says("国家级推荐，1家")
    tell_ministry(director, served_screen)
    citizen = visitor(390, 844)
    citizen.go("/")
    citizen.page.fill("input[name=text]", Application.objects.get().site.name)
    citizen.press("查找在册状态")
    citizen.says("在册 1")
    citizen.says(Application.objects.get().site.name)
    citizen.look()
    assert ListEntry.objects.get().document == "演工信节能字〔2024〕演60号"
    assert factory.page.url


def test_two_windows_on_one_section_lose_nothing(visitor, demo_province):
    application = demo_province.application_at("draft")
    path = f"/applicant/applications/{application.pk}/sections/unit/"
    first, second = visitor(), visitor()
    for one in (first, second):
        one.sign_in("factory001")
        one.go(path)
    first.page.fill("[name=v-contact_person]", "甲工")
    first.page.keyboard.press("Tab")
    expect(first.page.locator("[data-save-state]")).to_contain_text("已自动保存", timeout=10000)
    second.expected = {409}
    second.page.fill("[name=v-contact_person]", "乙工")
    second.page.keyboard.press("Tab")
    second.page.wait_for_selector("[data-conflict] form")
    second.says("乙工")
    second.says("甲工")
    second.press("按所选保存本节")
    second.go(path)
    assert second.page.input_value("[name=v-contact_person]") == "乙工"


def test_smoke_the_public_pages_at_both_widths(visitor, demo_province):
    for width, height in ((1440, 900), (390, 844)):
        citizen = visitor(width, height)
        for path in ("/", "/published-lists/", "/clauses/jx-2024-20/", "/clauses/jx-2024-20/3.1.1/", "/rounds/jx-2024-20/", "/notices/",
                     "/standards/", "/standards/gbt-36132/2018/", "/open-data/", "/components/", "/accounts/login/"):  # fmt: skip
            citizen.go(path)
            citizen.look()


def test_the_answers_of_the_departments_stand_apart_on_the_workbench(visitor, demo_province):
    demo_province.application_at("recommendable")
    officer = visitor()
    officer.sign_in("bureau360400")
    officer.go("/bureau/workbench/")
    boxes = [place.bounding_box() for place in officer.page.locator(".departments").first.locator("> span").all()]
    assert len(boxes) == 3
    assert all(after["x"] - before["x"] - before["width"] >= 8 for before, after in itertools.pairwise(boxes))


def test_every_office_page_fits_a_phone(visitor, demo_province):
    case = demo_province.application_at("recommendable")
    pages = {
        "factory001": [f"/applicant/applications/{case.pk}/", f"/applicant/applications/{case.pk}/sections/10/", "/applicant/files/"],
        "bureau360400": ["/bureau/workbench/", f"/bureau/applications/{case.pk}/", f"/bureau/applications/{case.pk}/filing/", "/bureau/batches/"],
        "province": ["/province/round/", "/province/intake/", "/province/selection/", "/province/publications/", "/province/parameters/"],
        "system": ["/admin/accounts/"], "security": ["/admin/memberships/"], "audit": ["/admin/journal/", "/admin/journal/verification/"],
    }  # fmt: skip
    for username, paths in pages.items():
        one = visitor(390, 844)
        one.sign_in(username)
        for path in paths:
            one.go(path)
            one.look()
