"""The expert at his sheet in a real browser: pages beside marks, keys, reasons, two windows, stepping back."""

import pytest
from playwright.sync_api import expect

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.review.selectors import newest_sheet
from greenlist.casework.review.services import assign, pledge
from tests.walks.conftest import follow


@pytest.fixture
def assignment(demo_province):
    """One assignment, pledged."""
    application = demo_province.application_at("accepted")
    expert = demo_province.cast.experts[0]
    made = assign(application, expert=expert, actor=demo_province.cast.province)
    pledge(made, declares_no_conflict=True, actor=actor_in(expert))
    return made


def at_the_sheet(visitor, assignment, **size):
    one = visitor(**size)
    one.sign_in(assignment.expert.username)
    one.go(f"/expert/assignments/{assignment.pk}/")
    return one


def test_a_page_of_proof_opens_beside_the_sheet_and_keeps_what_is_typed(visitor, assignment):
    expert = at_the_sheet(visitor, assignment)
    page = expert.page
    page.locator("summary", has_text="5 基础设施").click()
    page.fill("[name='g-5.1-5']", "４．６４")
    page.locator(".page-rail a", has_text="7.1-4").click()
    expect(page.locator("[data-page-why]")).to_have_text("由 7.1-4 定位")
    expect(page.locator("[data-page-now]")).to_have_text(page.locator(".page-rail a[aria-current] .nowrap").inner_text().removesuffix("页"))
    assert page.input_value("[name='g-5.1-5']") == "4.64"
    expect(page.locator("[data-save-state]")).to_contain_text("已自动保存", timeout=10000)
    assert newest_sheet(assignment).body["5.1-5"] == {"given": "4.64"}
    follow(page.get_by_role("link", name="下一页"))
    expect(page.locator("[data-page-why]")).to_have_text("")
    expert.look()


def test_the_sheet_is_marked_by_keys_and_asks_for_a_reason_when_low(visitor, assignment):
    expert = at_the_sheet(visitor, assignment)
    page = expert.page
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.name") == "g-4-1"
    page.keyboard.press("Space")
    page.locator("summary", has_text="7 能源与资源投入").click()
    page.locator("[id='i-7.1-3'] th").click()
    page.keyboard.press("+")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.name") == "g-7.1-4"
    assert page.input_value("[name='g-7.1-3']") == "0.5"
    expect(page.locator("[id='i-7.1-3'] [data-lacks]")).to_be_visible(timeout=10000)
    page.keyboard.press("Enter")
    expect(page.locator("[data-page-why]")).to_have_text("由 7.1-4 定位")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".reason:visible")).to_contain_text("不到自评的一半，须写理由")
    page.locator(".reason:visible textarea").fill("只建成一半")
    page.keyboard.press("Tab")
    expect(page.locator("[id='i-7.1-3'] [data-lacks]")).to_be_hidden()
    page.fill("[name='g-7.1-3']", "9")
    page.keyboard.press("Tab")
    expect(page.locator("[id='i-7.1-3'] [data-wrong]")).to_be_visible()
    expect(page.locator("#sheet-total")).to_contain_text("同口径")
    expert.look()


def test_two_windows_on_one_sheet_lose_nothing(visitor, assignment):
    first, second = at_the_sheet(visitor, assignment), at_the_sheet(visitor, assignment)
    for one in (first, second):
        one.page.evaluate("document.querySelectorAll('details.sheet-group').forEach(d => d.open = true)")
    first.page.fill("[name='g-7.1-3']", "3")
    first.page.keyboard.press("Tab")
    expect(first.page.locator("[data-save-state]")).to_contain_text("已自动保存", timeout=10000)
    second.expected = {409}
    second.page.fill("[name='g-7.1-3']", "4")
    second.page.keyboard.press("Tab")
    second.page.wait_for_selector("[data-conflict] form")
    second.says("按所选保存评分表")
    second.look()
    with second.page.expect_navigation():
        second.page.get_by_role("button", name="按所选保存评分表").click()
    assert newest_sheet(assignment).body["7.1-3"] == {"given": "4"}


def test_stepping_back_from_the_sheet_wants_a_reason(visitor, assignment):
    expert = at_the_sheet(visitor, assignment)
    page = expert.page
    page.locator("summary", has_text="申请回避…").click()
    expert.expected = {409}
    page.get_by_role("button", name="申请回避").click()
    expert.says("请写明回避的理由")
    page.locator("summary", has_text="申请回避…").click()
    page.fill("#recusal-reason", "曾受该单位委托做过节能诊断")
    page.get_by_role("button", name="申请回避").click()
    expert.says("已申请回避")
    expert.look()


def test_the_sheet_fits_a_phone(visitor, assignment):
    expert = at_the_sheet(visitor, assignment, width=390, height=844)
    expert.look()
    expert.go("/expert/assignments/")
    expert.look()
