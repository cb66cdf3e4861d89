"""账号: open accounts, end and restore sign-in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from greenlist.casework.accounts.selectors import accounts
from greenlist.casework.accounts.services import FIRST_DAYS, RESET_DAYS, open_account, set_active
from greenlist.casework.directory.services import reset_person
from greenlist.casework.journal.refusals import Refused
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.paging import shown_page

PER_PAGE = 15
NARROWED = {"active": {"is_active": True}, "ended": {"is_active": False}, "idle": {"memberships": None}}


@for_roles("system_admin")
@exported
def index(request: HttpRequest) -> HttpResponse:
    """GET /admin/accounts/?text=&show=: accounts with their positions."""
    return _page(request)


@never_cache
@for_roles("system_admin")
def create(request: HttpRequest) -> HttpResponse:
    """GET/POST /admin/accounts/new/: open an account; the activation code is shown once."""
    context: dict[str, object] = {"typed": request.POST}
    if request.method == "POST":
        try:
            user, code = open_account(
                username=request.POST.get("username", ""), name=request.POST.get("name", ""), phone=request.POST.get("phone", ""),
                actor=request.actor,
            )  # fmt: skip
        except Refused as refusal:
            return render(request, "admin/account_new.html", {**context, "refusal": refusal}, status=409)
        return render(request, "admin/account_opened.html", {"person": user, "code": code, "days": FIRST_DAYS})
    return render(request, "admin/account_new.html", context)


@require_POST
@for_roles("system_admin")
def set_activity(request: HttpRequest, pk: str) -> HttpResponse:
    """POST /admin/accounts/<pk>/activity/: end or restore sign-in, with a reason."""
    user = get_object_or_404(accounts(), pk=pk)
    is_active = request.POST.get("is_active") == "1"
    try:
        set_active(user, is_active=is_active, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, f"已{'恢复' if is_active else '停用'}账号：{user.name}")
    return redirect("admin:accounts")


@never_cache
@require_POST
@for_roles("system_admin")
def reset(request: HttpRequest, pk: str) -> HttpResponse:
    """POST /admin/accounts/<pk>/reset/: a new code for an office's person, shown once."""
    user = get_object_or_404(accounts(), pk=pk)
    try:
        code = reset_person(user, actor=request.actor, reason=request.POST.get("reason", ""))
    except Refused as refusal:
        return _page(request, refusal)
    return render(request, "admin/account_opened.html", {"person": user, "code": code, "days": RESET_DAYS, "is_reset": True})


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    text, show = request.GET.get("text", "").strip(), request.GET.get("show", "")
    rows = accounts(text).filter(**NARROWED.get(show, {})).prefetch_related("memberships__organisation")
    context = {
        "page": shown_page(request, rows, PER_PAGE),
        "text": text,
        "show": show,
        "refusal": refusal,
    }
    return render(request, "admin/accounts.html", context, status=409 if refusal else 200)
