"""消息: which ways out are set up, what did not leave or of which nobody knows, and sending it once more."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from greenlist.casework.journal.refusals import Refused
from greenlist.casework.outbox.channels import channels_on, gateway
from greenlist.casework.outbox.models import Message
from greenlist.casework.outbox.selectors import counts_by_outcome, masked, not_delivered
from greenlist.casework.outbox.services import send_again
from greenlist.casework.outbox.words import kinds
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.paging import shown_page

A_PAGE = 50


@for_roles("system_admin")
def index(request: HttpRequest) -> HttpResponse:
    """GET /admin/messages/: neither texts nor whole addresses; no secret of a setting."""
    return _page(request)


@require_POST
@for_roles("system_admin")
def again(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: send once more."""
    message = get_object_or_404(not_delivered(), pk=pk)
    try:
        send_again(message, actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, "已排入重发，几秒后送出；对方可能收到两次")
    return redirect("admin:messages")


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    page, counts = shown_page(request, not_delivered(), A_PAGE), counts_by_outcome()
    rows = [(message, kinds()[message.kind].label, masked(message.address)) for message in page]
    tally = [(channel.label, outcome.label, counts[channel, outcome]) for channel in Message.Channel for outcome in Message.Outcome
             if (channel, outcome) in counts]  # fmt: skip
    context = {"page": page, "rows": rows, "tally": tally, "settings": _settings(), "refusal": refusal}
    return render(request, "admin/messages.html", context, status=409 if refusal else 200)


def _settings() -> list[tuple[str, str]]:
    on, begin, end = channels_on(), *settings.QUIET_HOURS
    lacking = gateway().lacking() if settings.SMS_GATEWAY else "没有选网关"
    return [
        ("电子邮件", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}，发件人{settings.DEFAULT_FROM_EMAIL}" if "mail" in on else "没有开通"),
        ("短信", settings.SMS_GATEWAY.rpartition(".")[2] if "sms" in on else f"没有开通：{lacking}"),
        ("留存", f"{settings.MESSAGE_HOLD_MINUTES}分钟"),
        ("不发邮件和短信的时间", f"{begin}:00至次日{end}:00"),
        ("网址", settings.PUBLIC_URL or "没有设，消息里不带网址"),
    ]
