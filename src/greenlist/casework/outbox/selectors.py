"""Reading messages: a person's own in his position, an office's, what is due, what failed."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, DateTimeField, Exists, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from greenlist.casework.accounts.models import User
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI, now
from greenlist.casework.outbox.models import Message, OpenedGate, Reach

Channel, Outcome = Message.Channel, Message.Outcome
SENT_OUT = (Channel.MAIL, Channel.SMS)
STANDING = (Outcome.FAILED, Outcome.UNKNOWN)


def may_go(instant: datetime) -> Q:
    """Neither held any more nor behind a closed gate."""
    opened = OpenedGate.objects.filter(name=OuterRef("gate"), from_at__lte=instant)
    return Q(held_until__lte=instant) & (Q(gate="") | Exists(opened))


def inbox_of(actor: Actor) -> QuerySet[Message]:
    """What this person was told in this position, the newest first; nothing that is still held."""
    rows = Message.objects.filter(may_go(now()), channel=Channel.IN_APP, outcome=Outcome.WAITING, person_id=actor.user_id)
    return rows.filter(membership_id=actor.membership_id).order_by("-created_at", "-id")


UNREAD = """
    SELECT count(*) FROM outbox_message told
    WHERE told.membership_id = {position} AND told.channel = %s AND told.outcome = %s AND told.read_at IS NULL AND told.held_until <= %s
      AND (told.gate = '' OR EXISTS (SELECT 1 FROM outbox_openedgate opened WHERE opened.name = told.gate AND opened.from_at <= %s))
"""


def unread_of_position(position: str) -> RawSQL:
    """How many a position has not read, to be annotated where positions are read anyway; `position` is the quoted column of their ids.

    Asked for every page of everybody who is signed in. Django composed the same subquery for a sixth of the time of a light page, each
    time anew. What counts is what `inbox_of` shows; a test holds the two together.
    """
    instant = connection.ops.adapt_datetimefield_value(now())
    given = (Channel.IN_APP.value, Outcome.WAITING.value, instant, instant)
    return RawSQL(UNREAD.format(position=position), given, output_field=IntegerField())


def sent_by(actor: Actor) -> QuerySet[Message]:
    """Every message that an act of this office caused."""
    rows = Message.objects.filter(office_id=actor.organisation_id)
    return rows if actor.organisation_id and actor.may("withdraw_messages") else rows.none()


def occasions_of(actor: Actor) -> QuerySet[Message, dict[str, object]]:
    """One row for each press that told somebody: kind, whom, how many, until when it is held, behind which gate, what became of it."""
    gate_from = Subquery(OpenedGate.objects.filter(name=OuterRef("gate")).values("from_at")[:1], output_field=DateTimeField())
    rows = sent_by(actor).order_by().annotate(gate_from=gate_from)
    told = rows.values("occasion", "kind", "gate", "caused_by").annotate(
        written_at=Min("created_at"), subject=Min("subject"), someone=Min("person_name"), people=Count("membership_id", distinct=True),
        held=Max("held_until"), gate_from=Max("gate_from"),
        **{name: Count("pk", filter=Q(outcome=outcome)) for name, outcome in COUNTED.items()},
        mails=Count("pk", filter=Q(channel=Channel.MAIL)), texts=Count("pk", filter=Q(channel=Channel.SMS)),
    )  # fmt: skip
    return told.order_by("-written_at", "occasion", "kind")


COUNTED = {"waiting": Outcome.WAITING, "sending": Outcome.SENDING, "sent": Outcome.SENT, "failed": Outcome.FAILED,
           "unknown": Outcome.UNKNOWN, "withdrawn": Outcome.WITHDRAWN}  # fmt: skip


def due(instant: datetime) -> QuerySet[Message]:
    """What mail and text messages have to be sent, the oldest first."""
    rows = Message.objects.filter(may_go(instant), outcome=Outcome.WAITING, channel__in=SENT_OUT)
    return rows.filter(Q(next_try_at=None) | Q(next_try_at__lte=instant)).order_by("held_until", "id")


def still_held(rows: QuerySet[Message], instant: datetime) -> QuerySet[Message]:
    """Those that nobody has been told of yet: held, or behind a gate that lets nothing through."""
    return rows.filter(~may_go(instant), outcome=Outcome.WAITING, tries=0)


def not_delivered() -> QuerySet[Message]:
    """Mail and text messages that failed for good, or of which nobody knows; the newest first."""
    return Message.objects.filter(outcome__in=STANDING).order_by("-ended_at", "-id")


def counts_by_outcome() -> dict[tuple[str, str], int]:
    """{(channel, outcome): how many} of mail and text messages."""
    rows = Message.objects.filter(channel__in=SENT_OUT).order_by().values("channel", "outcome").annotate(n=Count("pk"))
    return {(row["channel"], row["outcome"]): row["n"] for row in rows}


def reach_of(user_id: UUID | None) -> Reach | None:
    """How a person wants to be reached; None while he has said nothing."""
    return Reach.objects.filter(user_id=user_id).select_related("user").first()


def is_wanted(message: Message) -> bool:
    """Is the person still to be told by this way and at this address? A mail or text message was written for yesterday's wish."""
    reach = reach_of(message.person_id)
    if reach is None or not reach.user.is_active or not message.address:
        return False
    if message.channel == Channel.MAIL:
        return reach.wants_mail and reach.email == message.address
    return reach.wants_sms and reach.user.phone == message.address


def phone_of(user_id: UUID | None) -> str:
    """The telephone number of his account."""
    return User.objects.filter(pk=user_id).values_list("phone", flat=True).first() or ""


def masked(address: str) -> str:
    """An address as others may see it: the first letters, then stars."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:2]}***@{domain}"
    return f"{address[:3]}****{address[-4:]}" if len(address) > 7 else "***"


def leaves_at(row: dict[str, datetime | None]) -> datetime | None:
    """When the messages of one occasion go: None while their gate is closed."""
    held, gate_from = row["held"], row["gate_from"]
    if held is None or (row["gate"] and gate_from is None):
        return None
    return max(held, gate_from or held).astimezone(SHANGHAI)


def about_whom(kind: str, occasion: str) -> set[UUID]:
    """The ids of what the messages of one kind from one press are about."""
    rows = Message.objects.filter(kind=kind, occasion=occasion, about_id__isnull=False)
    return {about for about in rows.order_by().values_list("about_id", flat=True) if about}
