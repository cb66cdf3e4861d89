"""The applicant's form in a real browser: what is odd, proof in its row, gaps by key, nothing lost, a phone, no JavaScript."""

import pytest
from playwright.sync_api import expect

from greenlist.casework.filings.models import Evidence
from greenlist.casework.filings.selectors import newest_save
from greenlist.casework.verification.services import return_for_completion
from greenlist.papers.letter import RecommendationLetter, to_pdf
from tests.casework.cast import PASSWORD
from tests.walks.conftest import follow


@pytest.fixture
def draft(demo_province):
    """A filled draft of the first factory."""
    return demo_province.application_at("draft")


def section(application, name: str = "10") -> str:
    return f"/applicant/applications/{application.pk}/sections/{name}/"


def at_work(visitor, path: str, **size):
    one = visitor(**size)
    one.sign_in("factory001")
    one.go(path)
    return one


def saved(page) -> None:
    expect(page.locator("[data-save-state]")).to_contain_text("已自动保存", timeout=10000)


def test_a_doubtful_figure_is_told_in_its_row_and_settled_by_a_reason(visitor, draft):
    factory = at_work(visitor, section(draft))
    page = factory.page
    row, under = page.locator("#r-energy"), page.locator("[data-odd=energy]")
    kept = page.input_value("[name=v-energy]")
    page.fill("[name=l-energy]", "12,000")
    page.fill("[name=v-energy]", "１２０００９００")
    page.keyboard.press("Tab")
    expect(under).to_contain_text("若原数单位是 kgce，应填 12,000.9 tce")
    assert page.input_value("[name=v-energy]") == "12,000,900"
    assert "is-odd" in row.get_attribute("class")
    factory.look()
    page.fill("[name=n-energy]", "并购了二厂")
    page.keyboard.press("Tab")
    expect(under).to_have_class("odd-line is-settled")
    assert "is-odd" not in (row.get_attribute("class") or "")
    page.fill("[name=v-energy]", kept)
    page.fill("[name=l-energy]", kept)
    page.keyboard.press("Tab")
    expect(under).to_be_hidden()
    assert newest_save(draft.filing, "10").body["energy"]["value"] == kept.replace(",", "")


def test_proof_is_bound_in_its_row_and_nothing_typed_is_lost(visitor, draft, tmp_path):
    factory = at_work(visitor, section(draft))
    page = factory.page
    proof = tmp_path / "205-1表.pdf"
    proof.write_bytes(to_pdf(RecommendationLetter(2024, "统计", "九江", "", None, (), True, "演示通知")))
    page.locator("#r-energy [data-bind]").click()
    panel = page.locator("[data-binding]")
    expect(panel).to_contain_text("综合能源消费量")
    page.fill("[name=v-carbon]", "34567")
    page.set_input_files("#evidence-file", proof)
    page.fill("#page", "１")
    factory.look()
    page.get_by_role("button", name="绑定材料页").click()
    expect(page.locator("#r-energy .proof")).to_contain_text("第1页", timeout=10000)
    assert page.input_value("[name=v-carbon]") == "34,567"
    page.locator("#r-energy [data-bind]").click()
    page.get_by_role("button", name="撤下材料").click()
    expect(page.locator("#r-energy .proof")).to_have_count(0)
    assert Evidence.objects.get(row="energy", file__name="205-1表.pdf").removed_at


def test_alt_down_goes_from_gap_to_gap_and_on_to_the_next_section(visitor, demo_province):
    from greenlist.rehearsal import acts

    draft = acts.begin(demo_province.unit, demo_province.round)
    factory = at_work(visitor, section(draft, "5"))
    page = factory.page
    seen = []
    for _ in range(3):
        page.keyboard.press("Alt+ArrowDown")
        seen.append(page.evaluate("document.activeElement.name"))
    assert seen == ["v-5.1-1", "v-5.1-2", "v-5.1-3"]
    factory.go(section(draft, "6"))
    for met in page.locator(".form-card .switch label", has=page.locator("input[value=met]")).all():
        met.click()
    for mark in page.locator(".form-card input.figure[name^='v-']").all():
        mark.fill("1")
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_url("**/sections/7/#gap")
    assert page.evaluate("document.activeElement.name") == "v-7.1-1"
    assert newest_save(draft.filing, "6").body["6.1-2"] == {"value": "1"}


