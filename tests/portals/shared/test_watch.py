"""名单比对 as a bureau sees it."""

from django.test import Client

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Membership
from greenlist.casework.register.models import ProposedHit
from greenlist.rehearsal import acts
from tests.casework.cast import JIUJIANG
from tests.casework.oversight.deliveries import debtor, imported

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
