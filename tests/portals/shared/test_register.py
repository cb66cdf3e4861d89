"""名册: each office sees its own entries, enters what it may, is told everything wrong at once, and keeps what it typed."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from greenlist.casework.accounts.models import User
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.register.models import ListEntry, ListEvent, Recheck
from tests.portals.people import page

WORDS = {"on": "2024-05-10", "reason": "市场监管部门核准", "document": "准予变更登记通知书"}


@pytest.fixture
def entry(province):
    return enter_listing(province.unit.site, actor=SYSTEM, level="provincial", category="factory", year=2023, document="演1号",
                         listed_on=date(2023, 9, 28))  # fmt: skip


@pytest.fixture
def signed_in(province):
    def as_(username):
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return as_


def entered(client, entry, kind, **more):
    return client.post(f"/register/{entry.pk}/changes/{kind}/", WORDS | more)


def told(response):
    assert response.status_code == 409
    return response.content.decode()


def test_a_bureau_sees_and_renames_its_own_and_nothing_else(entry, province, signed_in):
    bureau, other = signed_in("bureau360400"), signed_in("bureau360100")
    assert entry.name in page(bureau.get("/register/"))
    assert entry.name not in page(other.get("/register/"))
    assert other.get(f"/register/{entry.pk}/").status_code == entered(other, entry, "rename", name="x").status_code == 404
    assert entered(bureau, entry, "rename", name="江西演示新名科技有限公司").status_code == 302
    shown = page(bureau.get(f"/register/{entry.pk}/"))
    assert "更名" in shown
    assert "准予变更登记通知书" in shown
    assert ListEntry.objects.get().name == "江西演示新名科技有限公司"


def test_what_only_the_province_may_is_not_offered_to_a_bureau_and_refused(entry, signed_in):
    bureau, province = signed_in("bureau360400"), signed_in("province")
    assert "登记移出名单" not in page(bureau.get(f"/register/{entry.pk}/"))
    assert entered(bureau, entry, "remove").status_code == 409
    assert entered(province, entry, "remove", clause="暂行办法第十八条").status_code == 302
    assert ListEntry.objects.get().state == "listing_removed"
    assert "登记恢复在册" in page(province.get(f"/register/{entry.pk}/"))


def test_everything_wrong_is_told_at_once_and_what_was_typed_stays(entry, signed_in):
    response = entered(signed_in("bureau360400"), entry, "rename", name="江西演示新名科技有限公司", document="", reason="", on="2024-06-01")
    text = told(response)
    assert response.status_code == 409
    assert [word in text for word in ("请写明理由", "请写明依据的条款或文件", "还没有到", "江西演示新名科技有限公司")] == [True] * 4
    assert "请填写日期" in told(entered(signed_in("bureau360400"), entry, "rename", on="昨天"))
    assert ListEvent.objects.count() == 1


def test_a_merger_names_its_unit_by_name_or_code(entry, province, signed_in):
    other, client = province.units[1].site, signed_in("province")
    assert "没有找到名称或信用代码是“没有的”的单位" in told(entered(client, entry, "merge", other="没有的"))
    assert entered(client, entry, "merge", other=other.organisation.credit_code).status_code == 302
    assert ListEntry.objects.get().site == other


def test_the_paper_of_a_change_that_is_refused_is_not_kept(entry, signed_in):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    file = SimpleUploadedFile("通知书.png", picture.getvalue(), "image/png")
    told(entered(signed_in("province"), entry, "merge", other="没有的", file=file))
    assert not StoredFile.objects.exists()


def test_a_re_check_goes_from_the_bureau_to_the_province(entry, signed_in):
    bureau, province = signed_in("bureau360400"), signed_in("province")
    entered(bureau, entry, "move", address="瑞昌市演示大道1号", division="360481")
    recheck = Recheck.objects.get()
    assert "待复核" in page(bureau.get("/register/"))
    bureau.post(f"/register/rechecks/{recheck.pk}/report/", {"opinion": "产线未变，仍符合"})
    assert bureau.post(f"/register/rechecks/{recheck.pk}/settlement/", {"reason": "同意", "keeps": "1"}).status_code == 404
    assert province.post(f"/register/rechecks/{recheck.pk}/settlement/", {"reason": "", "keeps": "1"}).status_code == 409
    for unclear in ({}, {"keeps": ""}, {"keeps": "2"}):
        assert province.post(f"/register/rechecks/{recheck.pk}/settlement/", {"reason": "同意", **unclear}).status_code == 404
    province.post(f"/register/rechecks/{recheck.pk}/settlement/", {"reason": "贮存不符合", "keeps": "0"})
    assert (Recheck.objects.get().state, ListEntry.objects.get().state) == ("recheck_failed", "listing_removed")
