"""A park at 50.00 %: told at once with its clause while it types, 不符合 at the bureau; 50.01 % passes, and what was typed is kept."""

from playwright.sync_api import expect

from greenlist.casework.filings.selectors import newest_save
from greenlist.casework.verification.services import return_for_completion, submit_and_check
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import invite_units
from tests.casework.cast import JIUJIANG, Random, fresh

VERIFICATION = "bureau:verification"
CLAUSES = ("C-21", "C-22", "C-23", "C-24", "C-25")


def test_a_park_at_50_00_is_told_at_once_and_does_not_pass_and_50_01_does(visitor, demo_province, served_screen):
    province = demo_province
    (park,) = invite_units(province.cast, Random(4), unit=JIUJIANG, count=1, first_serial=70, categories=["park"])
    case = acts.begin(park, province.round)
    acts.fill(case, park, Random(7), quality=0.9, park_industry_share="")
    unit = visitor()
    unit.sign_in("park070")
    unit.go(f"/applicant/applications/{case.pk}/sections/unit/")
    share, told = unit.page.locator("[name=v-park_industry_share]"), unit.page.locator("[data-odd=park_industry_share]")
    expect(told).to_be_hidden()
    share.fill("50.00")
    unit.page.keyboard.press("Tab")
    expect(told).to_contain_text("工业增加值占比50.00%，没有超过50%。依据 2.2“工业增加值占比超过50%”")
    unit.look()
    assert newest_save(case.filing, "unit").body["park_industry_share"] == {"value": "50.00"}
    acts.attach_report(case, park)
    submit_and_check(fresh(case), actor=park.engineer)
    acts.verify_all(fresh(case), province.officer)
    officer = visitor()
    officer.sign_in(f"bureau{JIUJIANG}")
    officer.go(f"/bureau/applications/{case.pk}/?item=C-22")
    assert "不符合" in officer.page.locator("tr[data-clause=C-22]").inner_text()
    officer.says("工业增加值占比50.00%，没有超过50%")
    officer.says("占比大于50%")
    for clause in CLAUSES:
        served_screen(clause, officer.page, VERIFICATION)
    officer.look()
    officer.expected = {409}
    officer.page.fill("#recommended_because", "基础好，愿意带动同行（演示）")
    officer.press("标为可推荐")
    officer.says("工业增加值占比：工业增加值占比50.00%，没有超过50%（依据 2.2）")
    officer.expected = set()
    return_for_completion(fresh(case), items=[("unit", "park_industry_share", "占比没有超过50%，请核对。")], actor=province.officer)
    unit.go(f"/applicant/applications/{case.pk}/sections/unit/")
    share.fill("50.01")
    unit.page.keyboard.press("Tab")
    expect(told).to_be_hidden()
    submit_and_check(fresh(case), actor=park.engineer, reason="按统计年报更正为50.01%")
    acts.settle_conditions(fresh(case), province.officer)
    officer.go(f"/bureau/applications/{case.pk}/?item=C-22")
    officer.says("工业增加值占比50.01%，超过50%")
    acts.verify_all(fresh(case), province.officer)
    officer.go(f"/bureau/applications/{case.pk}/")
    officer.page.fill("#recommended_because", "基础好，愿意带动同行（演示）")
    officer.press("标为可推荐")
    officer.says("已标为可推荐")
