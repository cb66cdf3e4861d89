"""The round's frame in a real browser: parameters by two signatures, an extension at once, a withdrawal caught, one second too late."""

from datetime import datetime, timedelta

from greenlist.casework.journal.clock import SHANGHAI, set_demo_clock
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.papers import letter
from greenlist.casework.recommendation.services import record_letter
from greenlist.casework.rounds.selectors import parameter
from greenlist.rehearsal import acts
from tests.walks.conftest import follow

END = datetime(2024, 5, 28, tzinfo=SHANGHAI)
BUREAU = "bureau360400"


def sealed(province):
    """The batch with its letter recorded, ready to be handed in."""
    batch = Batch.objects.get()
    scan = acts.upload(acts.letter_paper.to_pdf(letter(batch)), "推荐函（盖章）.pdf", province.officer)
    record_letter(batch, letter_number="演工信函〔2024〕演1号", dated_on=END.date() - timedelta(days=5), sealed_letter=scan,
                  actor=province.officer)  # fmt: skip
    return batch


def test_parameters_change_on_screen_by_two_signatures(visitor, demo_province):
    first, second = visitor(), visitor(390, 844)
    first.sign_in("province")
    first.go("/province/parameters/")
    first.page.click("text=提出改动…")
    first.look()
    first.page.fill("[id='parameter.notice_working_days']", "7")
    first.page.get_by_role("checkbox", name="县级初审", exact=True).check()
    first.page.fill("#reason", "厅务会定")
    first.press("提出改动")
    first.says("您是提出人，须另一位同事签署")
    first.look()
    second.sign_in("director")
    second.look()
    second.go("/todo/")
    second.says("1项参数改动等您签署")
    second.look()
    follow(second.page.locator("text=1项参数改动等您签署").first)
    second.look()
    second.press("签署改动")
    second.says("本轮参数第2版即时生效")
    assert parameter(demo_province.round, "notice_working_days") == 7


def test_one_second_past_the_deadline_is_refused_and_an_extension_opens_it_at_once(visitor, demo_province):
    demo_province.application_at("frozen")
    batch = sealed(demo_province)
    set_demo_clock(END + timedelta(seconds=1))
    city = visitor()
    city.sign_in(BUREAU)
    city.go(f"/bureau/batches/{batch.pk}/")
    city.expected = {409}
    city.press("报送推荐材料")
    city.says("报送截止时间（2024年5月27日24:00）已过，以服务器时间为准")
    city.look()
    city.expected = set()
    province = visitor()
    province.sign_in("province")
    province.go("/province/extensions/")
    province.page.select_option("#unit", "360400")
    province.page.fill("#last_day", "2024-05-29")
    province.page.fill("#reason", "暴雨停电")
    province.page.fill("#document", "演函〔2024〕演3号")
    province.press("准予延期")
    province.says("已准予九江市延至5月29日24:00")
    province.look()
    city.go(f"/bureau/batches/{batch.pk}/")
    city.press("报送推荐材料")
    city.says("已报送1件")
    granted, handed_in = (JournalEntry.objects.get(action=act) for act in ("extend_deadline", "submit_package"))
    assert handed_in.at - granted.at < timedelta(minutes=1)
    province.go("/province/round/")
    province.look()


def test_a_withdrawal_after_signature_is_caught(visitor, demo_province):
    case = demo_province.application_at("frozen")
    batch = sealed(demo_province)
    unit = visitor()
    unit.sign_in("factory001")
    unit.go(f"/applicant/applications/{case.pk}/")
    unit.page.click("text=撤回申报…")
    unit.page.fill("textarea[name=reason], input[name=reason]", "生产线改造，本年不报")
    unit.press("撤回申报")
    city = visitor()
    city.sign_in(BUREAU)
    city.go(f"/bureau/batches/{batch.pk}/")
    city.says("送签后有变化，1处挡住报送")
    city.look()
    city.expected = {409}
    city.press("报送推荐材料")
    city.says("申报单位已撤回申报")


def test_those_who_are_behind_are_reminded(visitor, demo_province):
    case = demo_province.application_at("draft")
    city = visitor()
    city.sign_in(BUREAU)
    city.page.click("text=催办…")
    city.look()
    city.page.click("text=复制催办文字")
    city.page.wait_for_selector("text=已复制")
    city.page.fill("#channel", "微信工作群")
    city.press("记下已催办")
    city.says("微信工作群：1家")
    assert JournalEntry.objects.get(action="remind").detail["names"] == [case.site.name]
    phone = visitor(390, 844)
    phone.sign_in(BUREAU)
    phone.go("/reminders/")
    phone.look()
