"""年度动态管理: a listed unit files its table, its bureau returns and confirms it, the province ranks and decides, in a real browser."""

from random import Random

from greenlist.casework.yearly_tables.models import YearlyTable
from greenlist.casework.yearly_tables.opening_services import open_year
from greenlist.rehearsal.yearly import fill_table
from tests.casework.yearly_tables.conftest import list_unit


def test_a_table_from_the_unit_to_the_grades(visitor, demo_province, served_screen):
    unit = demo_province.unit
    list_unit(demo_province, unit)
    (table,) = open_year(2024, actor=demo_province.cast.province).made
    fill_table(table, unit.engineer, Random(4))
    engineer = visitor()
    engineer.sign_in("factory001")
    engineer.go(f"/applicant/yearly/{table.pk}/")
    engineer.says("天，仍可提交，请尽快")
    engineer.look()
    engineer.press("提交动态管理表")
    engineer.says(f"已提交动态管理表，回执 DT-{table.number}-1")
    officer = visitor()
    officer.sign_in("bureau360400")
    officer.go("/yearly/")
    officer.look()
    served_screen("C-54", officer.page, "yearly")
    officer.go(f"/yearly/tables/{table.pk}/")
    officer.expected = {409}
    officer.press("确认动态管理表")
    officer.says("请写明核对了什么")
    officer.expected = set()
    officer.page.fill("#checked", "与统计报表逐项核对")
    officer.look()
    officer.press("确认动态管理表")
    officer.says("已确认")
    head = visitor()
    head.sign_in("province")
    head.go("/yearly/")
    head.press("计算年度分级")
    head.says("2024年度分级第1次")
    head.look()
    head.go(f"/yearly/tables/{table.pk}/trend/")
    head.look()
    head.go("/messages/sent/")
    head.page.locator("summary", has_text="撤回…").first.click()
    head.page.locator("[name=reason]").first.fill("期限要改")
    head.look()
    head.press("撤回消息")
    head.says("已撤回1条消息，收件人没有收到")
    engineer.go("/messages/")
    engineer.says("还没有消息")
    engineer.look()
    assert YearlyTable.objects.get().state == "table_confirmed"
