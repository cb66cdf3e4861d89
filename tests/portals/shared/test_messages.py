"""我的消息, 发件箱 and the administrator's page: each his own, taken back in time, no address and no text where it does not belong."""

import pytest
from django.test import override_settings
from django.urls import reverse

from greenlist.casework.journal.clock import now
from greenlist.casework.outbox.channels import link_to
from greenlist.casework.outbox.models import Message, Reach
from greenlist.casework.outbox.words import kinds
from greenlist.casework.verification.services import return_for_completion
from greenlist.portals.shared.messages import PAGES
from tests.portals.people import page, signed_in


@pytest.fixture
def returned(province):
    """A case of factory001 was just returned."""
    case = province.application_at("submitted")
    return_for_completion(case, items=[("10", "energy", "请核对")], actor=province.officer)
    return case


def test_a_message_shows_after_its_hold_time_counts_until_it_is_read_and_leads_to_its_case(returned, may):
    reader = signed_in("factory001")
    assert "还没有消息" in page(reader.get("/messages/"))
    may(5, 22, 10)
    message = Message.objects.get()
    assert "消息 1</a>" in page(reader.get("/messages/")) and f"/messages/{message.pk}/" in page(reader.get("/messages/?show=unread"))
    assert f"/applicant/applications/{returned.pk}/" in page(reader.get(f"/messages/{message.pk}/"))
    assert "消息 1</a>" not in page(reader.get("/messages/")) and "没有未读的消息" in page(reader.get("/messages/?show=unread"))
    assert signed_in("factory002").get(f"/messages/{message.pk}/").status_code == 404


def test_an_office_takes_its_message_back_in_time_and_another_finds_nothing(returned, may):
    office, message = signed_in("bureau360400"), Message.objects.get()
    act = f"/messages/sent/{message.occasion}/withdrawal/"
    assert "留存中" in page(office.get("/messages/sent/"))
    assert signed_in("bureau360100").post(act, {"reason": "试"}).status_code == 404
    assert "请写明撤回的理由" in page(office.post(act, {"reason": " "}), 409)
    office.post(act, {"reason": "按错了"})
    assert "已撤回" in page(office.get("/messages/sent/"))
    may(5, 22, 10)
    assert "还没有消息" in page(signed_in("factory001").get("/messages/"))
    assert "没有可撤回的消息" in page(office.post(act, {"reason": "再来"}), 409)


def test_a_person_chooses_how_to_be_reached_and_what_is_wrong_stays_in_the_form(province):
    reader = signed_in("factory001")
    refused = page(reader.post("/messages/ways/", {"email": "nowhere", "mail": "on"}), 409)
    assert "电子邮箱的格式不对" in refused and 'value="nowhere"' in refused
    reader.post("/messages/ways/", {"email": "engineer@example.cn", "mail": "on"})
    assert Reach.objects.values_list("email", "wants_mail", "wants_sms").get() == ("engineer@example.cn", True, False)
    assert 'value="engineer@example.cn"' in page(reader.get("/messages/"))


def test_the_administrator_sees_what_did_not_leave_but_neither_text_nor_whole_address_nor_secret(returned, settings):
    settings.SMS_GATEWAY, settings.SMS_URL = "greenlist.casework.outbox.sms_gateway.JsonGateway", "https://sms.example/send"
    settings.SMS_SECRET = "the-secret"
    Message.objects.update(channel="mail", address="engineer@example.cn", outcome="message_unknown", problem="送出中断")
    Reach.objects.create(user_id=Message.objects.get().person_id, email="engineer@example.cn", wants_mail=True, changed_at=now())
    admin = signed_in("system")
    shown = page(admin.get("/admin/messages/"))
    assert "en***@example.cn" in shown and "不知是否送出" in shown and "JsonGateway" in shown
    assert "engineer@example.cn" not in shown and "the-secret" not in shown and Message.objects.get().text not in shown
    admin.post(f"/admin/messages/{Message.objects.get().pk}/again/")
    assert Message.objects.get().outcome == "message_waiting" and "没有送不出的消息" in page(admin.get("/admin/messages/"))
    assert admin.post(f"/admin/messages/{Message.objects.get().pk}/again/").status_code == 404


def test_the_words_for_a_chat_group_are_also_of_the_yearly_tables(province, may):
    from greenlist.casework.yearly_tables.opening_services import open_year
    from tests.casework.yearly_tables.conftest import list_unit

    list_unit(province, province.unit)
    may(3, 1)
    open_year(2024, actor=province.cast.province)
    office = signed_in("bureau360400")
    assert f"1. {province.unit.site.name}：动态管理表尚未填报" in page(office.get("/reminders/?what=yearly"))
    office.post("/reminders/?what=yearly", {"name": [province.unit.site.name], "channel": "电话"})
    assert "电话：1家" in page(office.get("/reminders/?what=yearly")) and "电话：1家" not in page(office.get("/reminders/"))


def test_a_mail_to_another_of_ones_positions_says_which_and_one_that_never_left_leads_nowhere(returned, may):
    from greenlist.casework.directory.models import Membership, Organisation
    from greenlist.casework.directory.services import grant_membership
    from greenlist.casework.journal.actors import SYSTEM

    own = Membership.objects.get(user__username="factory001")
    grant_membership(own.user, Organisation.objects.get(kind="bureau", unit="360100"), role="bureau", actor=SYSTEM)
    Message.objects.update(channel="mail", address="a@example.cn")
    message, reader = Message.objects.get(), signed_in("factory001")
    may(5, 22, 10)
    assert reader.get(f"/messages/{message.pk}/").status_code == 404
    Message.objects.update(tries=1, outcome="message_unknown")
    assert "打开办理页面" in page(reader.get(f"/messages/{message.pk}/"))
    reader.post("/positions/", {"membership": str(Membership.objects.get(user=own.user, role="bureau").pk)})
    assert f"换到{own.organisation.name}" in page(reader.get(f"/messages/{message.pk}/"))


def test_every_kind_of_message_leads_to_a_page_that_exists_and_a_mail_to_its_own():
    pk = "01a2189e-d0be-7e4a-835a-b1beb3f193ce"
    assert {kind.page for kind in kinds().values()} == {page for page, _ in PAGES} | {"todos"}
    assert all(reverse(name, args=[pk] if has_object else []) for name, has_object in PAGES.values())
    with override_settings(PUBLIC_URL="https://greenlist.example"):
        assert link_to(Message(pk=pk)) == f"https://greenlist.example{reverse('message', args=[pk])}"
