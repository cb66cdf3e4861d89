"""A spot check in a real browser: drawn in the open, visited with a telephone that loses its connection, put right, accepted, published."""

import io
from datetime import datetime

from PIL import Image

from greenlist.casework.inspections.models import Inspection
from greenlist.casework.journal.clock import SHANGHAI, set_demo_clock
from tests.casework.inspections.drawn import listed

PHONE = (360, 740)


def test_drawn_visited_put_right_and_published(visitor, demo_province, served_screen):
    listed(demo_province, 1)
    head, phone, officer, anybody = visitor(), visitor(*PHONE), visitor(), visitor(*PHONE)
    head.sign_in("province")
    head.go("/province/draws/")
    head.page.fill("#budget", "1")
    head.page.fill("#figure_on", "2024-05-22")
    head.expected = {409}
    head.press("开始抽取")
    head.says("公开数的日期要晚于今天")
    served_screen("C-57", head.page, "province:draw_opening")
    head.page.fill("#figure_on", "2024-05-23")
    head.press("开始抽取")
    head.look()
    head.press("封存抽取范围")
    head.says("1.000000")
    set_demo_clock(datetime(2024, 5, 23, 17, tzinfo=SHANGHAI))
    head.page.reload()
    head.page.fill("#figure", "3310.98")
    head.press("抽取1家")
    head.look()
    _visit(phone)
    visit = Inspection.objects.get()
    officer.sign_in("bureau360400")
    officer.go(f"/inspections/{visit.pk}/")
    officer.page.fill("#account", "已补齐二月台账")
    officer.look()
    officer.press("报送整改情况")
    phone.go(f"/inspections/{visit.pk}/")
    phone.page.fill("#recheck", "看了台账，已补齐")
    phone.look()
    phone.press("复查合格")
    head.page.reload()
    head.press("公开抽取记录")
    anybody.go(f"/draws/{visit.draw_id}/")
    anybody.says("抽中")
    anybody.look()


def _visit(phone) -> None:
    """The checklist, half of it typed without a connection and the page loaded anew meanwhile; a picture; what was found."""
    phone.sign_in("centre")
    phone.go("/inspections/")
    phone.look()
    phone.follow("演示单位0厂")
    phone.look()
    phone.page.fill("#visited_on", "2024-05-23")
    phone.page.fill("#visitors", "检查员甲（演示）")
    for box in phone.page.locator("input[type=radio][value=yes]").all():
        box.check()
    phone.page.locator("#lacks", has_text="已填齐").wait_for()
    phone.context.set_offline(True)
    phone.page.locator("input[name=a-energy_books][value=no]").check()
    phone.page.fill("[name=n-energy_books]", "台账缺二月")
    phone.page.fill("#finding", "能耗台账缺二月")
    phone.page.locator("#finding").blur()
    phone.page.locator("[data-save-state]", has_text="离线，已存在本机").wait_for()
    here = phone.page.url
    phone.page.goto("about:blank")
    phone.context.set_offline(False)
    phone.faults.clear()  # the browser's own words about the lost connection
    phone.page.goto(here)
    phone.page.locator("[data-save-state]", has_text="已自动保存").wait_for()
    data = io.BytesIO()
    Image.new("RGB", (64, 48)).save(data, "JPEG")
    phone.page.select_option("#item", "energy_books")
    phone.page.set_input_files("#picture", {"name": "台账.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()})
    phone.page.get_by_role("button", name="上传照片").click()
    phone.page.get_by_text("已上传照片").wait_for()
    phone.page.fill("#due_on", "2024-06-30")
    phone.press("要求整改")
    phone.says("台账缺二月")
    assert Inspection.objects.get().finding == "能耗台账缺二月"
