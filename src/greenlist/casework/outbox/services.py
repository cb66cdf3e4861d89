"""Writing messages in the transaction of the act that causes them; taking them back, opening a gate, reading, choosing how to be reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.journal.door import record
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import check_plain
from greenlist.casework.outbox.channels import channels_on
from greenlist.casework.outbox.models import Message, OpenedGate, Reach
from greenlist.casework.outbox.selectors import SENT_OUT, STANDING, Channel, Outcome, inbox_of, is_wanted, sent_by, still_held
from greenlist.casework.outbox.timing import held_from
from greenlist.casework.outbox.words import kinds

MOST_REASON = 200
AT_ONCE = 500


@dataclass(frozen=True)
class Recipient:
    """A person in one position, as plain values."""

    person_id: UUID
    person_name: str
    membership_id: UUID
    organisation_name: str


@dataclass(frozen=True)
class Telling:
    """One matter: who is told, with which values, of which object; `once` names what anybody is told only once, whatever causes it again."""

    recipients: Sequence[Recipient]
    values: Mapping[str, object]
    about_id: UUID | None = None
    once: str = ""

    def key(self, kind: str, occasion: str) -> str:
        """What makes it one."""
        return self.once or f"{kind}:{occasion}:{self.about_id or ''}"


def write(
    kind: str, recipients: Iterable[Recipient], *, values: Mapping[str, object], occasion: str, act: str, actor: Actor,
    about_id: UUID | None = None, gate: str = "", once: str = "", is_held: bool = True, in_app_only: bool = False,
) -> int:  # fmt: skip
    """Tell one matter; as `write_all`."""
    telling = Telling(list(recipients), values, about_id, once)
    return write_all(kind, [telling], occasion=occasion, act=act, actor=actor, gate=gate, is_held=is_held, in_app_only=in_app_only)


def write_all(
    kind: str, tellings: Iterable[Telling], *, occasion: str, act: str, actor: Actor, gate: str = "", is_held: bool = True,
    in_app_only: bool = False,
) -> int:  # fmt: skip
    """Write one message for each matter, person and way by which he wants to be reached, in the same few queries however many.

    `occasion` is the press that caused them. Returns how many are new.
    """
    tellings, words = list(tellings), kinds()[kind]
    people = {person.membership_id: person for telling in tellings for person in telling.recipients}
    if not people:
        return 0
    ways: dict[UUID, list[tuple[str, str]]] = {}
    for pk, channel, address in _ways(people.values(), set() if in_app_only else channels_on()):
        ways.setdefault(pk, []).append((channel, address))
    wanted = {
        f"{telling.key(kind, occasion)}:{person.membership_id}:{channel}": (telling, person, channel, address)
        for telling in tellings
        for person in telling.recipients
        for channel, address in ways[person.membership_id]
    }  # fmt: skip
    known = set(Message.objects.filter(key__in=wanted).values_list("key", flat=True))
    made = [
        Message(
            key=name, kind=kind, channel=channel, person_id=person.person_id, person_name=person.person_name,
            membership_id=person.membership_id, organisation_name=person.organisation_name, address=address,
            subject=words.subject_with(telling.values), text=words.text_with(telling.values), clause=words.clause, page=words.page,
            about_id=telling.about_id,
            occasion=occasion, act=act, office_id=actor.organisation_id, office_name=actor.organisation_name, caused_by=actor.name,
            created_at=now(), held_until=held_from(now()) if is_held else now(), gate=gate,
        )
        for name, (telling, person, channel, address) in wanted.items()
        if name not in known
    ]  # fmt: skip
    Message.objects.bulk_create(made, batch_size=AT_ONCE)
    return len(made)


def open_gate(name: str, *, actor: Actor) -> OpenedGate:
    """Let through, after the hold time, what waits behind a gate; by the act that the gate is named after, in its transaction."""
    told = {"opened_at": now(), "opened_by": actor.name, "from_at": held_from(now())}
    return OpenedGate.objects.get_or_create(name=name, defaults=told)[0]


def withdraw_messages(occasion: str, *, reason: str, actor: Actor) -> int:
    """Take back everything that one press would tell, while nobody has been told; what was decided stays. Returns how many.

    Raises NotAllowed for another office's, Refused without a reason or when everything has gone.
    """
    check_plain(reason)
    rows = sent_by(actor).filter(occasion=occasion)
    with transaction.atomic():
        held = list(rows.select_for_update().order_by("id"))
        if not held:
            raise NotAllowed("这里没有本单位发出的这些消息。")
        open_ = list(still_held(rows, now()).values_list("pk", flat=True))
        problems = [] if reason.strip() else ["请写明撤回的理由。"]
        problems += [f"理由最多{MOST_REASON}字。"] if len(reason.strip()) > MOST_REASON else []
        problems += [] if open_ else ["留存时间已过或已经撤回，没有可撤回的消息。"]
        if problems:
            raise Refused("消息没有撤回。", items=problems, then="已送出的消息收不回；办错的事请按原流程更正，更正时会另发消息。")
        Message.objects.filter(pk__in=open_).update(outcome=Outcome.WITHDRAWN, ended_at=now())
        record("withdraw_messages", actor=actor, subject=held[0], reason=reason.strip(),
               detail={"occasion": occasion, "messages": len(open_)})  # fmt: skip
    return len(open_)


def drop_for_position(membership_id: UUID, *, entry: JournalEntry) -> int:
    """Whoever leaves a position is told nothing more there: what has not gone is withdrawn by the act that ended it.

    What failed, is on its way or is not known keeps its outcome and loses its address, so that nothing sends it again.
    """
    gone = Message.objects.filter(membership_id=membership_id, outcome__in=(*STANDING, Outcome.SENDING), channel__in=SENT_OUT)
    gone.update(address="")
    rows = Message.objects.filter(membership_id=membership_id, outcome=Outcome.WAITING)
    rows = rows.filter(Q(channel__in=SENT_OUT) | Q(held_until__gt=now()))
    return rows.update(outcome=Outcome.WITHDRAWN, ended_at=now(), problem=f"岗位已终止（{entry.actor_name}）"[:200])


def send_again(message: Message, *, actor: Actor) -> None:
    """Send once more what failed, or of which nobody knows; the person may then have it twice, which is why no machine does it."""
    if not actor.may("resend_messages"):
        raise NotAllowed("没有送出的消息由系统管理员重发。")
    with transaction.atomic():
        held = Message.objects.select_for_update().get(pk=message.pk)
        if held.outcome not in {Outcome.FAILED, Outcome.UNKNOWN}:
            raise Refused(f"这条消息现在是“{held.get_outcome_display()}”，不必重发。", then="请刷新页面查看最新状态。", code="already")
        if not is_wanted(held):
            raise Refused(
                "消息没有重发：收件人已离岗、账号已停用，或已更改接收方式、地址。", then="站内消息不受影响，不必重发。", code="unwanted"
            )
        held.outcome, held.next_try_at, held.ended_at, held.problem = Outcome.WAITING, None, None, ""
        held.save(update_fields=["outcome", "next_try_at", "ended_at", "problem"])
        record("send_message_again", actor=actor, subject=held, detail={"channel": held.channel, "tries": held.tries})


def mark_read(message: Message) -> None:
    """Note when the person first opened it, by whichever way he came: the same message on the page counts as read too."""
    ways = [f"{message.key.rpartition(':')[0]}:{channel}" for channel in Channel.values]
    Message.objects.filter(key__in=ways, read_at=None).update(read_at=now())


def mark_all_read(*, actor: Actor) -> int:
    """Everything that this person was told in this position counts as read; returns how many were not."""
    return inbox_of(actor).filter(read_at=None).order_by().update(read_at=now())


def choose_ways(user: User, *, email: str, wants_mail: bool, wants_sms: bool, actor: Actor) -> Reach:
    """By which ways beside the page a person wants to be told; only he himself. Raises Refused with everything that is wrong."""
    if user.pk != actor.user_id:
        raise NotAllowed("接收方式只能由本人更改。")
    email = email.strip()
    check_plain(email)
    problems = _address_faults(email)
    problems += ["要收电子邮件，请先填电子邮箱。"] if wants_mail and not email else []
    problems += ["要收短信，账号上要有手机号码，请找开户人登记。"] if wants_sms and not user.phone else []
    if problems:
        raise Refused("接收方式没有保存。", items=problems, then="改好之后再保存；站内消息不受影响。")
    with transaction.atomic():
        told = {"email": email, "wants_mail": wants_mail, "wants_sms": wants_sms, "changed_at": now()}
        reach, _ = Reach.objects.update_or_create(user=user, defaults=told)
        record("choose_ways", actor=actor, subject=user, detail={"mail": wants_mail, "sms": wants_sms})
    return reach


def retry_after(tries: int) -> timedelta | None:
    """How long until the next try; None when it was the last."""
    return timedelta(minutes=settings.MESSAGE_RETRY_MINUTES[tries - 1]) if tries <= len(settings.MESSAGE_RETRY_MINUTES) else None


def _address_faults(email: str) -> list[str]:
    try:
        validate_email(email or "a@example.cn")
    except ValidationError:
        return ["电子邮箱的格式不对，请按 name@example.cn 这样填。"]
    return [] if len(email) <= 254 else ["电子邮箱太长。"]


def _ways(people: Iterable[Recipient], on: set[str]) -> list[tuple[UUID, str, str]]:
    """(position, channel, address) of everybody: the page always, mail and text messages where set up and wanted."""
    people = list(people)
    found: list[tuple[UUID, str, str]] = [(person.membership_id, Channel.IN_APP.value, "") for person in people]
    if not on:
        return found
    wanted = {r.user_id: r for r in Reach.objects.filter(user_id__in=[p.person_id for p in people]).select_related("user")}
    for person in people:
        if (reach := wanted.get(person.person_id)) and reach.user.is_active:
            found += (
                [(person.membership_id, Channel.MAIL.value, reach.email)] if reach.wants_mail and reach.email and Channel.MAIL in on else []
            )
            found += (
                [(person.membership_id, Channel.SMS.value, reach.user.phone)]
                if reach.wants_sms and reach.user.phone and Channel.SMS in on
                else []
            )
    return found
