"""演示时间: move the demo clock forward. Outside the demo the page does not exist."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from greenlist.casework.journal.clock import SHANGHAI, now, set_demo_clock
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles


@for_roles("system_admin")
def show(request: HttpRequest) -> HttpResponse:
    """GET/POST /admin/clock/: `instant` as typed by a datetime-local field."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return render(request, "admin/clock.html", {"now": now()})
    try:
        set_demo_clock(_instant(request.POST.get("instant", "")))
    except Refused as refusal:
        return render(request, "admin/clock.html", {"now": now(), "refusal": refusal}, status=409)
    messages.success(request, "已推进演示时间")
    return redirect("admin:clock")


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Refused(f"“{text}”不是日期时间。", then="请按 2024-06-18 10:00 的格式填写。") from None
