"""名单比对 as a bureau sees it."""

from datetime import timedelta

from django.db.models import F
from django.test import Client

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Membership
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.oversight.daily_services import check_daily
from greenlist.casework.oversight.models import DailyCheck
from greenlist.casework.register.models import ProposedHit
from greenlist.rehearsal import acts
from tests.casework.cast import JIUJIANG
from tests.casework.oversight.deliveries import debtor, imported, received

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOLD = "申报件已报送省厅，请由省厅认定"


def test_a_bureau_is_told_on_the_page_what_only_the_province_settles(province):
    case = acts.begin(province.unit, province.round, national=False, body=None)
    imported(province.officer, debtor(case.site.organisation.name.replace("有限公司", "有限责任公司")), region=JIUJIANG)
    client = Client()
    client.force_login(Membership.objects.get(user__username=f"bureau{JIUJIANG}").user, backend=BACKEND)
    before = client.get("/watch/hits/").content.decode()
    assert "认定为同一家</button>" in before
    assert TOLD not in before
    Application.objects.filter(pk=case.pk).update(state="recommended")
    after = client.get("/watch/hits/").content.decode()
    assert TOLD in after
    assert "认定为同一家</button>" not in after
    posted = client.post(f"/watch/hits/{ProposedHit.objects.get().pk}/settlement/", {"is_same": "0", "reason": "不是同一家"})
    assert "请由省厅认定" in posted.content.decode()
    assert ProposedHit.objects.get().state == "hit_open"


def test_a_long_list_is_imported_in_the_background(province):
    delivery = received(province.cast.province, *(debtor(f"演示无关第{n}号有限公司", n) for n in range(1, 1_005)))
    client = Client()
    client.force_login(Membership.objects.filter(role="province").first().user, backend=BACKEND)
    assert client.post(f"/watch/{delivery.pk}/importing/")["Location"].startswith("/jobs/")
    delivery.refresh_from_db()
    assert delivery.state == "awaiting_import"
    job = run_next(runner=uuid7())
    delivery.refresh_from_db()
    assert (job.state, job.leads_to, delivery.state) == ("job_done", f"/watch/{delivery.pk}/", "list_imported")


def test_the_page_of_a_waiting_list_needs_no_file_and_the_daily_check_is_told_with_its_age(province):
    delivery = received(province.cast.province, debtor("甲某某"), debtor("演示无关纺织有限公司", 2), debtor("", 3))
    path_of_file(delivery.file).unlink()
    client = Client()
    client.force_login(Membership.objects.filter(role="province").first().user, backend=BACKEND)
    page = client.get(f"/watch/{delivery.pk}/").content.decode()
    assert "名称像人名，又没有代码" in page
    assert "第4行：“被执行人姓名/名称”一格：空着" in page
    assert "还没有做过每日比对" in client.get("/watch/").content.decode()
    check_daily()
    shown = client.get("/watch/").content.decode()
    assert "查看申报件 <b>0</b>件" in shown
    assert "再次比对名单 <b>0</b>行" in shown and "没有要再比对的名单行" in shown
    DailyCheck.objects.update(
        row_count=2, entry_hits=[{"entry": "甲", "delivery": str(delivery.pk), "place": "1", "name": "甲", "why": "同名"}] * 52
    )
    shown = client.get("/watch/").content.decode()
    assert "都已与留存的名单比对" in shown
    assert "还有2条" in shown
    DailyCheck.objects.update(ended_at=F("ended_at") - timedelta(hours=25))
    assert "已超过一天" in client.get("/watch/").content.decode()
