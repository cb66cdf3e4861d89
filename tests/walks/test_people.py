"""People in a real browser: 300 accounts from a sheet, one activated, a consultant who fills in, hand-over, a reset without e-mail."""

import time

from openpyxl import load_workbook
from playwright.sync_api import expect

from greenlist.casework.accounts.models import User
from greenlist.casework.directory.models import Membership
from greenlist.casework.handover.selectors import holdings_of, unowned
from greenlist.papers.account_sheet import to_xlsx
from greenlist.rulebook.reference.credit_code import make_demo_code
from tests.casework.cast import PASSWORD
from tests.walks.conftest import follow

HEADS = ("手机", "姓名", "区县", "统一社会信用代码", "单位名称")


def activate(visitor, username: str, code: str) -> None:
    visitor.go("/activation/")
    visitor.page.fill("#username", username)
    visitor.page.fill("#code", code.lower())
    visitor.page.fill("#password", PASSWORD)
    visitor.page.fill("#again", PASSWORD)
    visitor.look()
    visitor.press("启用账号")


def test_three_hundred_accounts_from_a_sheet_one_of_them_at_work(visitor, demo_province, tmp_path, capsys):
    rows = [
        (f"1380000{n:04d}", f"管理员{n:03d}（演示）", "濂溪区", make_demo_code(5000 + n), f"九江演示第{n}制造有限公司")
        for n in range(1, 301)
    ]
    rows[9] = (*rows[9][:2], "浔北区", *rows[9][3:])
    sheet = tmp_path / "开户表.xlsx"
    sheet.write_bytes(to_xlsx(HEADS, rows, "九江市2024年度开户名单"))
    bureau = visitor()
    bureau.sign_in("bureau360400")
    bureau.go("/bureau/people/")
    bureau.look()
    began = time.monotonic()
    bureau.follow("批量开户")
    bureau.page.set_input_files("#file", sheet)
    bureau.press("上传并预览")
    bureau.page.wait_for_selector("text=读出300行")
    bureau.says("读出300行 ＝ 可开户299 ＋ 已有账号0 ＋ 有误1")
    bureau.says("“浔北区”不在本地区")
    bureau.look()
    bureau.page.set_default_timeout(60_000)
    bureau.page.get_by_role("button", name="开立账号").click()
    bureau.page.wait_for_selector("text=已开立299个账号")
    took = time.monotonic() - began
    with bureau.page.expect_download() as download:
        bureau.page.click("text=下载启用码表")
    download.value.save_as(tmp_path / "启用码.xlsx")
    book = load_workbook(tmp_path / "启用码.xlsx").active
    lines = [tuple(cell.value for cell in row) for row in book.iter_rows(min_row=2)]
    assert len(lines) == 299
    bureau.look()
    with capsys.disabled():
        print(f"\n300 rows: 299 opened and 1 told, from the upload to the codes {took:.1f} s in the browser")
    _, code, _, _, username, activation, *_ = lines[0]
    assert (code, len(activation)) == (username, 19)
    unit = visitor()
    activate(unit, username, activation)
    unit.says("密码已设")
    unit.go("/applicant/applications/new/")
    follow(unit.page.locator("text=新增厂址").first)
    for key, value in (("name", "九江演示第1制造有限公司"), ("address", "工业园1号"), ("industry", "3011")):
        unit.page.fill(f"#{key}", value)
    unit.page.select_option("#division", "360402")
    unit.look()
    unit.press("新增厂址")
    unit.says("已新增厂址")
    unit.page.check("input[name=site]")
    unit.press("建立申报件")
    unit.says("已建立申报件")


def test_a_consultant_fills_in_and_what_he_and_the_engineer_held_has_an_owner(visitor, demo_province):
    case = demo_province.application_at("draft")
    unit = visitor()
    unit.sign_in("factory001")
    unit.go("/applicant/people/")
    unit.look()
    unit.follow("邀请人员")
    unit.page.fill("#name", "顾问（演示）")
    unit.page.fill("#username", "advisor")
    unit.page.check("input[value=consultant]")
    unit.look()
    unit.press("邀请人员")
    code = unit.page.inner_text(".one-time-code")
    unit.look()
    advisor = visitor()
    activate(advisor, "advisor", code)
    advisor.follow(case.site.name)
    follow(advisor.page.locator("text=填写申报表").first)
    advisor.page.fill(
        "[name='unit_phone']" if advisor.page.locator("[name='unit_phone']").count() else "main input[type=text] >> nth=0", "改过的名称"
    )
    advisor.page.keyboard.press("Tab")
    expect(advisor.page.locator("[data-save-state]")).to_contain_text("已自动保存", timeout=15_000)
    advisor.go(f"/applicant/applications/{case.pk}/")
    advisor.expected = {409}
    advisor.press("提交申报")
    advisor.says("代填人只能填写")
    assert case.filing.section_versions.filter(saved_by="顾问（演示）（代填）").exists()
    bureau = visitor()
    bureau.sign_in("bureau360400")
    bureau.go("/bureau/people/")
    follow(bureau.page.get_by_role("link", name=Membership.objects.get(user__username="factory001").user.name).first)
    bureau.says("手上未办结")
    bureau.look()
    bureau.page.fill("#end-reason", "离职")
    bureau.press("终止")
    bureau.says("没有人接，已列入上级的“无人经办”")
    bureau.go("/unowned/")
    bureau.says(case.number)
    bureau.look()
    bureau.go("/bureau/people/new/")
    organisation = case.site.organisation
    for key, value in (("name", organisation.name), ("credit_code", organisation.credit_code), ("county", "濂溪区"), ("person", "接任（演示）"),
                       ("username", "next")):  # fmt: skip
        bureau.page.fill(f"#{key}", value)
    bureau.press("开立管理员账号")
    bureau.look()
    heir = visitor(390, 844)
    activate(heir, "next", bureau.page.inner_text(".one-time-code"))
    heir.says(case.site.name)
    heir.go("/applicant/people/")
    heir.look()
    assert unowned(demo_province.officer) == []
    assert [h.subject_id for h in holdings_of(Membership.objects.get(user__username="next"))] == [case.pk]


def test_a_forgotten_password_is_reset_without_e_mail_one_step_down(visitor, demo_province):
    at_work, bureau = visitor(), visitor()
    at_work.sign_in("factory001")
    bureau.sign_in("bureau360400")
    bureau.go("/bureau/people/")
    follow(bureau.page.get_by_role("link", name=User.objects.get(username="factory001").name).first)
    bureau.page.fill("#reset-reason", "本人当面提出，忘记密码")
    bureau.press("发启用码")
    bureau.says("原来的密码已失效")
    code = bureau.page.inner_text(".one-time-code")
    at_work.go("/applicant/applications/")
    at_work.says("登录")
    assert "/accounts/login/" in at_work.page.url
    at_work.go("/accounts/password/reset/")
    at_work.look()
    activate(at_work, "factory001", code)
    at_work.says("密码已设")
