"""From the line to the list: a point moves three units, the screen catches one, an objection brings in another with its own notice."""

from datetime import date, datetime
from random import Random

from greenlist.casework.journal.clock import SHANGHAI, set_demo_clock
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.services import enter_adverse_record
from greenlist.casework.review.models import Assignment
from greenlist.rehearsal.cast import invite_units
from tests.casework.cast import JIUJIANG

SCORES = ("92.00", "90.00", "84.50", "83.60", "83.40", "83.20", "82.90", "82.50")


def eight_reviewed(province):
    """Eight reviewed units (a full forty would take minutes): six above 83, two that wait for a place."""
    units = [*province.units, *invite_units(province.cast, Random(5), unit=JIUJIANG, count=6, first_serial=4)]
    cases = [province.application_at("reviewed", unit) for unit in units]
    for case, score in zip(cases, SCORES, strict=True):
        Assignment.objects.filter(application=case).update(score=score)
    return cases


def move_the_line(province, phone) -> None:
    province.sign_in("province")
    province.go("/province/selection/?line=84")
    province.press("存为第1稿")
    province.press("降低1分")
    province.says("84.0 → 83.0：进3、出0")
    entering = province.page.locator(".change", has_text="＋ 进").locator(".cite")
    assert ["".join(text.split()) for text in entering.all_inner_texts()] == ["依据本轮参数"] * 3
    province.look()
    phone.sign_in("province")
    phone.go("/province/selection/?line=83")
    phone.look()
    province.page.fill("#line", "82")
    province.page.fill("#quota-factory", "6")
    province.page.keyboard.press("Enter")
    province.page.wait_for_url("**quota-factory=6*")
    province.look()
    province.explain_what_is_open()
    province.press("送审第2稿")


def download(visitor, link: str) -> bytes:
    answer = visitor.context.request.get(visitor.base + visitor.page.get_by_role("link", name=link).first.get_attribute("href"))
    assert answer.ok
    return answer.body()


def decide(director, number: int) -> None:
    director.go("/province/selection/")
    director.page.locator("summary", has_text="会议记录").click()
    director.page.fill("#held_on", "2024-05-22")
    director.page.fill("#document", f"演工信会纪〔2024〕演{number}号")
    director.page.fill("#attendees", "分管厅领导、节能处（演示）")
    director.press(f"审定第{number}稿")
    director.says("已审定")


def screen(director, phone, case, officer) -> None:
    enter_adverse_record(case.site, kind="stopped_production", from_on=date(2022, 1, 1), until_on=date(2023, 6, 30),
                         statement="停产18个月", source="供电公司清单", actor=officer)  # fmt: skip
    director.go("/province/screen/")
    director.press("查核全部拟入选单位")
    director.says("1项没有了结")
    director.says("同类处理 0件")
    director.look()
    phone.go("/province/screen/")
    phone.look()
    director.page.get_by_label("属该情形", exact=True).check()
    director.page.get_by_label("判断的理由").fill("供电清单属实，没有搬迁批复")
    director.press("保存判断")
    director.look()
    director.press("移出一件并重排…")
    director.says("重排为第3稿")
    director.says("＋ 进")


def object_to(citizen, case) -> None:
    citizen.go("/notices/")
    citizen.follow("2024年度省级绿色制造名单公示")
    citizen.look()
    citizen.follow("提出异议")
    citizen.look()
    citizen.page.select_option("#application", label=case.site.name)
    citizen.page.fill("#statement", "2023年11月受过行政处罚，见信用中国")
    citizen.press("提交异议")
    citizen.says("已收到，编号 YY-2024-001")
    citizen.go("/notices/")
    assert "信用中国" not in citizen.page.inner_text("body")


def uphold(province, phone) -> None:
    province.go("/province/objections/")
    province.look()
    province.follow("YY-2024-001")
    province.page.fill("#examination", "信用中国查到1条，处罚2万元")
    province.press("登记核查情况")
    province.look()
    phone.go(province.page.url.removeprefix(province.base))
    phone.look()
    province.page.fill("#reason", "处罚属实，在近三年内")
    province.page.select_option("#clause", value="C-49")
    province.press("认定异议成立…")
    province.says("成立")


def publish(director, day: int, month: int) -> None:
    set_demo_clock(datetime(2024, month, day, 10, tzinfo=SHANGHAI))
    director.go("/province/screen/")
    director.press("查核全部拟入选单位")
    director.go("/province/publications/")
    director.page.fill("#document_number", "演工信节能字〔2024〕演60号")
    director.press("发布名单…")


def test_line_screen_objection_own_notice_and_release(visitor, demo_province):
    cases = eight_reviewed(demo_province)
    province, director, phone = visitor(), visitor(), visitor(390, 844)
    move_the_line(province, phone)
    director.sign_in("director")
    decide(director, 2)
    director.page.locator("summary", has_text="生成文稿").first.click()
    assert download(director, "情况说明 Word")[:2] == b"PK"
    screen(director, phone, cases[0], demo_province.officer)
    province.go("/province/selection/")
    province.explain_what_is_open()
    province.press("送审第3稿")
    decide(director, 3)
    director.go("/province/publications/")
    director.press("发布公示…")
    assert download(director, "公示 Word")[:2] == b"PK"
    set_demo_clock(datetime(2024, 5, 28, 10, tzinfo=SHANGHAI))
    object_to(visitor(390, 844), cases[1])
    uphold(province, phone)
    province.go("/province/selection/")
    province.says("− 出")
    province.explain_what_is_open()
    province.press("送审第4稿")
    decide(director, 4)
    director.go("/province/publications/")
    director.press("发布公示…")
    director.says("至6月4日")
    director.expected = {409}
    publish(director, 30, 5)
    director.says("公示到2024年6月4日为止")
    director.expected = set()
    bureau = visitor()
    bureau.sign_in("bureau360400")
    assert bureau.context.request.get(f"{bureau.base}/bureau/feedback.pdf").status == 404
    publish(director, 5, 6)
    director.says("同时发出的文件")
    director.look()
    phone.go("/province/publications/")
    phone.look()
    names = set(ListEntry.objects.values_list("name", flat=True))
    assert names == {case.site.name for case in cases[2:]}
    bureau.go("/bureau/batches/")
    assert download(bureau, "下载遴选结果反馈函").startswith(b"%PDF")
