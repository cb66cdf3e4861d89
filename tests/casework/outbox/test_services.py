"""Messages: one to each, held, behind a gate, taken back, read, by the ways that a person chose."""

import pytest
from django.db import DatabaseError, transaction

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.outbox.models import Message, OpenedGate
from greenlist.casework.outbox.selectors import inbox_of, leaves_at, masked, occasions_of
from greenlist.casework.outbox.services import choose_ways, mark_all_read, mark_read, open_gate, withdraw_messages
from greenlist.casework.outbox.timing import after_quiet, is_quiet
from greenlist.casework.outbox.words import kinds
from tests.casework.outbox.conftest import OFFICE, person, reader, told


def test_a_message_is_held_then_read_and_told_only_once(may):
    one = person()
    assert (told(one), told(one)) == (1, 0)
    assert list(inbox_of(reader(one))) == []
    may(5, 22, 10)
    (message,) = inbox_of(reader(one))
    assert message.subject == "2024-JJ-0001 退回补正" and "共2处" in message.text and message.clause == "C-07"
    assert list(inbox_of(OFFICE)) == [] and (mark_all_read(actor=reader(one)), mark_all_read(actor=reader(one))) == (1, 0)


def test_nothing_passes_a_gate_before_the_act_that_opens_it(may):
    one = person()
    told(one, gate="publication:1")
    may(7, 1)
    assert list(inbox_of(reader(one))) == [] and leaves_at(occasions_of(OFFICE)[0]) is None
    open_gate("publication:1", actor=OFFICE)
    open_gate("publication:1", actor=OFFICE)
    assert list(inbox_of(reader(one))) == [], "held after the gate as well"
    may(7, 1, 11)
    assert len(inbox_of(reader(one))) == 1 and leaves_at(occasions_of(OFFICE)[0]).hour == 10
    with pytest.raises(DatabaseError), transaction.atomic():
        OpenedGate.objects.update(name="another")


def test_what_is_told_once_is_not_told_again_by_another_press(db):
    one = person()
    assert (told(one, once="result:7"), told(one, once="result:7", occasion="another press")) == (1, 0)


def test_a_wrong_press_is_taken_back_while_nobody_knows(may):
    one, other = person(), person("other")
    told(one, other)
    with pytest.raises(Refused) as refused:
        withdraw_messages("one press", reason=" ", actor=OFFICE)
    assert refused.value.items == ("请写明撤回的理由。",)
    assert withdraw_messages("one press", reason="按错了", actor=OFFICE) == 2
    may(5, 22, 10)
    assert list(inbox_of(reader(one))) == [] and told(one) == 0
    (line,) = JournalEntry.objects.filter(action="withdraw_messages")
    assert (line.reason, line.detail) == ("按错了", {"occasion": "one press", "messages": 2})


def test_what_was_told_is_not_taken_back_and_another_office_takes_back_nothing(may):
    told(person())
    stranger = Actor(name="他局", role="bureau", organisation_id=OFFICE.membership_id or OFFICE.user_id, acts=OFFICE.acts)
    with pytest.raises(NotAllowed):
        withdraw_messages("one press", reason="不归我", actor=stranger)
    may(5, 22, 10)
    with pytest.raises(Refused) as refused:
        withdraw_messages("one press", reason="晚了", actor=OFFICE)
    assert refused.value.items == ("留存时间已过或已经撤回，没有可撤回的消息。",)
    assert occasions_of(stranger).count() == 0 and [row["people"] for row in occasions_of(OFFICE)] == [1]


def test_a_name_with_a_line_break_begins_no_header(db):
    told(person(), values={"number": "2024-JJ-0001\r\nBcc: all@example.cn"})
    assert Message.objects.get().subject == "2024-JJ-0001 Bcc: all@example.cn 退回补正"


def test_a_person_chooses_his_own_ways_and_everything_wrong_is_told_at_once(db):
    user = User.objects.create_user("engineer", "-", name="工程师（演示）")
    own = Actor(name=user.name, role="applicant", user_id=user.pk)
    with pytest.raises(Refused) as refused:
        choose_ways(user, email="nowhere", wants_mail=True, wants_sms=True, actor=own)
    assert refused.value.items == (
        "电子邮箱的格式不对，请按 name@example.cn 这样填。", "要收短信，账号上要有手机号码，请找开户人登记。",
    )  # fmt: skip
    with pytest.raises(Refused):
        choose_ways(user, email="a@example.cn\nBcc: b@example.cn", wants_mail=True, wants_sms=False, actor=own)
    with pytest.raises(NotAllowed):
        choose_ways(user, email="", wants_mail=False, wants_sms=False, actor=OFFICE)
    assert choose_ways(user, email="a@example.cn", wants_mail=True, wants_sms=False, actor=own).email == "a@example.cn"


def test_mail_and_text_messages_are_written_only_where_set_up_and_wanted(db, settings):
    one, other = person(mail=True, sms=True), person("other")
    told(one, other)
    assert set(Message.objects.values_list("channel", flat=True)) == {"in_app"}
    settings.MAIL_ON = True
    told(one, other, occasion="another press")
    assert [m.address for m in Message.objects.filter(channel="mail")] == ["engineer@example.cn"]


def test_the_night_is_quiet_over_midnight(may):
    may(5, 22, 22)
    assert is_quiet(now()) and f"{after_quiet(now()):%m-%d %H:%M}" == "05-23 08:00"
    may(5, 23, 7)
    assert is_quiet(now()) and f"{after_quiet(now()):%m-%d %H:%M}" == "05-23 08:00"
    may(5, 23, 8)
    assert not is_quiet(now()) and after_quiet(now()) == now()


def test_a_quiet_time_that_ends_at_midnight_ends_then(may, settings):
    settings.QUIET_HOURS = (22, 24)
    may(5, 22, 23)
    assert is_quiet(now()) and f"{after_quiet(now()):%m-%d %H:%M}" == "05-23 00:00"
    may(5, 23, 0)
    assert not is_quiet(now())


def test_who_opens_a_message_by_its_mail_has_read_it_on_the_page_too(may, settings):
    settings.MAIL_ON = True
    one, other = person(mail=True), person("other")
    told(one, other)
    may(5, 22, 10)
    mark_read(Message.objects.get(channel="mail"))
    assert [inbox_of(reader(who)).filter(read_at=None).count() for who in (one, other)] == [0, 1]


def test_an_address_is_shown_in_part():
    assert [masked(a) for a in ("engineer@example.cn", "13912345678", "1234")] == ["en***@example.cn", "139****5678", "***"]


def test_no_message_names_a_reason_a_score_or_a_finding():
    placeholders = {"reason", "score", "finding", "statement", "words"}
    for name, kind in kinds().items():
        assert not any(f"{{{word}}}" in kind.subject + kind.text for word in placeholders), name
