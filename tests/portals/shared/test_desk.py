"""待办 and 催办 as pages: each role its own, leading to where the work is done."""

import pytest

from tests.casework.cast import JIUJIANG
from tests.portals.people import page, signed_in


@pytest.mark.parametrize("username", [f"bureau{JIUJIANG}", "factory001", "province", "director", "centre", "expert1", "evaluator1",
                                      "system", "security", "audit"])  # fmt: skip
def test_every_role_has_its_page(province, username):
    assert "待办" in page(signed_in(username).get("/todo/"))


def test_what_waits_leads_to_where_it_is_done_with_its_clock_and_clause(province):
    province.application_at("submitted")
    shown = page(signed_in(f"bureau{JIUJIANG}").get("/todo/"))
    assert "1件已提交，等您核验" in shown and "/bureau/workbench/?state=open" in shown and "5月23日（周四）18:00" in shown


def test_reminding_is_copied_and_written_down(province):
    case = province.application_at("draft")
    client = signed_in(f"bureau{JIUJIANG}")
    assert f"1. {case.site.name}：申报材料尚未提交" in page(client.get("/reminders/"))
    assert "请写明催办的方式" in page(client.post("/reminders/", {"name": [case.site.name], "channel": ""}), 409)
    client.post("/reminders/", {"name": [case.site.name], "channel": "微信工作群"})
    assert "微信工作群：1家" in page(client.get("/reminders/"))
