"""Two workers at the same moment: every mail leaves once."""

from greenlist.casework.journal import clock
from greenlist.casework.outbox.delivery_services import deliver_due
from greenlist.casework.outbox.models import Attempt, Message
from tests.casework.outbox.conftest import person, told
from tests.casework.separate import together

MAILS = 6


def test_every_message_is_sent_once_whoever_takes_it(separate_province, mailbox):
    for number in range(MAILS):
        told(person(f"person{number}", mail=True), occasion=f"press {number}", is_held=False)
    with clock.at(clock.now()):
        assert sum(together(deliver_due, deliver_due)) == MAILS
    assert len(mailbox.kept) == MAILS
    assert set(Message.objects.filter(channel="mail").values_list("outcome", "tries")) == {("message_sent", 1)}
    assert Attempt.objects.count() == 2 * MAILS
