"""The ways out of the house: mail by SMTP, text messages by a gateway named in the settings. Off until they are set up."""

import smtplib
from email.utils import parseaddr
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from greenlist.casework.outbox.models import Message

TIMEOUT_S = 20


class NotSent(Exception):
    """The other side has not taken it; `is_final`: it never will."""

    def __init__(self, problem: str, *, is_final: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.is_final = problem, is_final


class Unclear(Exception):
    """It broke off after the message was on its way: nobody knows whether it was taken."""


class Gateway(Protocol):
    """What a plug-in for text messages has to be: a class without arguments, named in GREENLIST_SMS_GATEWAY."""

    def lacking(self) -> str:
        """What of its settings is missing; '' when it can send."""

    def send(self, *, number: str, text: str, key: str) -> None:
        """Hand over one text message; `key` is the same at every try. Raises NotSent or Unclear."""


def channels_on() -> set[str]:
    """The channels that are set up."""
    found = {Message.Channel.MAIL.value} if settings.MAIL_ON else set()
    return found | ({Message.Channel.SMS.value} if settings.SMS_GATEWAY and not gateway().lacking() else set())


def gateway() -> Gateway:
    """The plug-in for text messages."""
    made: Gateway = import_string(settings.SMS_GATEWAY)()
    return made


def send(message: Message) -> None:
    """Hand a message over. Raises NotSent or Unclear; an ordinary return means that the other side has taken it."""
    if message.channel not in channels_on():
        raise NotSent("这个渠道现在没有开通。")
    if message.channel == Message.Channel.SMS:
        gateway().send(number=message.address, text=short_text(message), key=str(message.pk))
    else:
        _mail(message)


def link_to(message: Message) -> str:
    """The page of the message, at our own address only; '' where the installation has none."""
    return f"{settings.PUBLIC_URL}/messages/{message.pk}/" if settings.PUBLIC_URL else ""


def short_text(message: Message) -> str:
    """A text message: the subject and the way to the page, nothing of the text."""
    return f"【绿色制造名单】{message.subject}。请登录查看：{link_to(message) or '“我的消息”'}"


def mail_text(message: Message) -> str:
    """The body of a mail."""
    way = f"登录后查看：{link_to(message)}" if link_to(message) else "请登录系统，在“我的消息”里查看。"
    basis = f"依据：{message.clause}\n" if message.clause else ""
    foot = "本邮件由系统发出，请勿回复。不想再收邮件的，请在“我的消息”里更改接收方式。"
    return f"{message.person_name}：\n\n{message.text}\n\n{basis}{way}\n\n{message.office_name}\n{foot}\n"


def _mail(message: Message) -> None:
    connection, domain = get_connection(timeout=TIMEOUT_S), parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMessage(
        subject=message.subject, body=mail_text(message), from_email=settings.DEFAULT_FROM_EMAIL, to=[message.address], connection=connection,
        headers={"Message-ID": f"<{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as problem:
        raise NotSent(f"连不上邮件服务器：{_plainly(problem)}") from problem
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as problem:
        code = min(answer[0] for answer in problem.recipients.values())
        raise NotSent(f"邮件服务器不收这个地址（{code}）", is_final=code >= 500) from problem
    except smtplib.SMTPResponseException as problem:
        is_about_us = isinstance(problem, smtplib.SMTPSenderRefused)  # our own address or sign-in: a setting, to be mended
        raise NotSent(f"邮件服务器答复{problem.smtp_code}", is_final=problem.smtp_code >= 500 and not is_about_us) from problem
    except (OSError, smtplib.SMTPException) as problem:
        raise Unclear(f"送出中断：{_plainly(problem)}") from problem
    finally:
        _close(connection)


def _close(connection: object) -> None:
    """What comes after the server has taken the mail changes nothing about it."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return


def _plainly(problem: Exception) -> str:
    return type(problem).__name__
