"""我的消息: what a person was told in this position, how he wants to be told; and an office's 发件箱, with what can still be taken back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.journal.clock import now
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.outbox.channels import channels_on
from greenlist.casework.outbox.models import Message
from greenlist.casework.outbox.selectors import inbox_of, leaves_at, may_go, occasions_of, phone_of, reach_of, sent_by
from greenlist.casework.outbox.services import choose_ways, mark_all_read, mark_read, withdraw_messages
from greenlist.casework.outbox.timing import after_quiet
from greenlist.casework.outbox.words import kinds
from greenlist.portals.shared.background import ROLES
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

A_PAGE = 50
OFFICES = ("county", "bureau", "province", "centre")
# Where a message leads, by its page and the reader's role; the second says whether the address names its object.
PAGES = {
    ("application", "applicant"): ("applicant:application", True), ("yearly_own", "applicant"): ("applicant:yearly_table", True),
    ("workbench", "bureau"): ("bureau:workbench", False), ("inspection", "bureau"): ("inspection", True),
    ("incident", "bureau"): ("incident", True), ("incident", "province"): ("incident", True), ("body_return", "evaluator"): ("evaluator:return", True),
    ("register", "bureau"): ("register_entry", True), ("complaints", "evaluator"): ("evaluator:complaints", False),
    ("engagements", "evaluator"): ("evaluator:engagements", False), ("standard_load", "province"): ("province:standard_load", True),
}  # fmt: skip


@for_roles(*ROLES)
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /messages/?show=unread: what I was told in this position, the newest first."""
    return _inbox(request)


@for_roles(*ROLES)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /messages/<pk>/: one message; opened, it counts as read. The address stands in mails: sent to another position of the
    same person, it says to which one to change.
    """
    message = get_object_or_404(_mine(request), pk=pk)
    if message.membership_id != request.actor.membership_id:
        other = next(one for one in request.positions if one.pk == message.membership_id)
        return render(request, "shared/messages/message.html", {"message": message, "other": other})
    mark_read(message)
    return render(request, "shared/messages/message.html", {"message": message, "way": _way(request.actor.role, message)})


@require_POST
@for_roles(*ROLES)
def reading(request: HttpRequest) -> HttpResponse:
    """POST: everything counts as read."""
    messages.success(request, f"已把{mark_all_read(actor=request.actor)}条消息标为已读")
    return redirect("messages")


@require_POST
@for_roles(*ROLES)
def ways(request: HttpRequest) -> HttpResponse:
    """POST: by mail and text message too, or no more."""
    posted = request.POST
    wants = {"wants_mail": "mail" in posted, "wants_sms": "sms" in posted}
    try:
        choose_ways(request.user, email=posted.get("email", ""), actor=request.actor, **wants)
    except Refused as refusal:
        return _inbox(request, refusal)
    messages.success(request, "接收方式已保存")
    return redirect("messages")


@for_roles(*OFFICES)
@exported
def sent(request: HttpRequest) -> HttpResponse:
    """GET /messages/sent/: what acts of this office told others, what is still held and until when, and what became of it."""
    return _outbox(request)


@require_POST
@for_roles(*OFFICES)
def withdrawal(request: HttpRequest, occasion: str) -> HttpResponse:
    """POST reason: take back what one press would tell, while nobody has been told."""
    if not sent_by(request.actor).filter(occasion=occasion).exists():
        raise Http404
    try:
        count = withdraw_messages(occasion, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _outbox(request, refusal)
    messages.success(request, f"已撤回{count}条消息，收件人没有收到；已办的事不受影响")
    return redirect("messages_sent")


def _inbox(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    rows, reach = inbox_of(request.actor), reach_of(request.actor.user_id)
    shows_unread = request.GET.get("show") == "unread"
    page = shown_page(request, rows.filter(read_at=None) if shows_unread else rows, A_PAGE)
    typed = request.POST if refusal else None
    context: dict[str, Any] = {
        "page": page, "shows_unread": shows_unread, "refusal": refusal, "on": channels_on(), "has_office": request.actor.role in OFFICES,
        "email": typed.get("email", "") if typed is not None else reach.email if reach else "",
        "wants_mail": "mail" in typed if typed is not None else bool(reach and reach.wants_mail),
        "wants_sms": "sms" in typed if typed is not None else bool(reach and reach.wants_sms),
        "phone": reach.user.phone if reach else phone_of(request.actor.user_id), "quiet": settings.QUIET_HOURS,
    }  # fmt: skip
    return render(request, "shared/messages/index.html", context, status=409 if refusal else 200)


def _mine(request: HttpRequest) -> Any:
    """What this person was told in any of the positions he holds: on the page, or by a mail or text message that has left or may have."""
    held = [one.pk for one in request.positions]
    rows = Message.objects.filter(person_id=request.actor.user_id, membership_id__in=held)
    return rows.exclude(outcome=Message.Outcome.WITHDRAWN).filter(Q(tries__gt=0) | Q(may_go(now()), channel=Message.Channel.IN_APP))


def _outbox(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    page, instant = shown_page(request, occasions_of(request.actor), A_PAGE), now()
    rows = [_told(row, instant) for row in page]
    context = {"page": page, "rows": rows, "refusal": refusal, "minutes": settings.MESSAGE_HOLD_MINUTES}
    return render(request, "shared/messages/sent.html", context, status=409 if refusal else 200)


def _told(row: dict[str, Any], instant: Any) -> dict[str, Any]:
    """One press as the page shows it: its label, when it goes, by day only outside the house, and whether it can be taken back."""
    leaves = leaves_at(row)
    is_held = bool(row["waiting"]) and (leaves is None or leaves > instant)
    out_at = after_quiet(leaves) if leaves and (row["mails"] or row["texts"]) else None
    return {**row, "label": kinds()[row["kind"]].label, "leaves": leaves, "is_held": is_held,
            "out_at": out_at if out_at != leaves else None, "others": row["people"] - 1}  # fmt: skip


def _way(role: str, message: Message) -> str:
    name, has_object = PAGES.get((message.page, role), ("todos", False))
    return reverse(name, args=[message.about_id]) if has_object and message.about_id else reverse("todos" if has_object else name)
