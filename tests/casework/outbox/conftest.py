"""A person with a mailbox and a number, and the two servers of servers.py with the settings that lead to them."""

from uuid import uuid4

import pytest

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.actors import Actor
from greenlist.casework.outbox.services import Recipient, choose_ways, write
from tests.casework.outbox.servers import Gateway, Mailbox, running

OFFICE = Actor(name="经办（演示）", role="bureau", user_id=uuid4(), organisation_id=uuid4(), organisation_name="演示局",
               acts=frozenset({"withdraw_messages"}))  # fmt: skip
TOLD = {"number": "2024-JJ-0001", "name": "演示厂", "office": "演示局", "places": 2}


@pytest.fixture
def mailbox(settings):
    """Mail is on and goes to a server of the test's own."""
    with running(Mailbox()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.DEFAULT_FROM_EMAIL, settings.MAIL_ON = "list@greenlist.example", True
        settings.PUBLIC_URL = "https://greenlist.example"
        yield server


@pytest.fixture
def gateway(settings):
    """Text messages are on and go to a server of the test's own."""
    with running(Gateway()) as server:
        settings.SMS_GATEWAY = "greenlist.casework.outbox.sms_gateway.JsonGateway"
        settings.SMS_URL, settings.SMS_SECRET = "http://{}:{}/send".format(*server.server_address), "the-secret"
        yield server


def person(username: str = "engineer", *, mail: bool = False, sms: bool = False) -> Recipient:
    """Somebody in a position, who wants to be told by these ways too."""
    user = User.objects.create_user(username, "-", name=f"{username}（演示）", phone="13900000000")
    if mail or sms:
        own = Actor(name=user.name, role="applicant", user_id=user.pk)
        choose_ways(user, email="engineer@example.cn", wants_mail=mail, wants_sms=sms, actor=own)
    return Recipient(user.pk, user.name, uuid4(), "演示厂")


def told(*people: Recipient, occasion: str = "one press", **more) -> int:
    """Tell them that a case was returned."""
    return write("returned", people, values={**TOLD, **more.pop("values", {})}, occasion=occasion, act="return_for_completion", actor=OFFICE,
                 **more)  # fmt: skip


def reader(one: Recipient) -> Actor:
    """The recipient, reading."""
    return Actor(name=one.person_name, role="applicant", user_id=one.person_id, membership_id=one.membership_id)