def test_what_is_typed_offline_is_kept_and_saved_later(visitor, draft):
    factory = at_work(visitor, section(draft, "unit"))
    page = factory.page
    factory.context.set_offline(True)
    page.fill("[name=v-contact_person]", "甲工")
    page.keyboard.press("Tab")
    expect(page.locator("[data-save-state]")).to_contain_text("离线，已存在本机")
    factory.faults.clear()
    page.goto("about:blank")
    factory.context.set_offline(False)
    factory.faults.clear()
    factory.go(section(draft, "unit"))
    saved(page)
    assert newest_save(draft.filing, "unit").body["contact_person"]["value"] == "甲工"


def test_kept_words_on_an_older_version_lead_to_the_choice(visitor, draft, demo_province):
    """Offline here, saved elsewhere meanwhile: both versions are shown, neither is overwritten."""
    from greenlist.casework.filings.services import save_section

    factory = at_work(visitor, section(draft, "unit"))
    page = factory.page
    factory.context.set_offline(True)
    page.fill("[name=v-contact_person]", "甲工")
    page.keyboard.press("Tab")
    expect(page.locator("[data-save-state]")).to_contain_text("离线")
    newest = newest_save(draft.filing, "unit")
    values = {**newest.body, "contact_person": {"value": "乙工"}}
    save_section(draft.filing, "unit", values=values, based_on=newest.number, actor=demo_province.unit.engineer)
    page.goto("about:blank")
    factory.context.set_offline(False)
    factory.faults.clear()
    factory.expected = {409}
    factory.go(section(draft, "unit"))
    page.wait_for_selector("[data-conflict] form")
    factory.says("甲工")
    factory.says("乙工")
    factory.look()
    page.check("input[name=pick-contact_person][value=theirs]")
    with page.expect_navigation():
        page.get_by_role("button", name="按所选保存本节").click()
    assert newest_save(draft.filing, "unit").body["contact_person"]["value"] == "乙工"
    factory.go(section(draft, "unit"))
    assert page.input_value("[name=v-contact_person]") == "乙工"


def test_returned_places_tell_what_was_changed(visitor, demo_province):
    application = demo_province.application_at("submitted")
    return_for_completion(application, items=[("10", "energy", "与205-1表不一致，请核对单位。")], actor=demo_province.officer)
    factory = at_work(visitor, f"/applicant/applications/{application.pk}/")
    page = factory.page
    expect(page.locator(".returned-card")).to_contain_text("未改")
    factory.look()
    follow(page.locator(".returned-card a[href*='#r-energy']"))
    page.wait_for_url("**/sections/10/#r-energy")
    expect(page.locator("#r-energy")).to_contain_text("与205-1表不一致")
    page.fill("[name=v-energy]", "11,111")
    page.keyboard.press("Tab")
    expect(page.locator("#returned")).to_contain_text("已改")
    expect(page.locator("#returned .struck")).to_be_visible()
    factory.look()


def test_the_form_works_on_a_phone(visitor, draft):
    factory = at_work(visitor, section(draft), width=390, height=844)
    page = factory.page
    page.fill("[name=v-energy]", "12345")
    page.keyboard.press("Tab")
    saved(page)
    page.locator("#r-energy [data-bind]").click()
    page.wait_for_selector("[data-binding]")
    factory.look()
    factory.go("/applicant/applications/new/")
    factory.look()


def test_a_score_unfolds_by_key_to_its_steps_and_a_target_is_answered_with_the_fewest_changes(visitor, draft):
    factory = at_work(visitor, f"/applicant/applications/{draft.pk}/score/", width=390, height=844)
    page = factory.page
    steps = page.locator(".score-steps").first
    steps.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(steps.locator("li").last).to_contain_text("得分")
    factory.look()
    follow(page.locator("text=看怎样提高").first)
    page.get_by_label("目标总分").fill("99")
    factory.press("按此目标试算")
    expect(page.get_by_role("region", name="要改的各处")).to_contain_text("再提高")
    expect(page.locator("#fewest")).to_have_text("到99分，最少改几处")
    factory.look()


def test_everything_can_be_done_without_javascript(chromium, live_server, draft, tmp_path):
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("#id_login", "factory001")
    page.fill("#id_password", PASSWORD)
    follow(page.locator("text=登录系统").first)
    page.goto(live_server.url + section(draft))
    page.fill("[name=v-energy]", "2,222")
    follow(page.locator("text=保存本节").first)
    expect(page.locator(".done-line")).to_contain_text("已保存")
    proof = tmp_path / "台账.pdf"
    proof.write_bytes(to_pdf(RecommendationLetter(2024, "统计", "九江", "", None, (), True, "演示通知")))
    page.locator("#r-energy [data-bind]").click()
    page.set_input_files("#evidence-file", proof)
    page.fill("#page", "1")
    follow(page.locator("text=绑定材料页").first)
    expect(page.locator("#r-energy .proof")).to_contain_text("台账 第1页")
    context.close()
