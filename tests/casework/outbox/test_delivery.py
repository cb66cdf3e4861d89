"""Sending: a real mail server and a real gateway; at most once, by day, tried again, and unknown when it broke off."""

from datetime import timedelta

import pytest

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import machine_now
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.outbox.channels import link_to
from greenlist.casework.outbox.delivery_services import deliver_due, take
from greenlist.casework.outbox.models import Attempt, Message
from greenlist.casework.outbox.services import choose_ways, drop_for_position, send_again
from tests.casework.outbox.conftest import OFFICE, person, reader, told

ADMIN = Actor(name="管理员（演示）", role="system_admin", acts=frozenset({"resend_messages"}))


def steps() -> list[str]:
    return [a.step for a in Attempt.objects.order_by("number", "at", "id")]


def the_mail() -> Message:
    return Message.objects.get(channel="mail")


def test_a_mail_goes_after_the_hold_time_once_with_the_way_to_our_own_page(may, mailbox):
    told(person(mail=True))
    assert deliver_due() == 0 and mailbox.kept == []
    may(5, 22, 10)
    assert (deliver_due(), deliver_due()) == (1, 0)
    (mail,) = mailbox.kept
    assert "To: engineer@example.cn" in mail and f"Message-ID: <{the_mail().pk}@greenlist.example>" in mail
    assert link_to(the_mail()) == f"https://greenlist.example/messages/{the_mail().pk}/"
    assert (the_mail().outcome, steps()) == ("message_sent", ["attempt_begun", "attempt_sent"])


def test_no_mail_leaves_by_night(may, mailbox):
    told(person(mail=True))
    may(5, 22, 22)
    assert deliver_due() == 0
    may(5, 23, 8)
    assert deliver_due() == 1


def test_what_is_not_taken_now_is_tried_again_and_given_up_in_the_end(may, mailbox, settings):
    settings.MESSAGE_RETRY_MINUTES = (1, 5)
    told(person(mail=True))
    mailbox.answer = "451 later"
    for hour in (10, 11, 12, 13):
        may(5, 22, hour)
        deliver_due()
    assert (the_mail().outcome, the_mail().tries, the_mail().problem) == ("message_failed", 3, "邮件服务器答复451")
    assert len(mailbox.kept) == 3


def test_an_address_that_does_not_exist_is_not_tried_again(may, mailbox):
    told(person(mail=True))
    mailbox.recipient_answer = "550 nobody"
    may(5, 22, 10)
    deliver_due()
    assert (the_mail().outcome, the_mail().problem) == ("message_failed", "邮件服务器不收这个地址（550）")


def wants(one, *, email="engineer@example.cn", mail=True):
    choose_ways(User.objects.get(pk=one.person_id), email=email, wants_mail=mail, wants_sms=False, actor=reader(one))


@pytest.mark.parametrize(
    "change",
    [lambda one: wants(one, email="other@example.cn"), lambda one: wants(one, mail=False),
     lambda one: User.objects.filter(pk=one.person_id).update(is_active=False)],
    ids=["another address", "no mail any more", "account ended"],
)  # fmt: skip
def test_what_is_not_wanted_any_more_is_withdrawn_before_it_leaves(may, mailbox, change):
    one = person(mail=True)
    told(one)
    change(one)
    may(5, 22, 10)
    assert (deliver_due(), mailbox.kept, the_mail().outcome, steps()) == (0, [], "message_withdrawn", [])


@pytest.mark.parametrize("leaves", [True, False], ids=["left the position", "changed the address"])
def test_what_failed_is_not_sent_again_to_who_left_or_moved(may, mailbox, leaves):
    one = person(mail=True)
    told(one)
    mailbox.recipient_answer = "550 nobody"
    may(5, 22, 10)
    deliver_due()
    if leaves:
        drop_for_position(one.membership_id, entry=JournalEntry(actor_name="管理员（演示）"))
    else:
        wants(one, email="other@example.cn")
    with pytest.raises(Refused) as refused:
        send_again(the_mail(), actor=ADMIN)
    assert (refused.value.code, the_mail().outcome) == ("unwanted", "message_failed")


def test_a_sender_that_is_refused_is_a_setting_to_mend_and_not_the_end(may, mailbox, settings):
    settings.DEFAULT_FROM_EMAIL = "绿色制造名单 <list@greenlist.example>"
    told(person(mail=True))
    mailbox.sender_answer = "553 not yours"
    may(5, 22, 10)
    deliver_due()
    assert (the_mail().outcome, the_mail().problem) == ("message_waiting", "邮件服务器答复553")
    mailbox.sender_answer = "250 ok"
    may(5, 22, 11)
    assert deliver_due() == 1
    assert f"Message-ID: <{the_mail().pk}@greenlist.example>" in mailbox.kept[0]


def test_a_server_that_is_not_there_means_later(may, mailbox, settings):
    told(person(mail=True))
    settings.EMAIL_PORT = 1
    may(5, 22, 10)
    deliver_due()
    assert (the_mail().outcome, the_mail().tries) == ("message_waiting", 1) and the_mail().problem.startswith("连不上邮件服务器")


def test_a_line_that_breaks_after_the_mail_leaves_it_unknown_until_a_person_sends_it_again(may, mailbox):
    told(person(mail=True))
    mailbox.answer = ""
    may(5, 22, 10)
    deliver_due()
    assert (the_mail().outcome, deliver_due()) == ("message_unknown", 0)
    mailbox.answer = "250 kept"
    with pytest.raises(NotAllowed):
        send_again(the_mail(), actor=OFFICE)
    send_again(the_mail(), actor=ADMIN)
    assert (deliver_due(), the_mail().outcome, len(mailbox.kept)) == (1, "message_sent", 2)
    with pytest.raises(Refused):
        send_again(the_mail(), actor=ADMIN)


def test_a_worker_killed_between_sending_and_noting_leaves_it_unknown(may, mailbox):
    told(person(mail=True))
    may(5, 22, 10)
    assert take() is not None
    assert (deliver_due(), the_mail().outcome) == (0, "message_sending")
    Message.objects.filter(channel="mail").update(sending_since=machine_now() - timedelta(minutes=11))
    assert (deliver_due(), the_mail().outcome, mailbox.kept) == (0, "message_unknown", [])
    assert steps() == ["attempt_begun", "attempt_unclear"]


def test_a_text_message_is_posted_with_the_secret_and_says_only_the_subject(may, gateway, settings):
    settings.SMS_URL += "?channel=7"
    told(person(sms=True))
    may(5, 22, 10)
    assert deliver_due() == 1
    message = Message.objects.get(channel="sms")
    told_text = "【绿色制造名单】2024-JJ-0001 退回补正。请登录查看：“我的消息”"
    assert gateway.kept == [("Bearer the-secret", {"to": "13900000000", "text": told_text, "key": str(message.pk)})]
    assert (message.outcome, gateway.paths) == ("message_sent", ["/send?channel=7"])


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(302, "message_waiting"), (400, "message_failed"), (429, "message_waiting"), (503, "message_waiting"), (0, "message_unknown")],
)
def test_every_answer_of_a_gateway_has_its_meaning(may, gateway, status, outcome):
    told(person(sms=True))
    gateway.status = status
    may(5, 22, 10)
    deliver_due()
    assert Message.objects.get(channel="sms").outcome == outcome and len(gateway.kept) == 1


def test_a_gateway_that_is_not_safe_is_off(may, settings):
    settings.SMS_GATEWAY, settings.SMS_SECRET = "greenlist.casework.outbox.sms_gateway.JsonGateway", "the-secret"
    for url in ("", "http://sms.example/send", "ftp://sms.example"):
        settings.SMS_URL = url
        told(person(f"person{url[:4]}", sms=True), occasion=url)
    assert set(Message.objects.values_list("channel", flat=True)) == {"in_app"}
